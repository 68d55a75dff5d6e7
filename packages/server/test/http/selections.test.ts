import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { AlaasClient, type SelectionEvent } from '@alaas/client';
import { kCenter, margin, matrix, referenceKernels, seededRandom, selectBatch } from '@alaas/core';
import { startServer } from '@alaas/server';
import { pino } from 'pino';
import { makeHome } from '../storage/places.js';
import { removeDatabase, serverForTest, type ServerForTest } from './server-for-test.js';

let running: ServerForTest;
let client: AlaasClient;
beforeAll(async () => {
  running = await serverForTest();
  client = running.client;
});
afterAll(() => running.end());

/** Seeded rows around three centres, in three classes. */
function blobs(rows: number, seed = 1): { vectors: number[][]; labels: string[] } {
  const random = seededRandom(seed);
  const labels = Array.from({ length: rows }, (_, i) => 'abc'[i % 3]!);
  const vectors = labels.map((label) =>
    Array.from({ length: 20 }, (_, k) =>
      Math.fround(random.normal() + (k === label.charCodeAt(0) % 3 ? 3 : 0)),
    ),
  );
  return { vectors, labels };
}

function vectorPool(vectors: number[][]) {
  return { kind: 'vectors' as const, vectors };
}

function base64(vectors: number[][]) {
  const float32 = Buffer.from(Float32Array.from(vectors.flat()).buffer).toString('base64');
  return { columns: vectors[0]!.length, float32 };
}

describe('a selection of vectors', () => {
  test('gives what the strategy gives, in pick order', async () => {
    const { vectors } = blobs(60);
    const created = await client.createSelection({
      pool: vectorPool(vectors),
      strategy: 'k-center',
      budget: 7,
      seed: 3,
    });
    expect(created).toMatchObject({ status: 'queued', strategy: 'k-center', result: null });
    const finished = await client.waitForSelection(created.id);
    const embeddings = matrix(60, 20, Float32Array.from(vectors.flat()));
    const expected = await selectBatch(
      kCenter,
      { embeddings },
      { count: 7, seed: 3, kernels: referenceKernels },
    );
    expect(finished.result.selected).toEqual(expected.map((row) => ({ id: `${row}`, row })));
    expect(finished.result).toMatchObject({ strategy: 'k-center', seed: 3, warnings: [] });
    expect(finished.result.seconds.total).toBeGreaterThan(0);
    expect(await client.getSelection(created.id)).toEqual(finished);
  });

  test('takes dense vectors, ids and probabilities', async () => {
    const { vectors } = blobs(30);
    const random = seededRandom(5);
    const probabilities = vectors.map(() => {
      const first = Math.fround(random.next());
      return [first, 1 - first];
    });
    const ids = vectors.map((_, i) => `item ${i}`);
    const { id } = await client.createSelection({
      pool: { kind: 'vectors', vectors: base64(vectors), ids },
      probabilities,
      strategy: 'margin',
      budget: 4,
    });
    const { result } = await client.waitForSelection(id);
    const doubles = matrix(30, 2, Float64Array.from(probabilities.flat()));
    const rows = await selectBatch(
      margin,
      { probabilities: doubles },
      { count: 4, kernels: referenceKernels },
    );
    expect(result.selected).toEqual(rows.map((row) => ({ id: `item ${row}`, row })));
  });

  test('trains a head on labelled vectors', async () => {
    const { vectors } = blobs(90);
    const labelled = blobs(30, 2);
    const { id } = await client.createSelection({
      pool: vectorPool(vectors),
      labelled: { kind: 'vectors', vectors: labelled.vectors, labels: labelled.labels },
      strategy: 'least-confidence',
      budget: 5,
    });
    const events: SelectionEvent[] = [];
    const { result } = await client.waitForSelection(id, {
      onEvent: (event) => events.push(event),
    });
    expect(new Set(result.selected.map(({ row }) => row)).size).toBe(5);
    expect(events.at(0)).toEqual({ kind: 'status', status: 'queued' });
    expect(events.at(-1)).toEqual({ kind: 'status', status: 'finished' });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'progress', stage: 'train' }));
  });

  test.each([
    ['an unknown strategy', { strategy: 'margn' }, 'STRATEGY_UNKNOWN'],
    ['no head where one is needed', { strategy: 'margin' }, 'STRATEGY_INPUT_MISSING'],
    ['an unknown option', { strategy: 'k-center', options: { x: 1 } }, 'STRATEGY_OPTION_UNKNOWN'],
    ['a budget above the pool', { strategy: 'random', budget: 11 }, 'BATCH_EXCEEDS_POOL'],
    ['rows of two lengths', { pool: vectorPool([[1, 2], [1]]) }, 'SELECTION_INPUT_INVALID'],
    ['probabilities of other rows', { probabilities: [[1]] }, 'SELECTION_INPUT_INVALID'],
    [
      'bytes that are no rows',
      { pool: { kind: 'vectors' as const, vectors: { columns: 3, float32: 'AAAAAA==' } } },
      'SELECTION_INPUT_INVALID',
    ],
  ])('%s ends as failed with a typed error', async (_name, change, code) => {
    const base = { pool: vectorPool(blobs(10).vectors), strategy: 'random', budget: 2 };
    const { id } = await client.createSelection({ ...base, ...change });
    await expect(client.waitForSelection(id)).rejects.toMatchObject({ code });
    expect(await client.getSelection(id)).toMatchObject({ status: 'failed', error: { code } });
  });
});

