import { wilsonInterval, type Interval } from './intervals.js';

/** The recall of a class, or why it is not shown. */
export type ClassRecall =
  | {
      readonly kind: 'measured';
      readonly support: number;
      readonly recall: number;
      /** 95 % Wilson interval. */
      readonly interval: Interval;
    }
  /** Too few items of the class in the holdout to say anything about it. */
  | {
      readonly kind: 'too-few';
      readonly support: number;
      /** Further random labels that would bring enough of them, in the mean. */
      readonly labelsNeeded: number;
    };

/** Fewest holdout items of a class that a figure is shown for. */
const FEWEST_ITEMS = 10;

/**
 * Recall of each class, in class order; only for classes with at least ten holdout items.
 *
 * The price of the others is what a random holdout costs: missing items over the class's share,
 * which half an item more than counted stands for, so that an unseen class has a finite price.
 *
 * @param confusion C × C counts on a random holdout: row = true class, column = predicted class.
 */
export function classRecalls(confusion: readonly (readonly number[])[]): ClassRecall[] {
  const supports = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const items = supports.reduce((sum, count) => sum + count, 0);
  return confusion.map((row, c) => {
    const support = supports[c]!;
    if (support < FEWEST_ITEMS) {
      const share = (support + 0.5) / (items + 0.5 * confusion.length);
      return {
        kind: 'too-few',
        support,
        labelsNeeded: Math.ceil((FEWEST_ITEMS - support) / share),
      };
    }
    const hits = row[c]!;
    return {
      kind: 'measured',
      support,
      recall: hits / support,
      interval: wilsonInterval(hits, support),
    };
  });
}
