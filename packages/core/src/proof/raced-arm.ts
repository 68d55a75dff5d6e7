import type { ArmPoint } from '../agent/agent-state.js';
import { wilsonInterval, type Interval } from '../evaluation/intervals.js';
import type { CurveOptions, Metric } from '../predictor/measured-points.js';
import { effectiveItems } from '../predictor/point-noise.js';
import type { Race } from './replay-race.js';

/** A strategy in a race: the mean of its curves over the seeds. */
export interface RacedArm {
  readonly strategy: string;
  /** In order of labels, from the shared beginning to the end of the labels. */
  readonly points: readonly RacedPoint[];
  /** Why the strategy left the race; null where it ran to the end. */
  readonly failure: string | null;
}

/** Mean over the seeds after so many labels, with the 95 % interval that the holdout gives it. */
export interface RacedPoint extends Interval {
  readonly labels: number;
  /** In the metric of the race, in [0, 1]. */
  readonly value: number;
}

/**
 * The arms of a race, in its order.
 *
 * @param options what the race was measured with.
 */
export function racedArms({ replays, metric }: Race, options: CurveOptions): readonly RacedArm[] {
  const items = effectiveItems(options);
  return replays[0]!.arms.map(({ id }, a) => {
    const curves = replays.map(({ arms }) => arms[a]!);
    const failure = curves.find(({ status }) => status === 'failed')?.reason ?? null;
    const points = curves[0]!.points.flatMap(({ labels }): RacedPoint[] => {
      const same = curves.flatMap((curve) => curve.points.filter((p) => p.labels === labels));
      if (same.length < curves.length) return [];
      const sum = same.reduce((total, point) => total + valueOf(point, metric), 0);
      const value = sum / same.length;
      return [{ labels, value, ...wilsonInterval(Math.min(1, value) * items, items) }];
    });
    return { strategy: id, points, failure };
  });
}

/** A replay has a holdout, so that every point is measured. */
function valueOf({ accuracy, macroF1 }: ArmPoint, metric: Metric): number {
  return (metric === 'accuracy' ? accuracy : macroF1)!;
}
