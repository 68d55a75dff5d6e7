import type { MeasuredPoint } from '../../outputs/report/report-input.js';
import type { PocRace } from '../poc-report.js';

/** Points of an arm, as charts take them. */
export function chartPoints({ arms }: PocRace, strategy: string): readonly MeasuredPoint[] {
  const points = arms.find((arm) => arm.strategy === strategy)?.points ?? [];
  return points.map(({ labels, value, low, high }) => ({ labels, accuracy: value, low, high }));
}
