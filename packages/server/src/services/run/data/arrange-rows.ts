import type { Matrix } from '@alaas/core';

/**
 * Moves rows to the end of a matrix, in place: a copy of a pool can be more than a machine has left.
 *
 * @param order what stands in each row; changed in the same way.
 * @param rows distinct rows to move.
 * @returns the number of rows that stay in front.
 */
export function moveRowsToEnd(matrix: Matrix, order: number[], rows: Iterable<number>): number {
  let end = matrix.rows;
  // From the last on, so that the row that comes back is never one that has yet to be moved.
  for (const row of [...rows].sort((a, b) => b - a)) swap(matrix, order, [row, --end]);
  return end;
}

function swap({ cols, data }: Matrix, order: number[], [a, b]: readonly [number, number]): void {
  if (a === b) return;
  const kept = data.slice(a * cols, (a + 1) * cols);
  data.copyWithin(a * cols, b * cols, (b + 1) * cols);
  data.set(kept, b * cols);
  [order[a], order[b]] = [order[b]!, order[a]!];
}
