import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  embedPool,
  openEmbeddingCache,
  openEncoder,
  type EmbeddedPool,
  type Encoder,
  type OnnxEncoder,
} from '@alaas/pipeline';
import { seededPngs, writeTinyImageEncoder } from '@alaas/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { memoryFetcher, memorySource, type MemoryItem } from './pools.js';

let folder: string;
let cacheFolder: string;
let encoder: OnnxEncoder;
let items: readonly MemoryItem[];
let caches = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-cached-'));
  encoder = await openEncoder(await writeTinyImageEncoder(folder), { sessions: 2 });
  const pngs = await seededPngs(30, { width: 12, height: 8, seed: 1 });
  items = pngs.map((bytes, i) => ({ id: `item-${i}`, bytes }));
});
afterAll(async () => {
  await encoder.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  cacheFolder = join(folder, `cache-${caches++}`);
});

interface Round {
  readonly pool: EmbeddedPool;
  readonly fetched: { readonly contents: number; readonly unchanged: number };
  /** Items by stage. */
  readonly worked: Readonly<Record<string, number>>;
}

/** One run on the cache, opened and closed as a process of its own would. */
async function round(
  pool: readonly MemoryItem[],
  options: { encoder?: Encoder; signal?: AbortSignal } = {},
): Promise<Round> {
  const fetcher = memoryFetcher(pool);
  const { digest, dimension } = encoder;
  const cache = await openEmbeddingCache(cacheFolder, { encoderDigest: digest, dimension });
  try {
    const result = await embedPool(memorySource(pool), { encoder, fetcher, cache, ...options });
    const worked = Object.fromEntries(result.stages.map(({ name, items: n }) => [name, n]));
    return { pool: result, fetched: fetcher.counts, worked };
  } finally {
    await cache.close();
  }
}

async function cacheFiles(name: string): Promise<string[]> {
  const own = join(cacheFolder, encoder.digest);
  return (await readdir(own)).filter((one) => one.startsWith(name)).map((one) => join(own, one));
}

describe('a second round', () => {
  it('on unchanged items fetches, decodes and encodes nothing, and gives the same', async () => {
    const cold = await round(items);
    expect(cold.pool.cache).toEqual({ hits: 0, misses: 30 });
    expect(cold.worked).toEqual({ list: 30, fetch: 30, decode: 30, encode: 30 });
    const warm = await round(items);
    expect(warm.pool.cache).toMatchObject({ hits: 30, misses: 0 });
    expect(warm.pool.cache.secondsSaved).toBeGreaterThan(0);
    expect(warm.worked).toEqual({ list: 30, fetch: 0, decode: 0, encode: 0 });
    expect(warm.fetched).toMatchObject({ contents: 0, unchanged: 30 });
    expect(warm.pool.items).toEqual(cold.pool.items);
    expect(warm.pool.embeddings).toEqual(cold.pool.embeddings);
  });

  it('computes only what is new or has changed', async () => {
    await round(items.slice(0, 20));
    const changed = [...items.slice(0, 19), { id: 'item-19', bytes: items[25]!.bytes }, items[20]!];
    const { pool, worked, fetched } = await round(changed);
    expect(worked).toEqual({ list: 21, fetch: 2, decode: 2, encode: 2 });
    expect(fetched).toMatchObject({ contents: 2, unchanged: 19 });
    expect(pool.cache).toMatchObject({ hits: 19, misses: 2 });
    expect(pool.embeddings.data).toEqual((await round(changed)).pool.embeddings.data);
  });

  it('finds content that has moved by its bytes alone', async () => {
    await round(items);
    const moved = items.map((item) => ({ ...item, id: `moved/${item.id}` }));
    const { pool, worked } = await round(moved);
    expect(worked).toEqual({ list: 30, fetch: 30, decode: 0, encode: 0 });
    expect(pool.cache).toMatchObject({ hits: 30, misses: 0 });
  });

  it('counts items of the same content once', async () => {
    const twice = [...items.slice(0, 3), { ...items[0]!, id: 'again' }];
    expect((await round(twice)).pool.cache).toEqual({ hits: 0, misses: 3 });
    const { pool } = await round(twice);
    expect(pool.cache).toMatchObject({ hits: 3, misses: 0 });
    expect(pool.items).toHaveLength(4);
    expect(pool.embeddings.data.slice(12)).toEqual(pool.embeddings.data.slice(0, 4));
  });

  it('tries items again that could not be used', async () => {
    const [first, ...rest] = items;
    const broken = { ...first!, bytes: first!.bytes.subarray(0, 50) };
    expect((await round([broken, ...rest])).pool.quarantined).toHaveLength(1);
    expect((await round([broken, ...rest])).worked).toMatchObject({ fetch: 1, decode: 1 });
    expect((await round(items)).worked).toMatchObject({ fetch: 1, decode: 1, encode: 1 });
  });
});

