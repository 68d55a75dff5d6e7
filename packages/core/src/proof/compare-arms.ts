import type { Arm } from '../agent/agent-state.js';
import type { Race, Replay } from './replay-race.js';

/** How much better one arm of a race was than another. */
export interface ArmComparison {
  /** Mean difference, in units of the metric, over the rounds in which there was a choice. */
  readonly difference: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  /** Difference over its standard error; 0 where nothing differs. */
  readonly z: number;
  /** Rounds compared lie between these numbers of labels. */
  readonly fromLabels: number;
  readonly toLabels: number;
}

const Z95 = 1.96;

/**
 * Compares two arms item by item at equal labels, from the first round after the shared beginning
 * to the last one with a choice. The error has two parts, which items were measured on and which
 * seeds were drawn; an item that several replays measured counts once. For accuracy every item
 * weighs the same; for macro-F1 every class does (mean recall, as in `pairedTest`).
 *
 * @returns undefined where the arms have no such round in common.
 */
export function compareArms(race: Race, ours: string, theirs: string): ArmComparison | undefined {
  const byItem = new Map<number, number[]>();
  const bySeed: number[] = [];
  const compared: number[] = [];
  for (const replay of race.replays) {
    const rounds = commonRounds(race, armOf(replay, ours), armOf(replay, theirs));
    if (rounds.length === 0) return undefined;
    compared.push(...rounds.map(({ labels }) => labels));
    const weights = itemWeights(replay, race);
    const differences = replay.holdout.map((item, i) => {
      const sum = rounds.reduce(
        (total, { a, b }) => total + Number(a[i] === '1') - Number(b[i] === '1'),
        0,
      );
      const difference = (weights[i]! * sum) / rounds.length;
      byItem.set(item, [...(byItem.get(item) ?? []), difference]);
      return difference;
    });
    bySeed.push(mean(differences));
  }
  const items = [...byItem.values()].map(mean);
  const difference = mean(items);
  const error = Math.hypot(standardError(items), standardError(bySeed));
  return {
    difference,
    low: difference - Z95 * error,
    high: difference + Z95 * error,
    standardError: error,
    z: error === 0 ? 0 : difference / error,
    fromLabels: Math.min(...compared),
    toLabels: Math.max(...compared),
  };
}

function armOf({ arms }: Replay, id: string): Arm {
  return arms.find((arm) => arm.id === id)!;
}

function commonRounds(
  { choiceLabels }: Race,
  ours: Arm,
  theirs: Arm,
): { labels: number; a: string; b: string }[] {
  return ours.points.flatMap(({ round, labels, correct: a }) => {
    const b = theirs.points.find((point) => point.labels === labels)?.correct;
    const compares = round > 0 && labels <= choiceLabels && a !== null && b != null;
    return compares ? [{ labels, a, b }] : [];
  });
}

/** Weights with a mean of 1. */
function itemWeights({ targets }: Replay, { metric }: Race): readonly number[] {
  if (metric === 'accuracy') return targets.map(() => 1);
  const counts = new Map<number, number>();
  for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1);
  return targets.map((target) => targets.length / (counts.size * counts.get(target)!));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
