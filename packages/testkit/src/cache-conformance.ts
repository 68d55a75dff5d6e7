import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddingCache, LocatedContent } from '@alaas/pipeline';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { seededMatrix } from './seeded-data.js';

/** A kind of cache under test. */
export interface CacheSubject {
  readonly name: string;
  open(
    folder: string,
    options: { readonly encoderDigest: string; readonly dimension: number },
  ): Promise<EmbeddingCache>;
}

const DIMENSION = 5;
const ENCODER = digestOf('encoder');

/**
 * The suite that every cache of embeddings passes: what was written is read back bit by bit, at once
 * and after opening again, apart by encoder, shared by several that have it open.
 */
export function cacheConformance(subject: CacheSubject): void {
  describe(`cache: ${subject.name}`, () => {
    const folders: string[] = [];
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'alaas-cache-'));
      folders.push(folder);
    });
    afterAll(async () => {
      for (const one of folders) await rm(one, { recursive: true, force: true });
    });
    const open = (options: { encoderDigest?: string; dimension?: number } = {}) =>
      subject.open(folder, { encoderDigest: ENCODER, dimension: DIMENSION, ...options });
    describe('embeddings', () => embeddingSuite(open));
    describe('locations', () => locationSuite(open));
    describe('several at once', () => sharingSuite(open));
  });
}

type Open = (options?: { encoderDigest?: string; dimension?: number }) => Promise<EmbeddingCache>;

function embeddingSuite(open: Open): void {
  it('are not there before they are written', async () => {
    const cache = await open();
    const target = new Float32Array(DIMENSION).fill(7);
    expect(cache.has(digestOf(0))).toBe(false);
    expect(cache.read(digestOf(0), target)).toBeUndefined();
    await cache.flush();
    await cache.close();
  });

  it('are read back bit by bit: at once, after flushing and after opening again', async () => {
    const rows = seededMatrix(300, DIMENSION, 2).data;
    rows.set([0, -0, 1e-45, 3.4e38, -1e-38]);
    const first = await open();
    for (let i = 0; i < 300; i++) {
      first.write(digestOf(i), rowOf(rows, i), i / 8);
      if (i % 70 === 0) await first.flush();
    }
    expectRows(first, rows);
    await first.flush();
    expectRows(first, rows);
    await first.close();
    const second = await open();
    expectRows(second, rows);
    expect(second.has(digestOf(300))).toBe(false);
    await second.close();
  });

  it('may be read in turn with being written', async () => {
    const cache = await open();
    const rows = seededMatrix(40, DIMENSION, 6).data;
    for (let i = 0; i < 40; i++) {
      cache.write(digestOf(i), rowOf(rows, i), i / 8);
      if (i % 8 === 7) await cache.flush();
      expectRows(cache, rows.subarray(0, (i + 1) * DIMENSION));
    }
    await cache.close();
  });

  it('may be long', async () => {
    const dimension = 2 ** 19;
    const cache = await open({ dimension });
    const row = (i: number) => new Float32Array(dimension).fill(i + 0.5);
    for (let i = 0; i < 5; i++) {
      cache.write(digestOf(i), row(i), i);
      if (i === 3) await cache.flush();
    }
    await cache.close();
    const again = await open({ dimension });
    const target = new Float32Array(dimension);
    for (let i = 0; i < 5; i++) {
      expect(again.read(digestOf(i), target)).toBe(i);
      expect(Buffer.compare(Buffer.from(target.buffer), Buffer.from(row(i).buffer))).toBe(0);
    }
    await again.close();
  });

  it('are copied when they are written', async () => {
    const cache = await open();
    const row = Float32Array.of(1, 2, 3, 4, 5);
    cache.write(digestOf('a'), row, 1);
    row.fill(0);
    const target = new Float32Array(DIMENSION);
    expect(cache.read(digestOf('a'), target)).toBe(1);
    expect([...target]).toEqual([1, 2, 3, 4, 5]);
    await cache.close();
  });

  it('may be written while a flush is under way', async () => {
    const rows = seededMatrix(200, DIMENSION, 3).data;
    const cache = await open();
    const flushes: Promise<void>[] = [];
    for (let i = 0; i < 200; i++) {
      cache.write(digestOf(i), rowOf(rows, i), i / 8);
      if (i % 9 === 0) flushes.push(cache.flush());
      if (i % 50 === 0) await flushes[0];
    }
    await Promise.all(flushes);
    expectRows(cache, rows);
    await cache.close();
    const again = await open();
    expectRows(again, rows);
    await again.close();
  });

  it('belong to one encoder', async () => {
    const one = await open();
    one.write(digestOf('a'), new Float32Array(DIMENSION), 1);
    await one.close();
    for (const options of [{ encoderDigest: digestOf('other') }, { dimension: 3 }]) {
      const other = await open(options);
      expect(other.has(digestOf('a'))).toBe(false);
      await other.close();
    }
  });
}

