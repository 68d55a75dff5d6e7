import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeNpy, seededClasses } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runAlaas } from './run-alaas.js';

interface Answer {
  readonly curves: readonly {
    readonly strategy: string;
    readonly seed: number;
    readonly points: readonly { labels: number; accuracy: number; macroF1: number }[];
  }[];
  readonly seconds: { readonly total: number };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulate-'));
  const pool = seededClasses({ items: 150, classes: 3, dimension: 16, seed: 1 });
  const test = seededClasses({ items: 45, classes: 3, dimension: 16, seed: 2 });
  const matrix = (data: Float32Array, cols = 16) =>
    encodeNpy({ descr: '<f4', shape: [data.length / cols, cols], bytes: data });
  const labels = (data: ArrayLike<number>) =>
    encodeNpy({ descr: '<i4', shape: [data.length], bytes: Int32Array.from(data) });
  const spoilt = pool.embeddings.data.slice();
  spoilt[16 * 7 + 3] = Number.NaN;
  const files = {
    'x.npy': matrix(pool.embeddings.data),
    'y.npy': labels(pool.targets.map((c) => 10 * c)),
    'xt.npy': matrix(test.embeddings.data),
    // A class that the pool does not have, and one name more than indices would allow.
    'yt.npy': labels(test.targets.map((c, i) => (i === 44 ? 99 : 10 * c))),
    'nan.npy': matrix(spoilt),
    'one-class.npy': labels(new Int32Array(150)),
    'one-class-test.npy': labels(new Int32Array(45)),
    'short.npy': labels(pool.targets.subarray(1)),
    'narrow.npy': matrix(test.embeddings.data, 8),
    'halves.npy': encodeNpy({
      descr: '<f8',
      shape: [150],
      bytes: Float64Array.from(pool.targets, (c, i) => (i === 4 ? 0.5 : c)),
    }),
    'flat.npy': encodeNpy({ descr: '<f4', shape: [2400], bytes: pool.embeddings.data }),
    'text.npy': new TextEncoder().encode('not an array'),
  };
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const FLAGS: Readonly<Record<string, string>> = {
  embeddings: 'x.npy',
  labels: 'y.npy',
  'test-embeddings': 'xt.npy',
  'test-labels': 'yt.npy',
  strategy: 'random,margin',
  start: '6',
  batch: '10',
  budget: '30',
  seeds: '0,1',
};

function argsWith(changes: Readonly<Record<string, string>> = {}): string[] {
  const flags = Object.entries({ ...FLAGS, ...changes });
  return ['simulate', ...flags.flatMap(([name, value]) => [`--${name}=${value}`])];
}

function agentArgs(changes: Readonly<Record<string, string>>): string[] {
  const shared = Object.entries(FLAGS).filter(([name]) => !['strategy', 'start'].includes(name));
  const own = { agent: 'auto', seeds: '0', ...changes };
  const flags = Object.entries({ ...Object.fromEntries(shared), ...own });
  return ['simulate', ...flags.flatMap(([name, value]) => [`--${name}=${value}`])];
}

describe('alaas simulate', () => {
  it('prints one JSON document with the curves, progress apart', async () => {
    const { exitCode, stdout, stderr } = await runAlaas([...argsWith({ at: '7' }), '--json'], {
      cwd: folder,
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const answer = JSON.parse(stdout) as Answer;
    expect(Object.keys(answer)).toEqual(['curves', 'seconds']);
    expect(answer.curves.map((c) => [c.strategy, c.seed])).toEqual([
      ['random', 0],
      ['random', 1],
      ['margin', 0],
      ['margin', 1],
    ]);
    for (const curve of answer.curves) {
      expect(Object.keys(curve)).toEqual(['strategy', 'seed', 'points']);
      expect(curve.points.map((point) => point.labels)).toEqual([6, 7, 17, 27, 30]);
      for (const point of curve.points) {
        expect(Object.keys(point)).toEqual(['labels', 'accuracy', 'macroF1']);
      }
      const last = curve.points.at(-1)!;
      // One test item is of a class that the pool does not have: it can never be right.
      expect(last.accuracy).toBeGreaterThan(0.85);
      expect(last.accuracy).toBeLessThanOrEqual(44 / 45);
      expect(last.macroF1).toBeLessThanOrEqual(0.75);
    }
    expect(answer.seconds.total).toBeGreaterThan(0);
    expect(stderr).toContain('4/4 margin, seed 1');
  });

  it('prints a table for people', async () => {
    const { exitCode, stdout } = await runAlaas(
      argsWith({ batch: 'grow', 'cold-start': 'per-class' }),
      { cwd: folder },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/strategy +labels +accuracy/);
    expect(stdout).toMatch(/margin +30 +\d+\.\d %/);
  });

  it.each([
    [
      'a misspelt strategy',
      { strategy: 'random,margn' },
      'STRATEGY_UNKNOWN',
      'Did you mean "margin"',
    ],
    ['no strategy', { strategy: ',' }, 'SIMULATION_OPTION_INVALID', 'strategies'],
    ['a start above the budget', { start: '31' }, 'SIMULATION_OPTION_INVALID', 'start'],
    ['a budget above the pool', { budget: '151' }, 'SIMULATION_OPTION_INVALID', 'budget'],
    ['a budget of 0', { budget: '0' }, 'SIMULATION_OPTION_INVALID', 'budget'],
    ['a pool above the data', { 'pool-size': '151' }, 'SIMULATION_OPTION_INVALID', 'poolSize'],
    ['a batch of 0', { batch: '0' }, 'SIMULATION_OPTION_INVALID', 'batch'],
    ['a batch in words', { batch: 'much' }, 'SIMULATION_OPTION_INVALID', '"much"'],
    ['seeds that are no integers', { seeds: '1,2.5' }, 'SIMULATION_OPTION_INVALID', '"2.5"'],
    ['an unknown cold start', { 'cold-start': 'warm' }, 'SIMULATION_OPTION_INVALID', 'coldStart'],
    ['a count beyond the budget', { at: '31' }, 'SIMULATION_OPTION_INVALID', 'at'],
    ['too few labels', { labels: 'short.npy' }, 'INPUT_SHAPE', '149 labels'],
    ['a test set of other width', { 'test-embeddings': 'narrow.npy' }, 'INPUT_SHAPE', '90 rows'],
    ['labels that are no integers', { labels: 'halves.npy' }, 'LABELS_INVALID', 'row 4'],
    ['NaN', { embeddings: 'nan.npy' }, 'INPUT_NOT_FINITE', 'row 7, column 3'],
    ['a flat array', { embeddings: 'flat.npy' }, 'INPUT_SHAPE', '(2400)'],
    ['a text file', { embeddings: 'text.npy' }, 'ARRAY_INVALID', 'text.npy'],
    ['a missing file', { embeddings: 'none.npy' }, 'FILE_NOT_READABLE', 'none.npy'],
    ['an unknown flag', { colour: 'red' }, 'CLI_USAGE', '--colour'],
  ])('refuses %s with its code, and exits with 2', async (...[, changes, code, text]) => {
    const { exitCode, stdout, stderr } = await runAlaas([...argsWith(changes), '--json'], {
      cwd: folder,
    });
    const { error } = JSON.parse(stdout) as { error: { detail: string; remedy: string } };
    expect(error).toMatchObject({ code });
    expect(error.detail + error.remedy).toContain(text);
    expect(error.remedy).not.toBe('');
    expect(stderr).toContain(code);
    expect(exitCode).toBe(2);
  });

  it.each([
    ['a misspelt mode', { agent: 'autp' }, 'AGENT_SETTING_INVALID', 'Did you mean "auto"'],
    ['an unknown metric', { metric: 'f1' }, 'AGENT_SETTING_INVALID', 'macro-f1'],
    ['a target above 1', { target: '1.2' }, 'AGENT_SETTING_INVALID', '0.9'],
    ['a holdout of all test items', { 'given-holdout': '45' }, 'AGENT_SETTING_INVALID', '0 to 44'],
    ['a holdout below 0', { 'given-holdout': '-1' }, 'AGENT_SETTING_INVALID', '0 to 44'],
    [
      'labels of one class',
      { labels: 'one-class.npy', 'test-labels': 'one-class-test.npy' },
      'AGENT_SETTING_INVALID',
      'two classes or more',
    ],
    ['a hole in the seeds', { seeds: '1,,2' }, 'SIMULATION_OPTION_INVALID', 'seeds'],
    ['a strategy beside it', { strategy: 'margin' }, 'CLI_USAGE', '--arms'],
  ])('refuses for the agent %s', async (...[, changes, code, text]) => {
    const { exitCode, stdout } = await runAlaas([...agentArgs(changes), '--json'], { cwd: folder });
    const { error } = JSON.parse(stdout) as { error: { detail: string; remedy: string } };
    expect(error).toMatchObject({ code });
    expect(error.detail + error.remedy).toContain(text);
    expect(exitCode).toBe(2);
  });

  it('says in the result what the labels of the agent do not allow', async () => {
    const args = agentArgs({ budget: '2', 'given-holdout': '5' });
    const { stdout } = await runAlaas([...args, '--json'], { cwd: folder });
    const { runs } = JSON.parse(stdout) as {
      runs: { notes: string[]; stop: { probabilityWrong: number } }[];
    };
    expect(runs[0]!.notes.map((note) => note.slice(0, 20))).toEqual([
      'The budget leaves 2 ',
      'A holdout of 5 measu',
      expect.stringMatching(/^(\d of 4 classes never|All labels bought are)/),
    ]);
    expect(runs[0]!.stop.probabilityWrong).toBe(0);
  });

  it('stops on Ctrl-C between two points', async () => {
    const seeds = Array.from({ length: 400 }, (_, seed) => seed).join(',');
    const ended = await runAlaas(argsWith({ seeds }), { cwd: folder, interrupted: true });
    expect(ended.exitCode).toBe(130);
    expect(ended.stderr).toContain('CANCELLED');
    expect(ended.stdout).toBe('');
  });
});
