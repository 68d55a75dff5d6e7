import { fitCurve, type CurveFit } from '../predictor/fit-curve.js';
import type { AgentState, Arm, ArmPoint } from './agent-state.js';
import { widenCurve } from '../predictor/widened-curve.js';
import { skewOf } from './skew.js';

/** What a point says in the metric that the agent works for; null without a holdout. */
export function valueOf({ accuracy, macroF1 }: ArmPoint, state: AgentState): number | null {
  return state.settings.metric === 'accuracy' ? accuracy : macroF1;
}

/**
 * The learning curve of an arm as the predictor sees it; undefined while nothing is measured.
 *
 * @param families curve families to use; all when absent.
 */
export function curveOf(
  state: AgentState,
  arm: Arm,
  families?: readonly string[],
): CurveFit | undefined {
  const points = thinned(arm.points).flatMap((point) => {
    const value = valueOf(point, state);
    if (value === null) return [];
    // Of accuracy the predictor knows the error itself.
    const standardError = state.settings.metric === 'macro-f1' ? point.macroF1Error : undefined;
    return [{ labels: point.labels, value, standardError }];
  });
  if (points.length === 0) return undefined;
  const { classCount, metric, bandWidening = 1 } = state.settings;
  const { targets } = state.holdout;
  const fit = fitCurve(points, {
    classCount,
    metric,
    holdout: targets.length,
    ...(families && { families }),
    // A holdout of one class says nothing about where accuracy starts.
    majorityRate: Math.min(0.99, skewOf(targets, classCount).majorityShare),
  });
  return bandWidening > 1 ? widenCurve(fit, bandWidening) : fit;
}

/** Small batches give hundreds of points, which say no more than these and cost as much more time. */
const MOST_POINTS = 40;

/** Evenly many of the points, the first and the last among them. */
function thinned(points: readonly ArmPoint[]): readonly ArmPoint[] {
  const last = points.length - 1;
  if (last < MOST_POINTS) return points;
  return Array.from(
    { length: MOST_POINTS },
    (_, i) => points[Math.round((i * last) / (MOST_POINTS - 1))]!,
  );
}
