import { seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { softmaxRows } from '../../src/numeric/softmax.js';

describe('softmaxRows', () => {
  it('is that of the definition', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 1e6 }),
        (rows, cols, seed) => {
          const logits = seededMatrix(rows, cols, seed);
          const bias = seededMatrix(1, cols, seed + 1).data;
          const { data } = softmaxRows(logits, bias);
          for (let i = 0; i < rows; i++) {
            const shares = Array.from(bias, (b, c) => Math.exp(logits.data[i * cols + c]! + b));
            const sum = shares.reduce((total, share) => total + share, 0);
            for (const [c, share] of shares.entries()) {
              expect(data[i * cols + c]!).toBeCloseTo(share / sum, 12);
            }
          }
        },
      ),
      { seed: 2 },
    );
  });

  it('does not overflow, and stays the same when a constant is added', () => {
    const bias = new Float32Array(2);
    const huge = { rows: 2, cols: 2, data: Float32Array.of(3e38, -3e38, -3e38, -3e38) };
    expect([...softmaxRows(huge, bias).data]).toEqual([1, 0, 0.5, 0.5]);
    const near = { rows: 1, cols: 2, data: Float32Array.of(1000, 1001) };
    expect(softmaxRows(near, bias).data[1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });
});
