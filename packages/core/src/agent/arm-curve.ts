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
  const points = learnt(arm.points, state).flatMap((point) => {
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

/**
 * Without those at the start where the head gives every item the largest class: such macro-F1 is that of
 * no model, and a flat start would be taken for where the curve ends. All where it never does better.
 */
function learnt(
  points: readonly ArmPoint[],
  { settings, holdout }: AgentState,
): readonly ArmPoint[] {
  if (settings.metric !== 'macro-f1') return points;
  const { majorityShare } = skewOf(holdout.targets, settings.classCount);
  const classes = new Set(holdout.targets).size;
  const ofNoModel = (2 * majorityShare) / (1 + majorityShare) / classes;
  const first = points.findIndex(({ macroF1 }) => (macroF1 ?? 0) > ofNoModel + ROUNDING);
  return first === -1 ? points : points.slice(first);
}

const ROUNDING = 1e-9;
