import { describe, expect, it } from 'vitest';

import { RunSize } from '../../../src/encoders/sessions/run-size.js';

/** Runs until a size is found; answers it and every size on the way. */
function search(size: RunSize, msPerItem: (count: number) => number) {
  const sizes: number[] = [];
  while (size.chosen === undefined && sizes.length < 1000) {
    const count = size.next(1000, (items) => items);
    sizes.push(count);
    size.ran(count, count, count * msPerItem(count));
  }
  return { chosen: size.chosen, sizes };
}

describe('the size of runs', () => {
  it('is the fastest of 1, 2, 4, … per item', () => {
    const fastestAt4 = (count: number) => 2 + Math.abs(Math.log2(count) - 2) / 10;
    const { chosen, sizes } = search(new RunSize({ largest: 32 }), fastestAt4);
    expect(chosen).toBe(4);
    expect([...new Set(sizes)]).toEqual([1, 2, 4, 8, 16, 32]);
  });

  it('is the smaller one where a larger gains nothing', () => {
    expect(search(new RunSize({ largest: 32 }), () => 1).chosen).toBe(1);
  });

  it('is not sought beyond one that is clearly slower, nor beyond the largest', () => {
    const slower = search(new RunSize({ largest: 32 }), (count) => count);
    expect(Math.max(...slower.sizes)).toBe(2);
    const faster = search(new RunSize({ largest: 8 }), (count) => 1 / count);
    expect(faster.chosen).toBe(8);
    expect(search(new RunSize({ largest: 0 }), () => 1).chosen).toBe(1);
  });

  it('is one that takes no longer than a cancellation may wait', () => {
    expect(search(new RunSize({ largest: 32 }), (count) => 60 / (1 + count / 10)).chosen).toBe(1);
    const size = new RunSize({ largest: 32 });
    size.adopt(32);
    size.ran(1, 1, 10);
    expect(size.next(100, (items) => items)).toBe(10);
  });

  it('does not count the first run, nor one that others held up', () => {
    const size = new RunSize({ largest: 2 });
    let runs = 0;
    const { chosen } = search(size, (count) => (runs++ === 0 ? 9 : runs === 3 ? 7 : 2 / count));
    expect(chosen).toBe(2);
  });

  it('is the one that is fixed, else the one that another session has found', () => {
    const fixed = new RunSize({ fixed: 5, largest: 32 });
    fixed.adopt(2);
    expect([fixed.chosen, fixed.next(100, () => 1e9), fixed.next(3, () => 1)]).toEqual([5, 5, 3]);
  });
});
