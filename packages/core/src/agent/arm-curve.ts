import { fitCurve, type CurveFit, type FamilyId } from '../predictor/fit-curve.js';
import type { AgentState, Arm, ArmPoint } from './agent-state.js';
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
  families?: readonly FamilyId[],
): CurveFit | undefined {
  const points = arm.points.flatMap((point) => {
    const value = valueOf(point, state);
    return value === null ? [] : [{ labels: point.labels, value }];
  });
  if (points.length === 0) return undefined;
  const { classCount, metric } = state.settings;
  const { targets } = state.holdout;
  return fitCurve(points, {
    classCount,
    metric,
    holdout: targets.length,
    ...(families && { families }),
    majorityRate: skewOf(targets, classCount).majorityShare,
  });
}
