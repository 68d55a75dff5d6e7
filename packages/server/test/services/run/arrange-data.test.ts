import type { ProjectConfig } from '@alaas/contracts';
import type { Matrix } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { arrangeData, type LabelledPart } from '../../../src/services/run/data/arrange-data.js';
import { moveRowsToEnd } from '../../../src/services/run/data/arrange-rows.js';

/** A matrix whose row i holds i, so that rows can be recognised wherever they lie. */
function numbered(rows: number, cols = 2): Matrix {
  return {
    rows,
    cols,
    data: Float32Array.from({ length: rows * cols }, (_, at) => Math.floor(at / cols)),
  };
}

function rowNumbers({ rows, cols, data }: Matrix): number[] {
  return Array.from({ length: rows }, (_, row) => data[row * cols]!);
}

describe('moving rows to the end', () => {
  test('keeps every row once, the moved ones behind, and the order of names with them', () => {
    const cases = fc
      .integer({ min: 0, max: 30 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.subarray([...Array(rows).keys()])));
    fc.assert(
      fc.property(cases, ([rows, moved]) => {
        const matrix = numbered(rows);
        const order = [...Array(rows).keys()];
        const count = moveRowsToEnd(matrix, order, moved);
        expect(count).toBe(rows - moved.length);
        expect(rowNumbers(matrix)).toEqual(order);
        expect(order.slice(count).sort((a, b) => a - b)).toEqual([...moved].sort((a, b) => a - b));
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(rows).keys()]);
      }),
    );
  });
});

describe('what can be chosen', () => {
  const config = { budget: 5, seed: 3 } as ProjectConfig;
  const part = (
    labels?: readonly (string | undefined)[],
    contents?: readonly string[],
  ): LabelledPart => {
    const count = labels?.length ?? contents?.length ?? 20;
    return {
      items: Array.from({ length: count }, (_, i) => ({
        id: `i${i}`,
        contentDigest: contents?.[i] ?? `d${i}`,
      })),
      embeddings: numbered(count),
      labels,
      quarantined: [],
      stages: [],
      digest: 'd',
    };
  };
  const alternating = (count: number) =>
    Array.from({ length: count }, (_, i) => (i % 2 ? 'b' : 'a'));

  test('a fifth of the labelled items is set apart, the same for the same seed', () => {
    const arranged = arrangeData({ pool: part(alternating(50)) }, config);
    expect(arranged.items).toHaveLength(40);
    expect(arranged.test?.labels).toHaveLength(10);
    expect(arranged.measurement).toEqual({ kind: 'simulation-holdout', items: 10, share: 0.2 });
    const rows = rowNumbers(arranged.pool);
    expect(arranged.items).toEqual(rows.map((row) => `i${row}`));
    expect(arranged.labels).toEqual(rows.map((row) => (row % 2 ? 'b' : 'a')));
    expect(arrangeData({ pool: part(alternating(50)) }, config).items).toEqual(arranged.items);
    const other = { ...config, seed: 4 };
    expect(arrangeData({ pool: part(alternating(50)) }, other).items).not.toEqual(arranged.items);
  });

  test('with test items nothing is set apart; those without a label do not count', () => {
    const test = part(['a', undefined, 'b']);
    const arranged = arrangeData({ pool: part(alternating(20)), test }, config);
    expect(arranged.items).toHaveLength(20);
    expect(arranged.test?.labels).toEqual(['a', 'b']);
    expect(rowNumbers(arranged.test!.embeddings)).toEqual([0, 2]);
    expect(arranged.notes.join()).toContain('same content as items of the pool: 3.');
  });

  test('copies and items without a known label take no part', () => {
    const labels = [...alternating(20), undefined, 'a'];
    const contents = labels.map((_, i) => (i === 21 ? 'd4' : `d${i}`));
    const arranged = arrangeData({ pool: part(labels, contents), test: part(['a']) }, config);
    expect([...arranged.items].sort()).toEqual(
      Array.from({ length: 20 }, (_, i) => `i${i}`).sort(),
    );
    expect(arranged.quarantined).toEqual([
      { item: 'i21', code: 'ITEM_DUPLICATE', reason: 'It has the same content as i4.' },
    ]);
    expect(arranged.notes[0]).toBe(
      'Items of the pool without a known label, which take no part: 1.',
    );
  });

  test('classes are sorted, numbers by their size; those of the configuration keep their order', () => {
    const labels = Array.from({ length: 24 }, (_, i) => `class ${i % 12}`);
    const arranged = arrangeData({ pool: part(labels), test: part(['class 3']) }, config);
    expect(arranged.classes?.slice(-2)).toEqual(['class 10', 'class 11']);
    const given = { ...config, classes: ['b', 'a', 'c'] };
    const pool = part(alternating(20));
    expect(arrangeData({ pool, test: part(['a']) }, given).classes).toEqual(['b', 'a', 'c']);
  });

  test('where people label, everything can be chosen and nothing is measured', () => {
    const arranged = arrangeData({ pool: part() }, config);
    expect(arranged.items).toHaveLength(20);
    expect(arranged.labels).toBeUndefined();
    expect(arranged.classes).toBeUndefined();
    expect(arranged.measurement).toEqual({ kind: 'none' });
  });

  test('of vectors that are alike, but have another label, it tells', () => {
    const pool = part(alternating(20));
    const { data } = pool.embeddings;
    // Items 0, 1 and 2 have the labels a, b and a.
    data.set(data.subarray(0, 2), 2);
    data.set(data.subarray(0, 2), 4);
    const items = pool.items.map(({ id }) => ({ id }));
    const { notes, items: kept } = arrangeData({ pool: { ...pool, items } }, config);
    expect(notes.join()).toContain('same vector as another one, but another label: 1.');
    expect(kept).toHaveLength(16);
  });

  test('no known label at all is told', () => {
    const labels = new Array<undefined>(20).fill(undefined);
    expect(() => arrangeData({ pool: part(labels) }, config)).toThrow(/has a label/);
  });
});
