import { exportRun, importLabels, runProject } from '@alaas/server';
import { expect, test } from 'vitest';

import { labelsFile, matrixFile, openProjects, vectorFiles } from './project-files.js';

const { project } = openProjects();
const KEYS = { task: 'vectors', data: 'x.npy', labels: 'y.npy', budget: 20 };

type Files = Record<string, string | Uint8Array>;

const CASES: [string, Record<string, unknown>, Files, string][] = [
  ['a budget above the pool', { budget: 97 }, {}, 'RUN_BUDGET_EXCEEDS_POOL'],
  ['one item', {}, poolOf(1), 'RUN_POOL_TOO_SMALL'],
  ['no item', {}, poolOf(0), 'RUN_POOL_TOO_SMALL'],
  ['two items of two classes, one of them set apart', {}, poolOf(2), 'RUN_ONE_CLASS'],
  ['one class', {}, { 'y.npy': labelsFile(new Int32Array(120)) }, 'RUN_ONE_CLASS'],
  ['labels of another number', {}, { 'y.npy': labelsFile([0, 1, 2]) }, 'INPUT_SHAPE'],
  [
    'vectors with NaN',
    {},
    { 'x.npy': matrixFile(new Float32Array(1920).fill(NaN), 16) },
    'INPUT_NOT_FINITE',
  ],
  ['a class that is not listed', { classes: ['0', '1'] }, {}, 'RUN_CLASS_UNKNOWN'],
  [
    'test vectors of another length',
    { test: { embeddings: 't.npy', labels: 'ty.npy' } },
    { 't.npy': matrixFile(new Float32Array(32), 8), 'ty.npy': labelsFile([0, 1, 2, 0]) },
    'RUN_TEST_UNUSABLE',
  ],
];

test.each(CASES)('%s', async (_name, keys, files, code) => {
  const loaded = await project({ ...KEYS, ...keys }, { ...vectorFiles(), ...files });
  await expect(runProject(loaded)).rejects.toMatchObject({ code });
});

test('what needs a run says so when there is none', async () => {
  const loaded = await project(KEYS, { ...vectorFiles(), 'batch-0.csv': 'item,label\n' });
  await expect(exportRun(loaded, `${loaded.folder}/out`)).rejects.toMatchObject({
    code: 'RUN_MISSING',
  });
  await expect(importLabels(loaded, `${loaded.folder}/batch-0.csv`)).rejects.toMatchObject({
    code: 'RUN_MISSING',
  });
});

test('a run that is stopped before it begins', async () => {
  const loaded = await project(KEYS, vectorFiles());
  const signal = AbortSignal.abort();
  await expect(runProject(loaded, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
});

function poolOf(items: number): Files {
  const data = new Float32Array(16 * items).map((_, i) => Math.sin(i));
  return {
    'x.npy': matrixFile(data, 16),
    'y.npy': labelsFile(Array.from({ length: items }, (_, i) => i)),
  };
}
