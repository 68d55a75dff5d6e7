import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { row } from '@alaas/core';
import {
  embedPool,
  openEncoder,
  type EmbeddedPool,
  type Encoder,
  type OnnxEncoder,
  type PoolProgress,
  type Source,
} from '@alaas/pipeline';
import { seededPngs, writeTinyImageEncoder, writeTinyTextFolder } from '@alaas/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { memoryFetcher, memorySource, type MemoryItem } from './pools.js';

let folder: string;
let images: OnnxEncoder;
let texts: OnnxEncoder;
let pngs: readonly Uint8Array[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-stages-'));
  images = await openEncoder(await writeTinyImageEncoder(folder), { sessions: 2 });
  await writeTinyTextFolder(join(folder, 'text'));
  texts = await openEncoder('text', { baseFolder: folder, sessions: 2 });
  pngs = await seededPngs(40, { width: 12, height: 8, seed: 1 });
});
afterAll(async () => {
  await images.close();
  await texts.close();
  await rm(folder, { recursive: true, force: true });
});

function pool(items: readonly MemoryItem[], options: object = {}): Promise<EmbeddedPool> {
  return embedPool(memorySource(items), {
    encoder: images,
    fetcher: memoryFetcher(items),
    ...options,
  });
}

function imageItems(count: number): MemoryItem[] {
  return Array.from({ length: count }, (_, i) => ({ id: `item-${i}`, bytes: pngs[i]! }));
}

/** The embedding of one image by itself. */
async function alone(bytes: Uint8Array): Promise<Float32Array> {
  return (await images.encode([await images.decode(bytes)])).data;
}

