import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadProjectConfig, selectFromFiles } from '@alaas/server';
import { encodeNpy, generalScene, inputsOf } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const EXAMPLE = fileURLToPath(
  new URL('../../../../../examples/own-strategy/spread-doubt.mjs', import.meta.url),
);
const scene = generalScene({ items: 30, dimension: 8 });
const { probabilities } = inputsOf(scene, ['probabilities']);

let folder: string;
let modules = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-strategy-'));
  await write('x.npy', encodeNpy({ descr: '<f4', shape: [30, 8], bytes: scene.pool.data }));
  await write('p.npy', encodeNpy({ descr: '<f8', shape: [30, 4], bytes: probabilities!.data }));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** A module that exports a strategy with the given parts, JavaScript each. */
function moduleWith(parts: Readonly<Record<string, string>>): string {
  const all = {
    id: "'mine'",
    title: "'Mine'",
    summary: "'A strategy of my own.'",
    source: "'none'",
    cost: "'O(b)'",
    needs: '[]',
    uses: '[]',
    options: '{}',
    select: 'async (_, { count }) => Array.from({ length: count }, (__, row) => row)',
    ...parts,
  };
  const entries = Object.entries(all).filter(([, code]) => code !== '');
  return `export const strategy = { ${entries.map(([key, code]) => `${key}: ${code}`).join(', ')} };`;
}

/** Each module has a path of its own, as modules are loaded once. */
const moduleOf = (code: string) => write(`module-${modules++}.mjs`, code);

function select(strategy: string, options: Readonly<Record<string, string>> = {}) {
  const files = { embeddings: join(folder, 'x.npy'), probabilities: join(folder, 'p.npy') };
  return selectFromFiles({ files, strategy, options, budget: 4, seed: 0 });
}

describe('a strategy of one’s own', () => {
  it('chooses by the path of its module, in the worker, with its options', async () => {
    const { strategy, selected } = await select(EXAMPLE);
    expect(strategy).toBe('spread-doubt');
    expect(new Set(selected).size).toBe(4);
    const narrow = await select(EXAMPLE, { candidates: '1' });
    const { selected: leastMargins } = await select('margin');
    expect([...narrow.selected].sort()).toEqual([...leastMargins].sort());
    expect(narrow.selected[0]).toBe(selected[0]);
    await expect(select(EXAMPLE, { candidates: '0' })).rejects.toMatchObject({
      code: 'STRATEGY_OPTION_INVALID',
    });
  });

  it('may be the default export', async () => {
    const code = moduleWith({}).replace('export const strategy =', 'export default');
    expect(await select(await moduleOf(code))).toMatchObject({ selected: [0, 1, 2, 3] });
  });

  it.each([
    ['throws', "async () => { throw new Error('my fault'); }", 'my fault'],
    ['throws at once', "() => { throw new Error('my fault'); }", 'my fault'],
    ['gives rows twice', 'async () => [0, 1, 1, 2]', '3 are distinct'],
    ['gives too few', 'async () => [0, 1]', 'chose 2'],
    ['gives too many', 'async () => [0, 1, 2, 3, 4]', 'chose 5'],
    [
      'gives rows outside of the pool',
      'async () => [0, 1, 2, 30]',
      '3 are distinct and in the pool',
    ],
    ['gives something else', 'async () => [0, 1, 2, 0.5]', '3 are distinct and in the pool'],
    ['gives no list', 'async () => undefined', 'no list'],
  ])('that %s is told as misbehaving', async (...[, code, text]) => {
    await expect(select(await moduleOf(moduleWith({ select: code })))).rejects.toMatchObject({
      code: 'STRATEGY_MISBEHAVED',
      message: expect.stringContaining(text),
    });
  });

  it.each([
    ['does not parse', 'export const strategy = {', 'cannot be loaded'],
    ['throws', "throw new Error('not today');", 'not today'],
    ['imports what is not there', "import 'no-such-package';", 'no-such-package'],
  ])('from a module that %s is refused', async (...[, code, text]) => {
    await expect(select(await moduleOf(code))).rejects.toMatchObject({
      code: 'STRATEGY_MODULE_FAILED',
      message: expect.stringContaining(text),
    });
  });

  it('from a module that is not there is refused', async () => {
    await expect(select(join(folder, 'none.mjs'))).rejects.toMatchObject({
      code: 'STRATEGY_MODULE_FAILED',
      details: { field: 'strategy', value: join(folder, 'none.mjs') },
    });
  });

  it.each([
    ['is not exported', 'export const something = 1;', 'exports no strategy'],
    ['has no select', moduleWith({ select: '' }), 'select()'],
    ['has no summary', moduleWith({ summary: '' }), '"summary"'],
    ['does not list what it needs', moduleWith({ needs: '' }), '"needs"'],
    ['reads an input that there is none of', moduleWith({ uses: "['weather']" }), '"weather"'],
    ['has no options object', moduleWith({ options: '' }), '"options"'],
    ['has an option of no kind', moduleWith({ options: '{ a: { default: 1 } }' }), '"a"'],
    [
      'has a default out of bounds',
      moduleWith({ options: "{ a: { kind: 'integer', default: 9, min: 0, max: 5, help: '' } }" }),
      'from 0 to 5',
    ],
    ['takes the id of another', moduleWith({ id: "'margin'" }), 'comes with ALaaS'],
  ])('that %s is refused', async (...[, code, text]) => {
    await expect(select(await moduleOf(code))).rejects.toMatchObject({
      code: 'STRATEGY_MODULE_INVALID',
      message: expect.stringContaining(text),
    });
  });
});

describe('a configuration with a strategy of one’s own', () => {
  const configured = async (strategy: string) => {
    const keys = { project: 'own', task: 'vectors', data: 'x.npy', budget: 4 };
    const lines = Object.entries(keys).map(([key, value]) => `${key}: ${value}`);
    await write('alaas.yaml', [...lines, `strategy: ${strategy}`, ''].join('\n'));
    return (await loadProjectConfig(folder)).config.strategy;
  };

  it('names it by a path beside the file, with or without options', async () => {
    await write('mine.mjs', moduleWith({}));
    const module = join(folder, 'mine.mjs');
    const plain = { id: './mine.mjs', module, options: {} };
    expect(await configured('./mine.mjs')).toEqual(plain);
    expect(await configured('{ module: ./mine.mjs }')).toEqual(plain);
    expect(await configured(`{ module: ${EXAMPLE}, options: { candidates: 7 } }`)).toEqual({
      id: EXAMPLE,
      module: EXAMPLE,
      options: { candidates: 7 },
    });
  });

  it.each([
    ['./none.mjs', 'STRATEGY_MODULE_FAILED', 'strategy'],
    [`{ module: ${EXAMPLE}, options: { candidate: 7 } }`, 'STRATEGY_OPTION_UNKNOWN', 'candidate'],
    [`{ module: ${EXAMPLE}, id: margin }`, 'CONFIG_INVALID', 'strategy'],
  ])('is refused with its place: %s', async (strategy, code, field) => {
    await expect(configured(strategy)).rejects.toMatchObject({
      code,
      details: { field: expect.stringContaining(field), line: 5 },
    });
  });
});