describe('a damaged cache', () => {
  it('costs the work of what is damaged and changes no result', async () => {
    const cold = await round(items);
    const [file] = await cacheFiles('embeddings');
    const bytes = await readFile(file!);
    bytes[bytes.length - 100]! ^= 1;
    await writeFile(file!, bytes);
    const mended = await round(items);
    expect(mended.worked).toEqual({ list: 30, fetch: 1, decode: 1, encode: 1 });
    expect(mended.pool.cache).toMatchObject({ hits: 29, misses: 1 });
    expect(mended.pool.items).toEqual(cold.pool.items);
    mended.pool.embeddings.data.forEach((value, at) =>
      expect(value).toBeCloseTo(cold.pool.embeddings.data[at]!, 5),
    );
    const warm = await round(items);
    expect(warm.pool.cache).toMatchObject({ hits: 30, misses: 0 });
  });

  it('may lack the index of locations: then everything is fetched, nothing decoded', async () => {
    await round(items);
    for (const file of await cacheFiles('locations')) await rm(file);
    expect((await round(items)).worked).toEqual({ list: 30, fetch: 30, decode: 0, encode: 0 });
  });
});

describe('a run that does not come to its end', () => {
  it('leaves what it computed to the next one', async () => {
    const controller = new AbortController();
    let calls = 0;
    const stopping: Encoder = {
      ...encoder,
      encode(batch, signal) {
        if (++calls === 3) controller.abort();
        return encoder.encode(batch, signal);
      },
      batchSize: 5,
    };
    const run = round(items, { encoder: stopping, signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    const { pool } = await round(items);
    expect(pool.cache.hits).toBeGreaterThan(0);
    expect(pool.cache.hits + pool.cache.misses).toBe(30);
  });

  it('for want of disk space says so, and resumes when there is some', async () => {
    const program = `
      import { createHash } from 'node:crypto';
      import { embedPool, openEmbeddingCache, openEncoder } from '${new URL('../../dist/index.js', import.meta.url).href}';
      const [folder, cacheFolder] = process.argv.slice(1);
      const encoder = await openEncoder(folder + '/tiny.onnx', { sessions: 1 });
      const { digest, dimension } = encoder;
      const cache = await openEmbeddingCache(cacheFolder, { encoderDigest: digest, dimension });
      const contents = JSON.parse(await new Promise((resolve) => {
        let text = '';
        process.stdin.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
      }));
      const source = { kind: 'inline', async *items() {
        for (const [i, text] of contents.entries()) {
          yield { id: '' + i, location: { kind: 'inline', bytes: Buffer.from(text, 'base64') } };
        }
      } };
      const fetcher = { fetch: async ({ bytes }) => ({ kind: 'content', bytes }) };
      const outcome = await embedPool(source, { encoder, fetcher, cache }).catch((error) => error);
      process.stdout.write(outcome.code ?? 'done');
      await cache.close().catch(() => undefined);
      await encoder.close();`;
    const child = spawn(
      'bash',
      ['-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, '--input-type=module'].concat([
        '--eval',
        program,
        folder,
        cacheFolder,
      ]),
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const contents = items.map(({ bytes }) => Buffer.from(bytes).toString('base64'));
    child.stdin.end(JSON.stringify(contents));
    const exit = once(child, 'exit');
    let said = '';
    for await (const chunk of child.stdout) said += String(chunk);
    expect(await exit).toEqual([0, null]);
    expect(said).toBe('CACHE_WRITE_FAILED');
    const { pool } = await round(items);
    expect(pool.embeddings).toMatchObject({ rows: 30 });
  });
});
