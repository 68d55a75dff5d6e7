import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { forecastFile, type ForecastRequest } from '@alaas/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
const FILES = {
  'points.json': [
    { labels: 77, value: 0.55 },
    { labels: 96, value: 0.6 },
    { labels: 120, value: 0.66 },
    { labels: 150, value: 0.7 },
    { labels: 188, value: 0.74 },
  ],
  'none.json': [],
  'two.json': [
    { labels: 77, value: 0.55 },
    { labels: 77, value: 0.57 },
  ],
  'constant.json': [1, 2, 3, 4].map((i) => ({ labels: 50 * i, value: 1 })),
  'falling.json': [0.8, 0.7, 0.6, 0.5].map((value, i) => ({ labels: 50 * (i + 1), value })),
  'percent.json': [{ labels: 77, value: 55 }],
  'null.json': [{ labels: 77, value: null }],
  'object.json': { labels: 77, value: 0.5 },
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forecast-'));
  for (const [name, content] of Object.entries(FILES)) {
    await writeFile(join(folder, name), JSON.stringify(content));
  }
  await writeFile(join(folder, 'text.json'), 'no JSON');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const REQUEST = { classCount: 77, holdout: 200, at: [500, 1540] };

function forecast(points: string, changes: Partial<ForecastRequest> = {}) {
  return forecastFile({ points: join(folder, points), ...REQUEST, ...changes });
}

describe('forecastFile', () => {
  it('answers with families, forecasts, shape, its own past, target and cost', async () => {
    const answer = await forecast('points.json', {
      target: 0.85,
      pricePerLabel: 0.5,
      secondsPerLabel: 36,
    });
    expect(answer.families.map(({ id }) => id)).toEqual([
      'pow3',
      'wbl4',
      'mmf4',
      'log-linear',
      'constant',
    ]);
    expect(answer.families.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(answer).toMatchObject({ shape: 'ok', notes: [], selfAssessment: { forecasts: 3 } });
    expect(answer.forecasts[0]!.cost).toEqual({ money: 250, hours: 5, days: 0.625 });
    const { p10, p50, cost } = answer.target!;
    expect(p10).toBeLessThan(p50!);
    expect(cost!.money).toBe(0.5 * p50!);
  });

  it.each([
    ['no point', 'none.json', {}, '0 points are few'],
    ['two points of equal labels', 'two.json', {}, 'averaged'],
    ['a constant curve', 'constant.json', {}, 'nothing is left to be gained'],
    ['a holdout of 5', 'points.json', { holdout: 5 }, 'A holdout of 5'],
    ['a far horizon', 'points.json', { at: [100_000] }, 'a guess'],
  ])('says plainly what is weak: %s', async (...[, points, change, text]) => {
    const { shape, notes, forecasts } = await forecast(points, change);
    expect(shape).toBe('ok');
    expect(notes.join(' ')).toContain(text);
    expect(forecasts.every(({ p10, p50, p90 }) => p10 <= p50 && p50 <= p90)).toBe(true);
  });

  it('calls a falling curve unknown, and says why', async () => {
    const { shape, notes } = await forecast('falling.json');
    expect(shape).toBe('unknown');
    expect(notes.join(' ')).toContain('fell from 80.0 %');
  });

  it.each([
    ['per cent', 'percent.json', {}, 'FORECAST_POINT_INVALID', 'divide by 100'],
    ['a value that is no number', 'null.json', {}, 'FORECAST_POINT_INVALID', 'point 1'],
    ['a single object', 'object.json', {}, 'FORECAST_POINT_INVALID', 'list'],
    ['text', 'text.json', {}, 'FORECAST_POINT_INVALID', 'not JSON'],
    ['a missing file', 'gone.json', {}, 'FILE_NOT_READABLE', 'gone.json'],
    ['a target above 1', 'points.json', { target: 1.2 }, 'FORECAST_OPTION_INVALID', 'target'],
    ['a target in per cent', 'points.json', { target: 90 }, 'FORECAST_OPTION_INVALID', 'by 100'],
    ['no labels', 'points.json', { at: [] }, 'FORECAST_OPTION_INVALID', 'at'],
    ['labels of 0', 'points.json', { at: [0] }, 'FORECAST_OPTION_INVALID', 'at'],
    ['half a class', 'points.json', { classCount: 2.5 }, 'FORECAST_OPTION_INVALID', 'classes'],
    ['no holdout', 'points.json', { holdout: 0 }, 'FORECAST_OPTION_INVALID', 'holdout'],
    ['a negative price', 'points.json', { pricePerLabel: -1 }, 'FORECAST_OPTION_INVALID', 'price'],
  ])('refuses %s', async (...[, points, change, code, text]) => {
    const error = await forecast(points, change).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'AlaasError', code });
    const { message, remedy } = error as { message: string; remedy: string };
    expect(`${message} ${remedy}`).toContain(text);
  });
});
