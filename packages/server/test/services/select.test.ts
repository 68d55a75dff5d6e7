import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { STRATEGIES } from '@alaas/core';
import { selectFromFiles, type FileSelectionRequest } from '@alaas/server';
import { encodeNpy, generalScene, inputsOf, seededMatrix } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ITEMS = 40;
const COLS = 20;
const scene = generalScene({ items: ITEMS, dimension: COLS, labelled: 8 });
const probabilities = inputsOf(scene, ['probabilities']).probabilities!;

const npy = (descr: string, shape: readonly number[], bytes: ArrayBufferView) =>
  encodeNpy({ descr, shape, bytes });
const spoilt = scene.pool.data.slice();
spoilt[7 * COLS + 3] = Number.NaN;
const unsummed = probabilities.data.slice();
unsummed[4 * 5 + 1]! += 0.01;

const FILES: Readonly<Record<string, Uint8Array>> = {
  'x.npy': npy('<f4', [ITEMS, COLS], scene.pool.data),
  'x8.npy': npy('<f8', [ITEMS, COLS], Float64Array.from(scene.pool.data)),
  'p.npy': npy('<f8', [ITEMS, 4], probabilities.data),
  'p4.npy': npy('<f4', [ITEMS, 4], Float32Array.from(probabilities.data)),
  'l.npy': npy('<f4', [8, COLS], scene.labelled.data),
  'c.npy': npy('<i8', [8], BigInt64Array.from([0, 1, 2, 3, 0, 1, 2, 3], BigInt)),
  'sparse.npy': npy('<u1', [8], Uint8Array.of(10, 20, 30, 40, 10, 20, 30, 40)),
  'e.npy': npy('<f4', [3, COLS], seededMatrix(3, COLS, 5).data),
  'none.npy': npy('<f4', [0, COLS], new Float32Array(0)),
  'nan.npy': npy('<f4', [ITEMS, COLS], spoilt),
  'unsummed.npy': npy('<f8', [ITEMS, 4], unsummed),
  'short.npy': npy('<f8', [ITEMS - 1, 4], probabilities.data.subarray(4)),
  'narrow.npy': npy('<f4', [16, COLS / 2], scene.labelled.data),
  'flat.npy': npy('<f4', [ITEMS * COLS], scene.pool.data),
  'halves.npy': npy('<f8', [8], Float64Array.of(0, 0.5, 1, 0, 1, 0, 1, 0)),
  'text.npy': new TextEncoder().encode('not an array'),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'select-'));
  for (const [name, bytes] of Object.entries(FILES)) await writeFile(join(folder, name), bytes);
  await writeSparse('huge.npy', [2 ** 30, 1024]);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

type Changes = Partial<Omit<FileSelectionRequest, 'files'>> & FileSelectionRequest['files'];

const POOL = { embeddings: 'x.npy', probabilities: 'p.npy' };
const ALL = { ...POOL, labelledEmbeddings: 'l.npy', labelledClasses: 'c.npy', examples: 'e.npy' };

function select(changes: Changes, signal?: AbortSignal) {
  const { strategy = 'margin', options = {}, budget = 5, seed = 0, ...names } = changes;
  const files = Object.fromEntries(
    Object.entries(names).map(([name, file]) => [name, file && join(folder, file)]),
  ) as unknown as FileSelectionRequest['files'];
  return selectFromFiles({ files, strategy, options, budget, seed }, { signal });
}

const chosen = async (changes: Changes) => (await select(changes)).selected;

