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
const POINTS = [
  { labels: 77, value: 0.55 },
  { labels: 96, value: 0.6 },
  { labels: 120, value: 0.66 },
  { labels: 150, value: 0.7 },
  { labels: 188, value: 0.74 },
];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forecast-'));
  await writeFile(join(folder, 'points.json'), JSON.stringify(POINTS));
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
  readonly forecasts: readonly { labels: number; p10: number; p50: number; p90: number }[];
}

describe('alaas forecast', () => {
  it('prints families, forecasts and shape as one JSON document', async () => {
    const { exitCode, stdout, stderr } = await forecast({}, '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const answer = JSON.parse(stdout) as Answer;
    expect(Object.keys(answer)).toEqual(
      expect.arrayContaining(['families', 'forecasts', 'shape', 'notes']),
    );
    expect(answer.forecasts.map(({ labels }) => labels)).toEqual([500, 1540]);
    for (const row of answer.forecasts) {
      expect(Object.keys(row)).toEqual(['labels', 'p10', 'p50', 'p90']);
      expect(row.p10).toBeGreaterThan(0.6);
      expect(row.p50).toBeGreaterThanOrEqual(row.p10);
      expect(row.p90).toBeGreaterThanOrEqual(row.p50);
    }
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
    ['a target in per cent', { target: '90' }, 'divide by 100'],
    ['a target of NaN', { target: 'NaN' }, 'target'],
    ['an unknown metric', { metric: 'f1' }, 'macro-f1'],
  ])('refuses %s, and exits with 2', async (_, changes, text) => {
    const { exitCode, stdout } = await forecast(changes, '--json');
    const { error } = JSON.parse(stdout) as { error: { detail: string; remedy: string } };
    expect(error).toMatchObject({ code: 'FORECAST_OPTION_INVALID' });
    expect(error.detail + error.remedy).toContain(text);
    expect(exitCode).toBe(2);
  });
});
