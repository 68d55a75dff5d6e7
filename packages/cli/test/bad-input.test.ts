import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeNpy, seededClasses } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { documentOf, removeDatabase, runAlaas } from './run-alaas.js';

const DIMENSION = 16;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-bad-input-'));
  const { embeddings, targets } = seededClasses({
    ...{ items: 150, classes: 3, dimension: DIMENSION, seed: 1 },
  });
  const labels = Int32Array.from(targets);
  const files = {
    'x.npy': encodeNpy({ descr: '<f4', shape: [150, DIMENSION], bytes: embeddings.data }),
    'y.npy': encodeNpy({ descr: '<i4', shape: [150], bytes: labels }),
    'alaas.yaml': yaml({ project: 'bad', strategy: './plug-in.mjs' }),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
});
afterAll(async () => {
  await removeDatabase(join(folder, '.alaas'));
  await rm(folder, { recursive: true });
});

function yaml(keys: Readonly<Record<string, string>>): string {
  const all = { task: 'vectors', data: 'x.npy', labels: 'y.npy', budget: '30', ...keys };
  return Object.entries(all)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

/** A strategy of one's own whose `select` is this code. */
function plugIn(select: string): string {
  const texts = "id: 'mine', title: 'Mine', summary: 'Mine.', source: 'none', cost: 'O(b)'";
  return `export const strategy = { ${texts}, needs: ['embeddings'], uses: [], options: {}, select: ${select} };`;
}

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  select: ['select', '--embeddings=x.npy', '--budget=4', '--strategy=./plug-in.mjs'],
  simulate: [
    ...['simulate', '--embeddings=x.npy', '--labels=y.npy', '--test-embeddings=x.npy'],
    ...['--test-labels=y.npy', '--start=6', '--batch=10', '--budget=30', '--seeds=0'],
    '--strategy=./plug-in.mjs',
  ],
  run: ['run'],
};

async function refused(command: string, env: Readonly<Record<string, string>> = {}) {
  const args = [...COMMANDS[command]!, '--json'];
  const { exitCode, stdout, stderr } = await runAlaas(args, { cwd: folder, env });
  const { error } = documentOf(stdout) as { error: { code: string; remedy: string } };
  expect({ exitCode, stderr }).not.toMatchObject({ exitCode: 0 });
  expect(stderr).toContain(error.code);
  expect(error.remedy).toMatch(/\w{3}/);
  return error;
}

describe.each(Object.keys(COMMANDS))('alaas %s', (command) => {
  it.each([
    ['throws', "async () => { throw new Error('my fault'); }", 'my fault'],
    ['chooses twice', 'async (_, { count }) => new Array(count).fill(0)', '1 are distinct'],
    ['chooses too few', 'async () => [0]', 'chose 1'],
    [
      'chooses what is not there',
      'async (_, { count }) => Array.from({ length: count }, (__, row) => 1000 + row)',
      '0 are distinct and in the pool',
    ],
  ])('tells of a plug-in that %s', async (...[, select, words]) => {
    await writeFile(join(folder, 'plug-in.mjs'), plugIn(select));
    expect(await refused(command)).toMatchObject({
      code: 'STRATEGY_MISBEHAVED',
      detail: expect.stringContaining(words),
    });
  });

  it('refuses early what would not fit into memory, with estimate and remedy', async () => {
    await writeFile(join(folder, 'plug-in.mjs'), plugIn('async () => []'));
    const preload = 'process.constrainedMemory = () => 2 ** 20;';
    const little = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}` };
    expect(await refused(command, little)).toMatchObject({
      code: 'MEMORY_TOO_SMALL',
      field: expect.stringContaining('x.npy'),
      detail: expect.stringMatching(/about \d+ MiB .* 0 MiB are free/),
      remedy: expect.stringContaining('a part of the pool'),
    });
  });
});
