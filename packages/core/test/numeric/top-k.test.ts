import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { kthLargest, topIndices } from '../../src/numeric/top-k.js';

/** Few different values, so that most scores tie. */
const tied = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 60 });
const spread = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 60 });
/** Without negative zeros, which sort before others. */
const scores = fc
  .oneof(tied, spread)
  .map((values) => values.map((value) => Math.fround(value) + 0));

describe('topIndices', () => {
  it('is the beginning of a stable sort, largest first', () => {
    fc.assert(
      fc.property(scores, fc.nat(70), (values, count) => {
        const order = values
          .map((_, i) => i)
          .sort((a, b) => compare(values[b]!, values[a]!) || a - b);
        expect(topIndices(Float64Array.from(values), count)).toEqual(order.slice(0, count));
      }),
      { seed: 5 },
    );
  });

  it('leaves the scores alone and takes infinities', () => {
    const values = Float64Array.of(1, Infinity, -Infinity, 1);
    expect(topIndices(values, 3)).toEqual([1, 0, 3]);
    expect(values).toEqual(Float64Array.of(1, Infinity, -Infinity, 1));
    expect(topIndices(values, 0)).toEqual([]);
    expect(topIndices(new Float64Array(0), 2)).toEqual([]);
  });
});

describe('kthLargest', () => {
  it('is the k-th of the sorted values, with those before it at the front', () => {
    fc.assert(
      fc.property(scores, fc.nat(59), (given, at) => {
        const values = Float32Array.from(given);
        const k = 1 + (at % values.length);
        const sorted = values.slice().sort().reverse();
        expect(kthLargest(values, k)).toBe(sorted[k - 1]);
        expect(values.slice().sort().reverse()).toEqual(sorted);
        expect(values.slice(0, k).sort().reverse()).toEqual(sorted.slice(0, k));
      }),
      { seed: 6 },
    );
  });
});

/** Infinities differ by NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