function locationSuite(open: Open): void {
  const file: LocatedContent = {
    contentDigest: digestOf('x'),
    validators: {
      kind: 'file',
      size: 12,
      mtimeMs: 1_700_000_000_000.123,
      ctimeMs: 1_700_000_000_001.5,
    },
  };
  const http: LocatedContent = {
    contentDigest: digestOf('y'),
    validators: { kind: 'http', etag: 'W/"é"', lastModified: 'Wed, 21 Oct 2015 07:28:00 GMT' },
  };

  it('are remembered with their validators, also after opening again', async () => {
    const cache = await open();
    expect(cache.located('file:/a')).toBeUndefined();
    cache.locate('file:/a', file);
    cache.locate('https://host/ü?q=1', http);
    expect(cache.located('file:/a')).toEqual(file);
    await cache.close();
    const again = await open();
    expect(again.located('file:/a')).toEqual(file);
    expect(again.located('https://host/ü?q=1')).toEqual(http);
    expect(again.located('file:/b')).toBeUndefined();
    await again.close();
  });

  it('are what was seen last', async () => {
    for (const size of [1, 2, 3]) {
      const cache = await open();
      const validators = { kind: 'file', size, mtimeMs: size, ctimeMs: size } as const;
      for (const name of ['p', 'q']) {
        cache.locate(name, { contentDigest: digestOf(size), validators });
        await cache.flush();
      }
      expect(cache.located('p')?.contentDigest).toBe(digestOf(size));
      await cache.close();
    }
    const last = await open();
    expect(last.located('q')?.validators).toEqual({
      kind: 'file',
      size: 3,
      mtimeMs: 3,
      ctimeMs: 3,
    });
    await last.close();
  });
}

function sharingSuite(open: Open): void {
  it('keep what each of them wrote', async () => {
    const caches = await Promise.all([open(), open(), open()]);
    const rows = seededMatrix(90, DIMENSION, 4).data;
    for (let i = 0; i < 90; i++) {
      caches[i % 3]!.write(digestOf(i), rowOf(rows, i), i / 8);
      if (i % 20 === 0) await caches[i % 3]!.flush();
    }
    // One that opens in the middle sees what is on disk.
    const early = await open();
    expect(early.has(digestOf(0))).toBe(true);
    await early.close();
    await Promise.all(caches.map((cache) => cache.close()));
    const all = await open();
    expectRows(all, rows);
    await all.close();
  });
}

function expectRows(cache: EmbeddingCache, rows: Float32Array): void {
  const target = new Float32Array(DIMENSION);
  for (let i = 0; i < rows.length / DIMENSION; i++) {
    expect(cache.has(digestOf(i))).toBe(true);
    expect(cache.read(digestOf(i), target)).toBe(i / 8);
    expect(target).toEqual(rowOf(rows, i));
  }
}

function rowOf(rows: Float32Array, index: number): Float32Array {
  return rows.slice(index * DIMENSION, (index + 1) * DIMENSION);
}

function digestOf(what: string | number): string {
  return createHash('sha256').update(`${what}`).digest('hex');
}
