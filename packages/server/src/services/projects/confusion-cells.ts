/** Items of the holdout of one true class that a head takes for one class, by class indices. */
export type ConfusionCell = readonly [truth: number, predicted: number, items: number];

/** The cells of a confusion matrix that are not empty: no more than there are items. */
export function confusionCells(confusion: readonly (readonly number[])[]): ConfusionCell[] {
  return confusion.flatMap((row, truth) =>
    row.flatMap((items, predicted): ConfusionCell[] =>
      items > 0 ? [[truth, predicted, items]] : [],
    ),
  );
}
