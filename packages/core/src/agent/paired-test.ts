import type { Metric } from '../predictor/measured-points.js';
import type { Arm } from './agent-state.js';

/** How a challenger does against a champion on the same items. */
export interface PairedTest {
  /** Mean difference, challenger minus champion, in units of the metric. */
  readonly difference: number;
  /** Difference over its standard error; 0 where nothing differs. */
  readonly z: number;
  /** Rounds averaged over. */
  readonly rounds: number;
}

/**
 * Compares two arms item by item over the last rounds that both were measured in, at equal labels.
 * For accuracy every item weighs the same; for macro-F1 every class does (the mean recall of the
 * classes, which moves with macro-F1 and, unlike it, is a mean over items).
 *
 * Cost O(items · rounds).
 *
 * @returns undefined while there are fewer common rounds than asked for, or no holdout.
 */
export function pairedTest(
  { challenger, champion }: { challenger: Arm; champion: Arm },
  { metric, targets, rounds }: { metric: Metric; targets: readonly number[]; rounds: number },
): PairedTest | undefined {
  const pairs = commonRounds(challenger, champion).slice(-rounds);
  if (pairs.length < rounds || targets.length === 0) return undefined;
  const weights = itemWeights(targets, metric);
  const differences = targets.map((_, i) => {
    const sum = pairs.reduce(
      (total, [ours, theirs]) => total + right(ours, i) - right(theirs, i),
      0,
    );
    return (weights[i]! * sum) / pairs.length;
  });
  const count = targets.length;
  const difference = differences.reduce((sum, value) => sum + value, 0) / count;
  const variance =
    differences.reduce((sum, value) => sum + (value - difference) ** 2, 0) / Math.max(1, count - 1);
  const error = Math.sqrt(variance / count);
  return { difference, z: error === 0 ? 0 : difference / error, rounds };
}

function commonRounds(challenger: Arm, champion: Arm): [string, string][] {
  return challenger.points.flatMap(({ round, labels, correct }): [string, string][] => {
    // The cold start is the same for all: there is nothing to compare yet.
    if (round === 0) return [];
    const theirs = champion.points.find((point) => point.labels === labels)?.correct;
    return correct !== null && theirs != null ? [[correct, theirs]] : [];
  });
}

function right(correct: string, item: number): number {
  return correct.charCodeAt(item) === ONE ? 1 : 0;
}

const ONE = '1'.charCodeAt(0);

/** Weights with a mean of 1. */
function itemWeights(targets: readonly number[], metric: Metric): readonly number[] {
  if (metric === 'accuracy') return targets.map(() => 1);
  const counts = new Map<number, number>();
  for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1);
  return targets.map((target) => targets.length / (counts.size * counts.get(target)!));
}