describe('selectFromFiles', () => {
  it('says what chose, with which seed, what, and how long it took', async () => {
    const selection = await select({ ...POOL, seed: 3 });
    expect(selection).toMatchObject({ strategy: 'margin', seed: 3, selected: smallestMargins(5) });
    const { load, select: choose, total } = selection.seconds;
    expect(Math.abs(load + choose - total)).toBeLessThan(0.002);
  });

  it.each(STRATEGIES.map(({ id }) => id))('serves %s', async (strategy) => {
    const picked = await chosen({ ...ALL, strategy });
    expect(new Set(picked).size).toBe(5);
    expect(picked.every((row) => row >= 0 && row < ITEMS)).toBe(true);
  });

  it('reads only what the strategy needs', async () => {
    const broken = { ...ALL, labelledEmbeddings: 'missing.npy', examples: 'text.npy' };
    expect(await chosen({ ...broken, embeddings: 'nan.npy' })).toEqual(smallestMargins(5));
    const drawn = await chosen({ ...broken, strategy: 'random', probabilities: 'text.npy' });
    expect(drawn).toHaveLength(5);
  });

  it('gives the same whatever the precision of the files', async () => {
    const other = { embeddings: 'x8.npy', probabilities: 'p4.npy' };
    expect(await chosen(other)).toEqual(smallestMargins(5));
    const strategy = 'uncertainty-herding';
    expect(await chosen({ ...other, strategy })).toEqual(await chosen({ ...POOL, strategy }));
  });

  it('trains a head on labelled items where there are no probabilities', async () => {
    const files = { ...ALL, probabilities: undefined, labelledClasses: 'sparse.npy' };
    const picked = await chosen(files);
    expect(new Set(picked).size).toBe(5);
    expect(picked).not.toEqual(smallestMargins(5));
    expect(await select({ ...files, strategy: 'auto' })).toMatchObject({
      strategy: 'uncertainty-herding',
    });
  });

  it('takes aliases, auto and options', async () => {
    expect(await chosen({ ...POOL, strategy: 'MarginConfidence' })).toEqual(smallestMargins(5));
    expect(await select({ ...POOL, strategy: 'auto' })).toMatchObject({
      strategy: 'uncertainty-herding',
    });
    expect(await select({ embeddings: 'x.npy', strategy: 'auto' })).toMatchObject({
      strategy: 'max-herding',
    });
    const typical = { ...POOL, strategy: 'typiclust' };
    expect(await chosen({ ...typical, options: { maxClusters: '1' } })).not.toEqual(
      await chosen(typical),
    );
  });

  it('names an approximation', async () => {
    const strategy = 'max-herding';
    expect(await select({ ...POOL, strategy })).not.toHaveProperty('approximation');
    const options = { exactUpTo: '10', represented: '20' };
    expect(await select({ ...POOL, strategy, options, budget: 1 })).toMatchObject({
      approximation: { method: 'sampled-herding', poolSize: ITEMS },
    });
  });

  it('takes a budget of 0, of the whole pool, and an empty pool', async () => {
    expect(await chosen({ ...POOL, budget: 0 })).toEqual([]);
    expect(await chosen({ embeddings: 'none.npy', strategy: 'random', budget: 0 })).toEqual([]);
    expect(new Set(await chosen({ ...POOL, budget: ITEMS })).size).toBe(ITEMS);
  });

  it.each<[string, Changes, string, string]>([
    ['a misspelt strategy', { ...POOL, strategy: 'margn' }, 'STRATEGY_UNKNOWN', '"margin"'],
    ['more than the pool', { ...POOL, budget: 41 }, 'BATCH_EXCEEDS_POOL', '40'],
    [
      'an item of an empty pool',
      { embeddings: 'none.npy', strategy: 'random' },
      'BATCH_EXCEEDS_POOL',
      '0',
    ],
    ['a negative budget', { ...POOL, budget: -1 }, 'BATCH_COUNT_INVALID', '-1'],
    ['an unknown option', { ...POOL, options: { reach: '1' } }, 'STRATEGY_OPTION_UNKNOWN', 'reach'],
    [
      'an option out of bounds',
      { ...POOL, strategy: 'max-herding', options: { reach: '0' } },
      'STRATEGY_OPTION_INVALID',
      '0.05',
    ],
    [
      'an option that is no number',
      { ...POOL, strategy: 'max-herding', options: { reach: 'far' } },
      'STRATEGY_OPTION_INVALID',
      '"far"',
    ],
    ['no probabilities', { embeddings: 'x.npy' }, 'STRATEGY_INPUT_MISSING', 'probabilities'],
    [
      'probabilities of fewer items',
      { ...POOL, probabilities: 'short.npy' },
      'INPUT_SHAPE',
      '39 rows',
    ],
    [
      'rows that do not sum to 1',
      { ...POOL, probabilities: 'unsummed.npy' },
      'INPUT_NOT_PROBABILITY',
      'Row 5',
    ],
    [
      'numbers that are no probabilities',
      { ...POOL, probabilities: 'x.npy' },
      'INPUT_NOT_PROBABILITY',
      'row 0',
    ],
    ['NaN', { embeddings: 'nan.npy', strategy: 'k-center' }, 'INPUT_NOT_FINITE', 'row 7, column 3'],
    [
      'labelled items of other width',
      { ...POOL, strategy: 'k-center', labelledEmbeddings: 'narrow.npy' },
      'INPUT_SHAPE',
      '10 columns',
    ],
    [
      'labelled items of other width for a head',
      { embeddings: 'x.npy', labelledEmbeddings: 'narrow.npy', labelledClasses: 'c.npy' },
      'INPUT_SHAPE',
      '10 columns',
    ],
    [
      'classes of fewer items',
      { embeddings: 'x.npy', labelledEmbeddings: 'x.npy', labelledClasses: 'c.npy' },
      'INPUT_SHAPE',
      '40',
    ],
    [
      'classes that are no whole numbers',
      { embeddings: 'x.npy', labelledEmbeddings: 'l.npy', labelledClasses: 'halves.npy' },
      'LABELS_INVALID',
      'row 1',
    ],
    [
      'classes that the probabilities do not have',
      { ...ALL, strategy: 'contrastive', labelledClasses: 'sparse.npy' },
      'LABELS_INVALID',
      '4 columns',
    ],
    ['a flat array', { embeddings: 'flat.npy' }, 'INPUT_SHAPE', '(800)'],
    ['a text file', { embeddings: 'text.npy' }, 'ARRAY_INVALID', 'text.npy'],
    ['a missing file', { embeddings: 'missing.npy' }, 'FILE_NOT_READABLE', 'missing.npy'],
    [
      'a pool that does not fit into memory',
      { embeddings: 'huge.npy', strategy: 'k-center' },
      'MEMORY_TOO_SMALL',
      'MiB',
    ],
  ])('refuses %s', async (...[, changes, code, text]) => {
    await expect(select(changes)).rejects.toMatchObject({
      name: 'AlaasError',
      code,
      message: expect.stringContaining(text),
    });
  });

  it('does not begin when cancelled', async () => {
    await expect(
      select({ ...POOL, strategy: 'max-herding' }, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

/** Rows of the smallest p₁ − p₂, from the definition. */
function smallestMargins(count: number): number[] {
  const margins = Array.from({ length: ITEMS }, (_, i) => {
    const [first, second] = [...probabilities.data.subarray(4 * i, 4 * i + 4)].sort(
      (a, b) => b - a,
    );
    return { i, margin: first! - second! };
  });
  return margins
    .sort((a, b) => a.margin - b.margin)
    .slice(0, count)
    .map(({ i }) => i);
}

/** A file of zeros that takes no space on the disk. */
async function writeSparse(name: string, shape: readonly [number, number]): Promise<void> {
  const path = join(folder, name);
  const header = encodeNpy({ descr: '<f4', shape, bytes: new Uint8Array(0) });
  await writeFile(path, header);
  await truncate(path, header.length + 4 * shape[0] * shape[1]);
}
