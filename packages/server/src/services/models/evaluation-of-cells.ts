import { evaluate, type Evaluation } from '@alaas/core';

import type { ConfusionCell } from '../projects/confusion-cells.js';

/** How good a model is, by how often it took which class for which on the holdout. */
export function evaluationOfCells(cells: readonly ConfusionCell[], classCount: number): Evaluation {
  const all = cells.flatMap(([truth, predicted, items]) =>
    Array.from({ length: items }, () => [truth, predicted] as const),
  );
  const truths = Int32Array.from(all, ([truth]) => truth);
  return evaluate(
    Int32Array.from(all, ([, predicted]) => predicted),
    truths,
    classCount,
  );
}
