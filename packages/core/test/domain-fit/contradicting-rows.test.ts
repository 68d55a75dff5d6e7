import { contradictingRows, matrix } from '@alaas/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const of = (rows: readonly (readonly number[])[]) =>
  matrix(rows.length, rows[0]?.length ?? 1, Float32Array.from(rows.flat()));

it('names later rows alone, and only where both labels are known', () => {
  const embeddings = of([
    [1, 2],
    [1, 2],
    [2, 1],
    [1, 2],
    [2, 1],
  ]);
  expect(contradictingRows(embeddings, ['a', 'b', 'a', 'a', undefined])).toEqual([1]);
  expect(contradictingRows(embeddings, Int32Array.of(0, 0, 1, 0, 1))).toEqual([]);
});

it('agrees with a comparison of all pairs', () => {
  const rows = fc.array(
    fc.tuple(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 }), fc.nat(2)),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(rows, (items) => {
      const expected = items.flatMap(([values, label], i) => {
        const first = items.findIndex(([other]) => other.join() === values.join());
        return items[first]![1] === label ? [] : [i];
      });
      const found = contradictingRows(
        of(items.map(([values]) => values)),
        items.map(([, label]) => label),
      );
      expect(found).toEqual(expected);
    }),
  );
});
