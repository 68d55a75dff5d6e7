import { exportRun, importLabels, runProject } from '@alaas/server';
import { expect, test } from 'vitest';

import { labelsFile, matrixFile, openProjects, vectorFiles } from './project-files.js';

const { project } = openProjects();
const KEYS = { task: 'vectors', data: 'x.npy', labels: 'y.npy', budget: 20 };

type Files = Record<string, string | Uint8Array>;

interface Case {
  readonly keys?: Record<string, unknown>;
  readonly files?: Files;
  readonly code: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'a budget above the pool': { keys: { budget: 97 }, code: 'RUN_BUDGET_EXCEEDS_POOL' },
  'one item': { files: poolOf(1), code: 'RUN_POOL_TOO_SMALL' },
  'no item': { files: poolOf(0), code: 'SOURCE_EMPTY' },
  'two items of two classes, one of them set apart': { files: poolOf(2), code: 'RUN_ONE_CLASS' },
  'one class': { files: { 'y.npy': labelsFile(new Int32Array(120)) }, code: 'RUN_ONE_CLASS' },
  'labels of another number': { files: { 'y.npy': labelsFile([0, 1, 2]) }, code: 'INPUT_SHAPE' },
  'vectors with NaN': {
    files: { 'x.npy': matrixFile(new Float32Array(1920).fill(NaN), 16) },
    code: 'INPUT_NOT_FINITE',
  },
  'a class that is not listed': { keys: { classes: ['0', '1'] }, code: 'RUN_CLASS_UNKNOWN' },
  'test vectors of another length': {
    keys: { test: { embeddings: 't.npy', labels: 'ty.npy' } },
    files: { 't.npy': matrixFile(new Float32Array(32), 8), 'ty.npy': labelsFile([0, 1, 2, 0]) },
    code: 'RUN_TEST_UNUSABLE',
  },
};

test.each(Object.entries(CASES))('%s', async (_name, { keys, files, code }) => {
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