test('the same idempotency key makes one selection', async () => {
  const request = { pool: vectorPool([[1], [2]]), strategy: 'random', budget: 1 };
  const first = await client.createSelection(request, { idempotencyKey: 'key' });
  const second = await client.createSelection(request, { idempotencyKey: 'key' });
  const third = await client.createSelection(request);
  expect(second.id).toBe(first.id);
  expect(third.id).not.toBe(first.id);
});

test('the list goes from new to old in pages', async () => {
  const request = { pool: vectorPool([[1], [2]]), strategy: 'random', budget: 1 };
  const made: string[] = [];
  for (let i = 0; i < 5; i++) made.unshift((await client.createSelection(request)).id);
  for (const id of made) await client.waitForSelection(id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listSelections({ limit: 2, status: 'finished', cursor });
    expect(page.selections.length).toBeLessThanOrEqual(2);
    seen.push(...page.selections.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.slice(0, 5)).toEqual(made);
  expect(new Set(seen).size).toBe(seen.length);
  await expect(client.listSelections({ cursor: 'x' })).rejects.toMatchObject({
    code: 'HTTP_REQUEST_INVALID',
  });
});

test('events replay after Last-Event-ID; at the end there is nothing more', async () => {
  const { id } = await client.createSelection({
    pool: vectorPool(blobs(20).vectors),
    strategy: 'k-means',
    budget: 3,
  });
  await client.waitForSelection(id);
  const url = `${running.server.url}/api/v1/selections/${id}/events`;
  const all = await (await fetch(url)).text();
  const numbers = [...all.matchAll(/^id: (\d+)$/gm)].map(([, number]) => Number(number));
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  const rest = await (await fetch(url, { headers: { 'last-event-id': '1' } })).text();
  expect(rest).toBe(all.slice(all.indexOf('id: 2\n')));
  const last = String(numbers.at(-1));
  const nothing = await fetch(url, { headers: { 'last-event-id': last } });
  expect(nothing.status).toBe(204);
  const odd = await fetch(url, { headers: { 'last-event-id': '1e3' } });
  expect(odd.status).toBe(400);
});

/** A pool on which k-center is busy for a while. */
function largePool() {
  const random = seededRandom(9);
  const values = Float32Array.from({ length: 40_000 * 32 }, () => random.next());
  return {
    kind: 'vectors' as const,
    vectors: { columns: 32, float32: Buffer.from(values.buffer).toString('base64') },
  };
}

describe('while a large selection is at work', () => {
  test('the server answers, and cancelling ends it soon', async () => {
    const request = { pool: largePool(), strategy: 'k-center', budget: 20_000 };
    const { id } = await client.createSelection(request);
    for await (const event of client.selectionEvents(id)) {
      if (event.kind === 'progress' && event.stage === 'select') break;
    }
    const asked = performance.now();
    await client.health();
    expect(performance.now() - asked).toBeLessThan(1_000);
    const waiting = await client.createSelection({
      ...request,
      pool: vectorPool([[1]]),
      budget: 1,
    });
    const cancelledWaiting = await client.cancelSelection(waiting.id);
    expect(cancelledWaiting.status).toBe('cancelled');
    const cancelled = await client.cancelSelection(id);
    expect(cancelled).toMatchObject({ status: 'cancelled', result: null });
    await expect(client.waitForSelection(id)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await client.cancelSelection(id)).status).toBe('cancelled');
  });

  test('closing gives it back, and the next server begins it again', async () => {
    const { home, remove } = makeHome();
    onTestFinished(async () => {
      await removeDatabase(home);
      remove();
    });
    const options = { port: 0, home, logger: pino({ level: 'silent' }) };
    const first = await startServer(options);
    const before = new AlaasClient({ baseUrl: first.url, retries: 0 });
    const request = { pool: largePool(), strategy: 'k-center', budget: 20_000 };
    const { id } = await before.createSelection(request);
    const next = await before.createSelection({
      pool: vectorPool([[1], [2]]),
      strategy: 'random',
      budget: 1,
    });
    for await (const event of before.selectionEvents(id)) {
      if (event.kind === 'progress' && event.stage === 'select') break;
    }
    const followed = before.waitForSelection(id).catch((error: unknown) => error);
    await first.close(0);
    expect(await followed).toMatchObject({
      code: expect.stringMatching(/^HTTP_(UNREACHABLE|CLOSING)$/),
    });
    const second = await startServer(options);
    onTestFinished(() => second.close(0));
    const after = new AlaasClient({ baseUrl: second.url });
    expect((await after.cancelSelection(id)).status).toBe('cancelled');
    expect((await after.waitForSelection(next.id)).result.selected).toHaveLength(1);
  });
});