describe('a pool', () => {
  it('becomes one row per item, in the order of the source, whatever comes first', async () => {
    const items = imageItems(40).map((item, i) => ({ ...item, delayMs: (i * 7) % 11 }));
    const { items: embedded, embeddings, quarantined } = await pool(items);
    expect(embedded.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(embeddings).toMatchObject({ rows: 40, cols: 4 });
    expect(embeddings.data).toHaveLength(160);
    expect(quarantined).toEqual([]);
    for (const [i, { bytes }] of items.entries()) {
      const expected = await alone(bytes);
      row(embeddings, i).forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 5));
    }
  });

  it('keeps the labels that the source knows', async () => {
    const items = [{ ...imageItems(1)[0]!, label: 'cat' }, ...imageItems(2).slice(1)];
    const { items: embedded } = await pool(items);
    expect(embedded[0]).toMatchObject({ id: 'item-0', label: 'cat' });
    expect(embedded[1]).not.toHaveProperty('label');
    expect(embedded[0]!.contentDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same whatever the concurrency and the size of a batch', async () => {
    const items = imageItems(40);
    const expected = await pool(items);
    const most = fc.integer({ min: 1, max: 9 });
    const settings = fc.record({
      concurrency: fc.record({ fetch: most, decode: most, encode: most }),
      batchSize: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(settings, async (options) => {
        const { items: same, embeddings } = await pool(items, options);
        expect(same).toEqual(expected.items);
        embeddings.data.forEach((value, at) =>
          expect(value).toBeCloseTo(expected.embeddings.data[at]!, 5),
        );
      }),
      { numRuns: 12, seed: 5 },
    );
  });

  it('of texts is taken by like length without a change of order', async () => {
    const words = ['my', 'card', 'account', 'money', 'where', 'is'];
    const sentences = Array.from({ length: 90 }, (_, i) =>
      Array.from({ length: 1 + ((i * 5) % 6) }, (_, k) => words[(i + k * k) % 6]).join(' '),
    );
    const source: Source = {
      kind: 'inline',
      async *items() {
        for (const [i, text] of sentences.entries()) {
          yield { id: `${i}`, location: { kind: 'inline', bytes: Buffer.from(text) } };
        }
      },
    };
    const options = { encoder: texts, fetcher: memoryFetcher([]), batchSize: 4 };
    const { items, embeddings } = await embedPool(source, options);
    expect(items.map(({ id }) => Number(id))).toEqual(sentences.map((_, i) => i));
    for (const i of [0, 1, 44, 89]) {
      const expected = await texts.encode([await texts.decode(Buffer.from(sentences[i]!))]);
      row(embeddings, i).forEach((value, k) => expect(value).toBeCloseTo(expected.data[k]!, 5));
    }
  });

  it('may be empty', async () => {
    const { items, embeddings } = await pool([]);
    expect(items).toEqual([]);
    expect(embeddings).toMatchObject({ rows: 0, cols: 4 });
  });
});

describe('items of the same content', () => {
  it('are decoded and encoded once and have equal rows', async () => {
    const [a, b] = imageItems(2) as [MemoryItem, MemoryItem];
    const items = [a, b, { ...a, id: 'again', delayMs: 5 }, { ...a, id: 'and again' }];
    const { items: embedded, embeddings, stages, cache } = await pool(items);
    expect(embedded.map(({ id }) => id)).toEqual(['item-0', 'item-1', 'again', 'and again']);
    expect(row(embeddings, 2)).toEqual(row(embeddings, 0));
    expect(row(embeddings, 3)).toEqual(row(embeddings, 0));
    expect(row(embeddings, 1)).not.toEqual(row(embeddings, 0));
    const counts = Object.fromEntries(stages.map(({ name, items: count }) => [name, count]));
    expect(counts).toEqual({ list: 4, fetch: 4, decode: 2, encode: 2 });
    expect(cache).toEqual({ hits: 0, misses: 2 });
  });

  it('share the quarantine, too', async () => {
    const broken = pngs[0]!.subarray(0, 60);
    const items = [{ id: 'x', bytes: broken }, { id: 'y', bytes: broken }, ...imageItems(4)];
    const { items: embedded, quarantined } = await pool(items);
    expect(embedded).toHaveLength(4);
    expect(quarantined.map(({ item, code }) => [item, code])).toEqual([
      ['x', 'ITEM_CORRUPT'],
      ['y', 'ITEM_CORRUPT'],
    ]);
  });
});

describe('items that cannot be used', () => {
  const bad = (): MemoryItem[] => [
    { id: 'cut off', bytes: pngs[0]!.subarray(0, 60) },
    { id: 'a text', bytes: Buffer.from('not an image') },
    { id: 'empty', bytes: new Uint8Array(0) },
    { id: 'gone', bytes: pngs[0]!, refused: 'ITEM_CORRUPT' },
  ];

  it('are set aside with their reason, and the others keep their order', async () => {
    const [first, ...rest] = imageItems(6);
    const { items, embeddings, quarantined } = await pool([first!, ...bad(), ...rest]);
    expect(items.map(({ id }) => id)).toEqual(imageItems(6).map(({ id }) => id));
    expect(row(embeddings, 1)).toEqual(row((await pool(imageItems(6))).embeddings, 1));
    expect(quarantined.map(({ item, code }) => [item, code])).toEqual([
      ['cut off', 'ITEM_CORRUPT'],
      ['a text', 'ITEM_UNSUPPORTED'],
      ['empty', 'ITEM_EMPTY'],
      ['gone', 'ITEM_CORRUPT'],
    ]);
    expect(quarantined.every(({ reason }) => reason.length > 10 || reason === 'No gone.')).toBe(
      true,
    );
  });

  it('stop the run when they are more than the share allowed', async () => {
    const items = [...bad(), ...imageItems(3)];
    const error: unknown = await pool(items).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'QUARANTINE_EXCEEDED',
      details: { total: 7, quarantined: 4, value: 0.5 },
    });
    expect((error as Error).message).toContain('4 of 7');
    await expect(pool(items, { maxQuarantinedShare: 0.6 })).resolves.toMatchObject({
      embeddings: { rows: 3 },
    });
    await expect(pool(imageItems(3), { maxQuarantinedShare: 0 })).resolves.toBeDefined();
    await expect(
      pool([...bad().slice(0, 1), ...imageItems(3)], { maxQuarantinedShare: 0 }),
    ).rejects.toMatchObject({ code: 'QUARANTINE_EXCEEDED' });
  });

  it('may be all of them when that is allowed', async () => {
    const { items, embeddings } = await pool(bad(), { maxQuarantinedShare: 1 });
    expect(items).toEqual([]);
    expect(embeddings).toMatchObject({ rows: 0, cols: 4 });
  });
});

describe('a pool that would not fit into memory', () => {
  it('is refused as soon as it is listed, with the estimate and what is free', async () => {
    const limit = vi.spyOn(process, 'constrainedMemory').mockReturnValue(2 ** 20);
    try {
      const error: unknown = await pool(imageItems(5)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'MEMORY_TOO_SMALL',
        details: { field: 'data', available: 0 },
      });
      const { value, remedy } = (error as { details: { value: number; remedy: string } }).details;
      expect(value).toBeGreaterThan(5 * images.dimension * 4);
      expect(remedy).toContain('a part of the pool');
    } finally {
      limit.mockRestore();
    }
    await expect(pool(imageItems(5))).resolves.toMatchObject({ embeddings: { rows: 5 } });
  });
});

