import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SCRIPT = join(
  dirname(createRequire(import.meta.url).resolve('@alaas/cli')),
  '../bin/alaas.js',
);

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

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

const FLAGS = { points: 'points.json', classes: '77', holdout: '200', at: '500,1540' };

function forecast(changes: Readonly<Record<string, string>>, ...more: string[]): Promise<Ended> {
  const flags = Object.entries({ ...FLAGS, ...changes }).map(([name, v]) => `--${name}=${v}`);
  return new Promise((resolve) => {
    const args = [SCRIPT, 'forecast', ...flags, ...more];
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

interface Answer {
  readonly families: readonly { id: string; weight: number }[];
  readonly forecasts: readonly { labels: number; p10: number; p50: number; p90: number }[];
  readonly shape: string;
  readonly notes: readonly string[];
  readonly target?: { probabilityUnreachable: number };
}

async function answerTo(changes: Readonly<Record<string, string>>): Promise<Answer> {
  const { exitCode, stdout, stderr } = await forecast(changes, '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout) as Answer;
}

describe('alaas forecast', () => {
  it('prints families, forecasts and shape as one JSON document', async () => {
    const answer = await answerTo({});
    expect(answer.families.map(({ id }) => id)).toEqual(['pow3', 'wbl4', 'mmf4', 'log-linear']);
    expect(answer.families.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(answer.forecasts.map(({ labels }) => labels)).toEqual([500, 1540]);
    for (const row of answer.forecasts) {
      expect(Object.keys(row)).toEqual(['labels', 'p10', 'p50', 'p90']);
      expect(row.p10).toBeGreaterThan(0.6);
      expect(row.p10).toBeLessThanOrEqual(row.p50);
      expect(row.p50).toBeLessThanOrEqual(row.p90);
      expect(row.p90).toBeLessThanOrEqual(1);
    }
    expect(answer).toMatchObject({ shape: 'ok', notes: [] });
  });

  it('prints a table for people, with target and cost', async () => {
    const { exitCode, stdout } = await forecast(
      { target: '0.85', price: '0.5', 'seconds-per-label': '10' },
      '--metric=macro-f1',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Forecast of macro-f1');
    expect(stdout).toMatch(/labels +P10 +P50 +P90 +price +days/);
    expect(stdout).toMatch(/1540 +\d\d\.\d % +\d\d\.\d % +\d\d\.\d % +770\.00 +0\.5/);
    expect(stdout).toMatch(/85\.0 % takes about \d+ labels \(price [\d.]+, [\d.]+ days\)/);
  });

  it.each([
    ['no point', { points: 'none.json' }, '0 points are few'],
    ['two points of equal labels', { points: 'two.json' }, 'were averaged'],
    ['a constant curve', { points: 'constant.json' }, 'nothing is left to be gained'],
    ['a holdout of 5', { holdout: '5' }, 'A holdout of 5'],
    ['a far horizon', { at: '100000' }, 'a guess'],
  ])('says plainly what is weak: %s', async (_, changes, text) => {
    const { shape, notes, forecasts } = await answerTo(changes);
    expect(shape).toBe('ok');
    expect(notes.join(' ')).toContain(text);
    expect(forecasts.every(({ p10, p50, p90 }) => p10 <= p50 && p50 <= p90)).toBe(true);
  });

  it('calls a falling curve unknown, and says why', async () => {
    const { shape, notes } = await answerTo({ points: 'falling.json' });
    expect(shape).toBe('unknown');
    expect(notes.join(' ')).toContain('fell from 80.0 %');
  });

  it.each([
    ['per cent', { points: 'percent.json' }, 'FORECAST_POINT_INVALID', 'divide by 100'],
    ['a value that is no number', { points: 'null.json' }, 'FORECAST_POINT_INVALID', 'point 1'],
    ['a single object', { points: 'object.json' }, 'FORECAST_POINT_INVALID', 'list'],
    ['text', { points: 'text.json' }, 'FORECAST_POINT_INVALID', 'not JSON'],
    ['a missing file', { points: 'gone.json' }, 'FILE_NOT_READABLE', 'gone.json'],
    ['a target above 1', { target: '1.2' }, 'FORECAST_OPTION_INVALID', 'target'],
    ['a target in per cent', { target: '90' }, 'FORECAST_OPTION_INVALID', 'divide by 100'],
    ['a target of NaN', { target: 'NaN' }, 'FORECAST_OPTION_INVALID', 'target'],
    ['no labels', { at: ',' }, 'FORECAST_OPTION_INVALID', 'at'],
    ['labels of 0', { at: '0' }, 'FORECAST_OPTION_INVALID', 'at'],
    ['half a class', { classes: '2.5' }, 'FORECAST_OPTION_INVALID', 'classes'],
    ['no holdout', { holdout: '0' }, 'FORECAST_OPTION_INVALID', 'holdout'],
    ['an unknown metric', { metric: 'f1' }, 'FORECAST_OPTION_INVALID', 'macro-f1'],
    ['a negative price', { price: '-1' }, 'FORECAST_OPTION_INVALID', 'price'],
  ])('refuses %s with its code, and exits with 2', async (...[, changes, code, text]) => {
    const { exitCode, stdout } = await forecast(changes, '--json');
    const { error } = JSON.parse(stdout) as { error: { detail: string; remedy: string } };
    expect(error).toMatchObject({ code });
    expect(error.detail + error.remedy).toContain(text);
    expect(exitCode).toBe(2);
  });
});
