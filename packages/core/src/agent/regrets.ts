import type { AgentState } from './agent-state.js';
import { curveOf } from './arm-curve.js';
import type { Decision } from './decision.js';
import { armOf, spentLabels } from './spending.js';

/** An early stop that was not carried out, so that it is known what it would have cost. */
export interface Regret {
  readonly decision: number;
  /** The stop rule. */
  readonly rule: string;
  /** Why it was not carried out: by lot, or because a person wanted to go on. */
  readonly why: 'continued-on-purpose' | 'vetoed' | 'postponed';
  /** Labels paid when the rule wanted to stop, and in the end. */
  readonly spentThen: number;
  readonly spentInTheEnd: number;
  /** Values of the curve through all points, in units of the metric. */
  readonly valueThen: number;
  readonly valueInTheEnd: number;
  /** Whether stopping would have been a mistake. */
  readonly wrong: boolean;
}

/** Figures within this of the line count as on it: half a point. */
const TOLERANCE = 0.005;

/**
 * What is known of early stops that were not carried out, once the run has come to its end; nothing
 * before. Values are read off the curve through all points, as single points are noisy.
 */
export function regretsOf(state: AgentState): readonly Regret[] {
  if (state.pending.kind !== 'deliver') return [];
  return state.decisions.flatMap((decision) => {
    const { id, kind, reason, status, spent } = decision;
    if (kind !== 'stop' || !isPutAside(status)) return [];
    const values = valuesOf(state, decision);
    if (values === undefined) return [];
    const regret = {
      decision: id,
      rule: reason,
      why: status,
      spentThen: spent,
      spentInTheEnd: spentLabels(state),
      ...values,
    };
    return [{ ...regret, wrong: isWrong(regret, state) }];
  });
}

function isPutAside(status: Decision['status']): status is Regret['why'] {
  return status === 'continued-on-purpose' || status === 'vetoed' || status === 'postponed';
}

function valuesOf(
  state: AgentState,
  { arm: armId, round }: Decision,
): Pick<Regret, 'valueThen' | 'valueInTheEnd'> | undefined {
  const arm = armOf(state, armId);
  const then = arm.points.findLast((point) => point.round <= round);
  const last = arm.points.at(-1);
  const curve = curveOf(state, arm);
  if (then === undefined || last === undefined || curve === undefined) return undefined;
  return {
    valueThen: curve.forecast(then.labels).p50,
    valueInTheEnd: curve.forecast(last.labels).p50,
  };
}

function isWrong(
  { rule, valueThen, valueInTheEnd }: Omit<Regret, 'wrong'>,
  { settings }: AgentState,
): boolean {
  const { target, gainThreshold } = settings;
  switch (rule) {
    case 'target-reached':
      return valueThen < (target ?? 0) - TOLERANCE;
    case 'target-out-of-reach':
      return valueInTheEnd >= (target ?? 1);
    default:
      return valueInTheEnd - valueThen > gainThreshold + TOLERANCE;
  }
}
