import { fitHead, predictedClasses, predictProbabilities } from '../head/head.js';
import { wilsonInterval } from '../evaluation/intervals.js';
import { takeRows } from '../numeric/matrix.js';
import { sampleIndices } from '../numeric/random.js';
import type { DomainFitTask, MeasuredShare } from './domain-fit-task.js';

/** Whether classes can be told apart in the embedding. */
export interface Signal {
  /** Mean share of the nearest labelled neighbours that have the same class. */
  readonly purity: MeasuredShare;
  /** What purity would be if classes lay at random. */
  readonly purityByChance: number;
  /** Cross-validated accuracy of a head on the labelled items. */
  readonly probe: MeasuredShare;
  /** Share of the most frequent class: what always guessing it would reach. */
  readonly majority: number;
}

const FOLDS = 5;

/** Share of same-class items among the nearest labelled neighbours, with a normal interval. */
function neighbourPurity(
  neighbours: readonly (readonly number[])[],
  targets: Int32Array,
): MeasuredShare {
  const shares = neighbours.map(
    (places, i) => places.filter((place) => targets[place] === targets[i]).length / places.length,
  );
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
  const half = 1.96 * Math.sqrt(variance / shares.length);
  return {
    value: mean,
    low: Math.max(0, mean - half),
    high: Math.min(1, mean + half),
    items: shares.length,
  };
}

/**
 * Classes that heads which did not see the item give it, by 5-fold cross-validation. Honest only
 * where the labels were drawn at random: on actively chosen items it is much too low.
 */
export async function crossValidatedGuesses(task: DomainFitTask): Promise<Int32Array> {
  const { features, labelled, targets, classCount, random } = task;
  const order = sampleIndices(random.fork('folds'), labelled.length, labelled.length);
  const guesses = new Int32Array(labelled.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = order.filter((_, i) => i % FOLDS === fold);
    const kept = order.filter((_, i) => i % FOLDS !== fold);
    const rowsOf = (places: readonly number[]) =>
      takeRows(
        features,
        places.map((i) => labelled[i]!),
      );
    const head = await fitHead({
      features: rowsOf(kept),
      targets: Int32Array.from(kept, (i) => targets[i]!),
      classCount,
      kernels: task.kernels,
      signal: task.signal,
    });
    const predicted = predictedClasses(await predictProbabilities(head, rowsOf(held), task));
    held.forEach((i, row) => (guesses[i] = predicted[row]!));
  }
  return guesses;
}

/**
 * Purity and probe.
 *
 * @param guesses class that a head which did not see the item would give it.
 * @param neighbours as `nearestLabelled` gives them.
 */
export function measureSignal(
  { targets, classCount }: Pick<DomainFitTask, 'targets' | 'classCount'>,
  { guesses, neighbours }: { guesses: Int32Array; neighbours: readonly (readonly number[])[] },
): Signal {
  const items = targets.length;
  const counts = new Array<number>(classCount).fill(0);
  for (const target of targets) counts[target]!++;
  const hits = guesses.filter((guess, i) => guess === targets[i]).length;
  return {
    purity: neighbourPurity(neighbours, targets),
    purityByChance: counts.reduce((sum, n) => sum + (n * (n - 1)) / (items * (items - 1)), 0),
    probe: { value: hits / items, items, ...wilsonInterval(hits, items) },
    majority: Math.max(...counts) / items,
  };
}
