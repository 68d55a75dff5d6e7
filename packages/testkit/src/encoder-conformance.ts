import { row, type Matrix } from '@alaas/core';
import type { Encoder } from '@alaas/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** An encoder under test, with items for it. */
export interface EncoderSubject {
  readonly name: string;
  open(): Promise<Encoder>;
  /** At least four different items that can be decoded. */
  items(): Promise<readonly Uint8Array[]>;
  /** Items that cannot be decoded, and the code that says why. */
  broken(): Promise<readonly { readonly bytes: Uint8Array; readonly code: string }[]>;
  /** Largest difference of one number when an item is encoded alone or among others. */
  readonly tolerance: number;
}

/** Items of a batch that no encoder finishes before it can be cancelled. */
const LARGE_BATCH = 3000;

/**
 * The suite that every encoder passes: shape, determinism, independence of batch and order,
 * cancellation, closing, coded decode errors.
 */
export function encoderConformance(subject: EncoderSubject): void {
  describe(`encoder: ${subject.name}`, () => {
    let encoder: Encoder;
    let bytes: readonly Uint8Array[];
    let decoded: unknown[];
    beforeAll(async () => {
      encoder = await subject.open();
      bytes = await subject.items();
      decoded = await Promise.all(bytes.map((one) => encoder.decode(one)));
    });
    afterAll(async () => {
      await encoder.close();
    });
    const context = () => ({ encoder, bytes, decoded, subject });
    describe('embeddings', () => embeddingSuite(context));
    describe('decoding', () => decodingSuite(context));
    describe('cancellation', () => cancellationSuite(context));
    describe('closing', () => closingSuite(context));
  });
}

type Context = () => {
  readonly encoder: Encoder;
  readonly bytes: readonly Uint8Array[];
  readonly decoded: unknown[];
  readonly subject: EncoderSubject;
};

function embeddingSuite(context: Context): void {
  it('are one finite row per item, different for different items', async () => {
    const { encoder, decoded } = context();
    const matrix = await encoder.encode(decoded);
    expect(matrix).toMatchObject({ rows: decoded.length, cols: encoder.dimension });
    expect(matrix.data).toHaveLength(decoded.length * encoder.dimension);
    expect(matrix.data.every(Number.isFinite)).toBe(true);
    expect(new Set(rowsOf(matrix).map((one) => one.join())).size).toBe(decoded.length);
  });

  it('are the same again, and from another encoder of the same files', async () => {
    const { encoder, bytes, decoded, subject } = context();
    const first = await encoder.encode(decoded);
    expect(await encoder.encode(decoded)).toEqual(first);
    const other = await subject.open();
    try {
      expect(other.digest).toBe(encoder.digest);
      expect(other.digest).toMatch(/^[0-9a-f]{64}$/);
      const again = await Promise.all(bytes.map((one) => other.decode(one)));
      expectClose(await other.encode(again), first, subject.tolerance);
    } finally {
      await other.close();
    }
  });

  it('do not depend on the other items of a batch nor on their order', async () => {
    const { encoder, decoded, subject } = context();
    const together = rowsOf(await encoder.encode(decoded));
    const reversed = rowsOf(await encoder.encode([...decoded].reverse())).reverse();
    for (const [i, item] of decoded.entries()) {
      const alone = await encoder.encode([item]);
      expect(largestDifference(alone.data, together[i]!)).toBeLessThanOrEqual(subject.tolerance);
      expect(largestDifference(reversed[i]!, together[i]!)).toBeLessThanOrEqual(subject.tolerance);
    }
  });

  it('come in order from more calls at once than there are sessions', async () => {
    const { encoder, decoded, subject } = context();
    const expected = rowsOf(await encoder.encode(decoded));
    const calls = Array.from({ length: 4 * encoder.concurrency }, (_, i) => i % decoded.length);
    const rows = await Promise.all(calls.map((i) => encoder.encode([decoded[i]])));
    rows.forEach((matrix, call) => {
      const wanted = expected[calls[call]!]!;
      expect(largestDifference(matrix.data, wanted)).toBeLessThanOrEqual(subject.tolerance);
    });
  });

  it('are none for no items', async () => {
    const { encoder } = context();
    const none = await encoder.encode([]);
    expect(none).toEqual({ rows: 0, cols: encoder.dimension, data: new Float32Array(0) });
  });
}

function decodingSuite(context: Context): void {
  it('leaves the bytes as they were and gives a positive weight', async () => {
    const { encoder, bytes } = context();
    const before = bytes[0]!.slice();
    const item = await encoder.decode(bytes[0]!);
    expect(bytes[0]).toEqual(before);
    expect(encoder.weight?.(item) ?? 1).toBeGreaterThan(0);
  });

  it('says by a code why an item cannot be used', async () => {
    const { encoder, subject } = context();
    const broken = await subject.broken();
    expect(broken.length).toBeGreaterThan(0);
    for (const { bytes, code } of broken) {
      await expect(encoder.decode(bytes)).rejects.toMatchObject({ name: 'CodedError', code });
    }
  });
}

function cancellationSuite(context: Context): void {
  it('refuses to begin', async () => {
    const { encoder, bytes, decoded } = context();
    const signal = AbortSignal.abort();
    await expect(encoder.encode(decoded, signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(encoder.decode(bytes[0]!, signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('stops in the middle of a batch, within a second, and works on afterwards', async () => {
    const { encoder, decoded } = context();
    const expected = await encoder.encode(decoded);
    const batch = Array.from({ length: LARGE_BATCH }, (_, i) => decoded[i % decoded.length]);
    const controller = new AbortController();
    const work = expect(encoder.encode(batch, controller.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await new Promise((resolve) => setImmediate(resolve));
    const abortedMs = performance.now();
    controller.abort();
    await work;
    expect(performance.now() - abortedMs).toBeLessThan(1000);
    expectClose(await encoder.encode(decoded), expected, context().subject.tolerance);
  });
}

function closingSuite(context: Context): void {
  it('finishes what was begun, may be repeated, and takes nothing afterwards', async () => {
    const { decoded, subject } = context();
    const encoder = await subject.open();
    const begun = Array.from({ length: 3 }, () => encoder.encode(decoded));
    const closed = [encoder.close(), encoder.close()];
    for (const matrix of await Promise.all(begun)) expect(matrix.rows).toBe(decoded.length);
    await Promise.all(closed);
    await encoder.close();
    await expect(encoder.encode(decoded)).rejects.toMatchObject({ code: 'ENCODER_CLOSED' });
  });
}

function rowsOf(matrix: Matrix): Float32Array[] {
  return Array.from({ length: matrix.rows }, (_, i) => row(matrix, i));
}

function expectClose(actual: Matrix, expected: Matrix, tolerance: number): void {
  expect(actual).toMatchObject({ rows: expected.rows, cols: expected.cols });
  expect(largestDifference(actual.data, expected.data)).toBeLessThanOrEqual(tolerance);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
