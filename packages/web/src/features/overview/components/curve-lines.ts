import type { RunArm } from '@alaas/client';

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
  readonly isControl: boolean;
}

/** A line for each arm; the champion's comes last and lies over the others. */
export function curveLines(arms: readonly RunArm[]): readonly CurveLine[] {
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
    return { strategy, colour, dashes, isChampion, isControl };
  });
  return lines.sort((a, b) => Number(a.isChampion) - Number(b.isChampion));
}
