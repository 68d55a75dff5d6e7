import type { RandomComparison, RunArm } from '@alaas/client';

/** Picks by lot: what any strategy has to beat. */
const CONTROL = 'random';
const DIMMED = 'var(--mantine-color-dimmed)';
const OTHERS = ['var(--alaas-chart-2)', 'var(--alaas-chart-4)', 'var(--alaas-chart-5)'];

/** How an arm is drawn. */
export interface CurveLine {
  readonly strategy: string;
  readonly colour: string;
  readonly dashes: string;
  readonly isChampion: boolean;
  /** How random picks are called, where it is they. */
  readonly control: 'control' | 'controlEstimated' | undefined;
}

/** An arm, as far as a curve shows it. */
export type CurveArm = Pick<RunArm, 'strategy' | 'points'> & {
  readonly status: RunArm['status'] | 'estimated';
};

/** The arms, and random picks as they were estimated where none of the arms picks by lot. */
export function withControl(
  arms: readonly RunArm[],
  found: RandomComparison | undefined,
): readonly CurveArm[] {
  if (found?.kind !== 'estimated' || found.from !== 'holdout') return arms;
  if (arms.some(({ strategy }) => strategy === CONTROL)) return arms;
  const points = found.points.map(({ labels, value, low, high }) => ({
    labels,
    spent: labels,
    value,
    interval: { low, high },
  }));
  return [...arms, { strategy: CONTROL, status: 'estimated', points }];
}

/** A line for each arm; the champion's comes last and lies over the others. */
export function curveLines(arms: readonly CurveArm[]): readonly CurveLine[] {
  const lines = arms.map(({ strategy, status }, i) => {
    const isChampion = status === 'champion';
    const isControl = strategy === CONTROL;
    const isOut = status === 'dropped' || status === 'failed';
    const colour = isChampion
      ? 'var(--alaas-chart-1)'
      : isControl || isOut
        ? DIMMED
        : OTHERS[i % OTHERS.length]!;
    const dashes = isControl ? '6 3' : isOut ? '2 3' : '0';
    const control = !isControl
      ? undefined
      : status === 'estimated'
        ? ('controlEstimated' as const)
        : ('control' as const);
    return { strategy, colour, dashes, isChampion, control };
  });
  return lines.sort((a, b) => Number(a.isChampion) - Number(b.isChampion));
}
