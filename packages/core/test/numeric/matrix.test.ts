import { matrix, row, sliceRows, takeRows } from '@alaas/core';
import { describe, expect, it } from 'vitest';

const source = matrix(3, 2, Float32Array.of(1, 2, 3, 4, 5, 6));

describe('matrix', () => {
  it('wraps without copying, and refuses another length', () => {
    expect(source.data).toBe(matrix(2, 3, source.data).data);
    expect(() => matrix(2, 2, source.data)).toThrowError(
      expect.objectContaining({ code: 'INPUT_SHAPE' }),
    );
  });

  it('views rows and slices, copies taken rows in the order asked for', () => {
    expect([...row(source, 1)]).toEqual([3, 4]);
    expect(row(source, 1).buffer).toBe(source.data.buffer);
    const slice = sliceRows(source, 1, 3);
    expect(slice).toMatchObject({ rows: 2, cols: 2 });
    expect(slice.data.buffer).toBe(source.data.buffer);
    expect(takeRows(source, [2, 0, 2])).toEqual(matrix(3, 2, Float32Array.of(5, 6, 1, 2, 5, 6)));
    expect(takeRows(source, [])).toEqual(matrix(0, 2, new Float32Array(0)));
    const wide = takeRows(matrix(1, 1, Float64Array.of(0.1)), [0]);
    expect(wide.data).toEqual(Float64Array.of(0.1));
  });
});