describe('a run that fails', () => {
  it('passes on what the source, the fetcher and the encoder throw', async () => {
    const failing: Source = {
      kind: 'failing',
      async *items() {
        yield { id: 'a', location: { kind: 'inline', bytes: pngs[0]! } };
        throw Object.assign(new RangeError('listing broke'), { code: 'SOURCE_INVALID' });
      },
    };
    const fetcher = memoryFetcher([]);
    await expect(embedPool(failing, { encoder: images, fetcher })).rejects.toThrow('listing broke');
    await expect(pool([{ ...imageItems(1)[0]!, refused: 'NETWORK_DOWN' }])).rejects.toMatchObject({
      code: 'NETWORK_DOWN',
    });
    const closed = await openEncoder(join(folder, 'tiny.onnx'), { sessions: 1 });
    await closed.close();
    await expect(pool(imageItems(5), { encoder: closed })).rejects.toMatchObject({
      code: 'ENCODER_CLOSED',
    });
  });

  it('ends soon after it is cancelled, and the encoder can be used again', async () => {
    const controller = new AbortController();
    const items = imageItems(40).map((item, i) => (i < 4 ? item : { ...item, delayMs: 60_000 }));
    const fetcher = memoryFetcher(items);
    const run = embedPool(memorySource(items), {
      encoder: images,
      fetcher: {
        ...fetcher,
        // The last item that is fetched at once while the first ones are already under way.
        fetch(location, options) {
          if (fetcher.counts.mostAtOnce > 20) controller.abort();
          return fetcher.fetch(location, options);
        },
      },
      signal: controller.signal,
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(pool(imageItems(5))).resolves.toMatchObject({ embeddings: { rows: 5 } });
    await expect(pool(imageItems(5), { signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('a run under way', () => {
  it('tells how far it and its stages are', async () => {
    const seen: PoolProgress[] = [];
    const items = imageItems(40).map((item, i) => ({ ...item, delayMs: i * 4 }));
    await pool(items, {
      concurrency: { fetch: 4 },
      onProgress: (one: PoolProgress) => seen.push(one),
    });
    expect(seen.length).toBeGreaterThan(3);
    const dones = seen.map(({ done }) => done);
    expect(dones).toEqual([...dones].sort((a, b) => a - b));
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ done: 40, total: 40, quarantined: 0 });
    expect(last.stages.map(({ name, items: count }) => [name, count])).toEqual([
      ['list', 40],
      ['fetch', 40],
      ['decode', 40],
      ['encode', 40],
    ]);
    expect(last.stages.every(({ busy }) => busy >= 0 && busy <= 1)).toBe(true);
    expect(seen.some(({ stages }) => stages[1]!.queued > 0)).toBe(true);
  });

  it('fetches no more items at once than it may', async () => {
    const items = imageItems(40).map((item) => ({ ...item, delayMs: 2 }));
    const fetcher = memoryFetcher(items);
    await pool(items, { fetcher, concurrency: { fetch: 3 } });
    expect(fetcher.counts).toEqual({ contents: 40, unchanged: 0, mostAtOnce: 3 });
  });

  it('decodes many small items at once, but large ones only by the core', async () => {
    const most = async (bytesEach: number): Promise<number> => {
      let atOnce = 0;
      let mostAtOnce = 0;
      const items = Array.from({ length: 60 }, (_, i) => {
        const bytes = new Uint8Array(bytesEach);
        bytes.set(pngs[i % pngs.length]!);
        bytes[bytesEach - 1] = i;
        return { id: `item-${i}`, bytes };
      });
      const encoder: Encoder = {
        ...described(images),
        async decode(bytes) {
          mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          const decoded = await images.decode(bytes);
          atOnce--;
          return decoded;
        },
        encode: (batch, signal) => images.encode(batch, signal),
      };
      await pool(items, { encoder });
      return mostAtOnce;
    };
    const cores = availableParallelism();
    expect(await most(2 ** 20)).toBe(cores + 1);
    const small = await most(2 ** 10);
    expect(small).toBeGreaterThan(cores + 1);
    expect(small).toBeLessThanOrEqual(6 * cores);
  });
});

function described(encoder: OnnxEncoder): Omit<Encoder, 'decode' | 'encode'> {
  const { id, modality, dimension, digest, batchSize, concurrency } = encoder;
  const close = (): Promise<void> => Promise.resolve();
  return { id, modality, dimension, digest, batchSize, concurrency, close };
}
