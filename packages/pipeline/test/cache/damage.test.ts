import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddingCache, type EmbeddingCache } from '@alaas/pipeline';
import { seededRandom } from '@alaas/core';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const DIMENSION = 6;
const encoderDigest = digestOf('encoder');
const folders: string[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-damage-'));
  folders.push(folder);
});
afterAll(async () => {
  for (const one of folders) await rm(one, { recursive: true, force: true });
});

const open = (): Promise<EmbeddingCache> =>
  openEmbeddingCache(folder, { encoderDigest, dimension: DIMENSION });

function digestOf(what: string | number): string {
  return createHash('sha256').update(`${what}`).digest('hex');
}

/** What is stored for item `i`, by every program of this file. */
function rowOf(i: number): Float32Array {
  return Float32Array.from({ length: DIMENSION }, (_, k) => Math.sin(i * DIMENSION + k));
}

/** Writes items in blocks; a location goes with each. */
async function fill(cache: EmbeddingCache, count: number, block = 10): Promise<void> {
  for (let i = 0; i < count; i++) {
    cache.write(digestOf(i), rowOf(i), 0.5);
    const validators = { kind: 'file', size: i, mtimeMs: i, ctimeMs: i } as const;
    cache.locate(`file:/${i}`, { contentDigest: digestOf(i), validators });
    if (i % block === block - 1) await cache.flush();
  }
}

/** How many of these items are there; each must be right to the last bit. */
function countRight(cache: EmbeddingCache, count: number): number {
  const target = new Float32Array(DIMENSION);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const located = cache.located(`file:/${i}`);
    if (located) {
      expect(located.contentDigest).toBe(digestOf(i));
      expect(located.validators).toEqual({ kind: 'file', size: i, mtimeMs: i, ctimeMs: i });
    }
    if (cache.read(digestOf(i), target) === undefined) continue;
    expect(target).toEqual(rowOf(i));
    found++;
  }
  return found;
}

async function files(): Promise<string[]> {
  const own = join(folder, encoderDigest);
  return (await readdir(own)).sort().map((name) => join(own, name));
}

describe('files of the cache', () => {
  it('are Arrow streams that other programs read', async () => {
    const cache = await open();
    await fill(cache, 25);
    await cache.close();
    const [embeddings, locations] = await files();
    const table = tableFromIPC(await readFile(embeddings!));
    expect(table.numRows).toBe(25);
    expect(table.batches).toHaveLength(3);
    expect(table.schema.metadata.get('alaas.encoder')).toBe(encoderDigest);
    expect(table.schema.fields.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([
      'content: FixedSizeBinary[32]',
      'seconds: Float32',
      'checksum: Uint32',
      `embedding: FixedSizeList[${DIMENSION}]<Float32>`,
    ]);
    const row = table.get(17)!.toJSON();
    expect(Buffer.from(row['content'] as Uint8Array).toString('hex')).toBe(digestOf(17));
    expect(row['seconds']).toBe(0.5);
    const vector = row['embedding'] as { toArray(): Float32Array };
    expect(vector.toArray()).toEqual(rowOf(17));
    const places = tableFromIPC(await readFile(locations!));
    expect(places.numRows).toBe(25);
    expect(JSON.parse(places.get(24)!.toJSON()['validators'] as string)).toEqual({
      kind: 'file',
      size: 24,
      mtimeMs: 24,
      ctimeMs: 24,
    });
  });

  it('may be cut off anywhere: what is whole is kept, the rest is written again', async () => {
    const cache = await open();
    await fill(cache, 30);
    await cache.close();
    const [embeddings, locations] = await files();
    const random = seededRandom(3);
    let size = (await stat(embeddings!)).size;
    let least = 30;
    while (size > 0) {
      size = Math.max(0, size - 1 - random.integer(400));
      await truncate(embeddings!, size);
      await truncate(locations!, Math.min(size, (await stat(locations!)).size));
      const torn = await open();
      const found = countRight(torn, 30);
      expect(found).toBeLessThanOrEqual(least);
      least = found;
      await torn.close();
    }
    const empty = await open();
    expect(countRight(empty, 30)).toBe(0);
    await fill(empty, 30);
    await empty.close();
    const again = await open();
    expect(countRight(again, 30)).toBe(30);
    await again.close();
  });

  it('may have a wrong byte anywhere: no wrong number is ever read', async () => {
    const cache = await open();
    await fill(cache, 20, 7);
    await cache.close();
    const whole = new Map(
      await Promise.all((await files()).map(async (one) => [one, await readFile(one)] as const)),
    );
    const place = fc.record({
      file: fc.constantFrom(...whole.keys()),
      at: fc.nat(),
      flip: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ file, at, flip }) => {
        const bytes = Buffer.from(whole.get(file)!);
        bytes[at % bytes.length]! ^= flip;
        await writeFile(file, bytes);
        const damaged = await open();
        countRight(damaged, 20);
        // What was lost is stored again, and then there.
        for (let i = 0; i < 20; i++) damaged.write(digestOf(i), rowOf(i), 0.5);
        expect(countRight(damaged, 20)).toBe(20);
        await damaged.close();
        for (const one of await files()) if (!whole.has(one)) await rm(one);
        await writeFile(file, whole.get(file)!);
      }),
      { numRuns: 150, seed: 8 },
    );
  });
});

