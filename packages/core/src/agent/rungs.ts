import type { AgentState, Arm } from './agent-state.js';
import { valueOf } from './arm-curve.js';
import type { Decision } from './decision.js';

/** A stage of the race: arms grew and were measured, and at its end some were dropped. */
export interface Rung {
  /** From 1. */
  readonly number: number;
  /** Labels paid by its end; by now, while it is not over. */
  readonly spent: number;
  readonly over: boolean;
  /** Those that raced in it, best first. */
  readonly arms: readonly RungArm[];
}

/** How an arm did in a rung. */
export interface RungArm {
  readonly strategy: string;
  readonly labels: number;
  /** Last value measured in the rung, in [0, 1]; null without a holdout. */
  readonly value: number | null;
  readonly outcome: 'kept' | 'dropped' | 'racing';
  /** Number of the decision that dropped it; null where it was kept. */
  readonly decision: number | null;
}

/**
 * The bracket of a race, made from its decisions: each round in which an arm was dropped ends a
 * rung. Arms that failed, or left because nothing could be compared, are in no rung after that.
 */
export function rungsOf(state: AgentState): readonly Rung[] {
  const drops = state.decisions.filter(({ kind }) => kind === 'drop' || kind === 'promote');
  const ends = [...new Set(drops.map(({ round }) => round))];
  const rungs = ends.map((round, i) => {
    const own = drops.filter((decision) => decision.round === round);
    return rungOf(state, { number: i + 1, round, spent: own[0]!.spent, own });
  });
  const open = rungOf(state, {
    number: ends.length + 1,
    round: state.round,
    spent: Math.max(0, ...state.arms.flatMap(({ points }) => points.map(({ spent }) => spent))),
    own: [],
  });
  return [...rungs, { ...open, over: state.pending.kind === 'deliver' }].filter(
    ({ arms }) => arms.length > 0,
  );
}

interface RungPlace {
  readonly number: number;
  readonly round: number;
  readonly spent: number;
  /** Decisions that ended it. */
  readonly own: readonly Decision[];
}

function rungOf(state: AgentState, { number, round, spent, own }: RungPlace): Rung {
  const arms = state.arms.flatMap((arm): RungArm[] => {
    const out = leftAt(state, arm);
    if (out !== undefined && out.round < round) return [];
    const point = arm.points.findLast((one) => one.round <= round);
    if (point === undefined) return [];
    const decision = out !== undefined && own.includes(out) ? out.id : null;
    const kept = own.length > 0 ? 'kept' : 'racing';
    return [
      {
        strategy: arm.id,
        labels: point.labels,
        value: valueOf(point, state),
        outcome: decision === null ? kept : 'dropped',
        decision,
      },
    ];
  });
  return {
    number,
    spent,
    over: own.length > 0,
    arms: arms.sort((a, b) => (b.value ?? 0) - (a.value ?? 0)),
  };
}

/** The decision by which an arm left the race; a champion leaves by the promotion of another. */
function leftAt({ decisions, champion }: AgentState, arm: Arm): Decision | undefined {
  if (arm.status === 'racing') return undefined;
  const dropped = decisions.findLast(
    ({ kind, arm: id, status }) => kind === 'drop' && id === arm.id && status === 'taken',
  );
  return (
    dropped ?? decisions.findLast(({ kind, arm: id }) => kind === 'promote' && id === champion)
  );
}
