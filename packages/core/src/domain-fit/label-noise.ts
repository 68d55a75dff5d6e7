import { wilsonInterval } from '../evaluation/intervals.js';
import type { MeasuredShare } from './domain-fit-task.js';

/** Labels that contradict what the other labels teach. */
export interface LabelNoise {
  /** Estimated share of wrong labels; `items` are those of which something can be said. */
  readonly share: MeasuredShare;
  /** Places in the list of labelled items that are in doubt. */
  readonly doubtful: readonly number[];
}

/** Share of the neighbours that must agree on a class before they count as witnesses. */
const AGREEMENT = 0.8;

/**
 * A label is in doubt when a head that did not see the item, and most of its labelled neighbours,
 * agree on another class. Only items with such agreement are looked at: elsewhere a wrong label
 * cannot be told from classes that overlap, which makes plain confident learning (Northcutt, Jiang
 * and Chuang 2021) find 28 % wrong labels in CIFAR-10 under a weak encoder. Cost O(L·k).
 */
export function labelNoise(
  targets: Int32Array,
  { guesses, neighbours }: { guesses: Int32Array; neighbours: readonly (readonly number[])[] },
): LabelNoise {
  const judged = neighbours.flatMap((places, i) => {
    const agreeing = places.filter((place) => targets[place] === guesses[i]).length;
    return agreeing >= AGREEMENT * places.length ? [i] : [];
  });
  const doubtful = judged.filter((i) => guesses[i] !== targets[i]);
  const items = judged.length;
  const interval = items === 0 ? { low: 0, high: 1 } : wilsonInterval(doubtful.length, items);
  const value = items === 0 ? 0 : doubtful.length / items;
  return { share: { value, items, ...interval }, doubtful };
}