/** Writes items in blocks and prints how many are flushed; or what went wrong, and what is readable. */
const PROGRAM = `
  import { createHash } from 'node:crypto';
  import { openEmbeddingCache } from '${new URL('../../dist/cache/open-embedding-cache.js', import.meta.url).href}';
  const [folder, encoderDigest, from, to, block] = process.argv.slice(1);
  const DIMENSION = ${DIMENSION};
  const digestOf = (i) => createHash('sha256').update('' + i).digest('hex');
  const rowOf = (i) => Float32Array.from({ length: DIMENSION }, (_, k) => Math.sin(i * DIMENSION + k));
  const cache = await openEmbeddingCache(folder, { encoderDigest, dimension: DIMENSION });
  let stored = 0;
  try {
    for (let i = Number(from); i < Number(to); i++) {
      cache.write(digestOf(i), rowOf(i), 0.5);
      const validators = { kind: 'file', size: i, mtimeMs: i, ctimeMs: i };
      cache.locate('file:/' + i, { contentDigest: digestOf(i), validators });
      if (i % Number(block) !== 0) continue;
      await cache.flush();
      stored = i + 1;
      process.stdout.write(stored + '\\n');
    }
  } catch (error) {
    process.stdout.write(error.code + ' ' + error.cause?.code + '\\n');
    const target = new Float32Array(DIMENSION);
    const isRight = (i) => cache.read(digestOf(i), target) === 0.5 && target[0] === rowOf(i)[0];
    const right = Array.from({ length: stored }, (_, i) => isRight(i));
    process.stdout.write('readable ' + right.filter(Boolean).length + ' of ' + stored + '\\n');
  }`;

describe('a process that is killed in the middle of writing', () => {
  it('loses nothing that was flushed, again and again', async () => {
    const random = seededRandom(11);
    let flushed = 0;
    for (let life = 0; life < 8; life++) {
      const child = spawn(
        process.execPath,
        [
          '--input-type=module',
          '--eval',
          PROGRAM,
          folder,
          encoderDigest,
          `${flushed}`,
          '1000000',
          '3',
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const exit = once(child, 'exit');
      let lines = 0;
      const enough = 5 + random.integer(60);
      let text = '';
      for await (const chunk of child.stdout) {
        text += String(chunk);
        lines = text.split('\n').length - 1;
        if (lines >= enough) child.kill('SIGKILL');
      }
      await exit;
      flushed = Number(text.trimEnd().split('\n').at(-1));
      const cache = await open();
      expect(countRight(cache, flushed)).toBe(flushed);
      await cache.close();
    }
    expect(flushed).toBeGreaterThan(100);
  });
});

describe('a disk that is full', () => {
  it('gives a typed error, and what was stored before stays readable', async () => {
    // The largest file that the child may write is 16 blocks of 1,024 bytes.
    const child = spawn(
      'bash',
      [
        '-c',
        'ulimit -f 16; exec "$0" "$@"',
        process.execPath,
        '--input-type=module',
        '--eval',
        PROGRAM,
      ].concat([folder, encoderDigest, '0', '100000', '40']),
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exit = once(child, 'exit') as Promise<[number]>;
    let text = '';
    for await (const chunk of child.stdout) text += String(chunk);
    expect((await exit)[0]).toBe(0);
    const lines = text.trimEnd().split('\n');
    const stored = Number(lines.at(-3));
    expect(lines.at(-2)).toBe('CACHE_WRITE_FAILED EFBIG');
    expect(lines.at(-1)).toBe(`readable ${stored} of ${stored}`);
    expect(stored).toBeGreaterThan(40);
    const cache = await open();
    expect(countRight(cache, stored)).toBe(stored);
    await cache.close();
  });

  it('or a folder that cannot be made gives the same error', async () => {
    await writeFile(join(folder, 'file'), '');
    const failing = openEmbeddingCache(join(folder, 'file'), { encoderDigest, dimension: 3 });
    await expect(failing).rejects.toMatchObject({ code: 'CACHE_WRITE_FAILED' });
  });
});
