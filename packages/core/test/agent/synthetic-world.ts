import {
  seededRandom,
  type AgentAction,
  type AgentObservation,
  type AgentState,
  type AgentWorld,
} from '@alaas/core';

/** True accuracy of an arm after so many labels. */
export type ArmCurve = (labels: number) => number;

/** A world without numerics: arms whose true curves are known, labels that are `row % classes`. */
export interface SyntheticWorld extends AgentWorld {
  /** Rows that were paid for, in order. */
  readonly labelled: number[];
}

/** Each holdout item has a difficulty in [0, 1); a head is right where it is below its accuracy. */
export function syntheticWorld(
  curves: Readonly<Record<string, ArmCurve>>,
  { seed = 1, unusable = () => false, failing }: WorldOptions = {},
): SyntheticWorld {
  const labelled: number[] = [];
  const shared = seededRandom(seed).fork('difficulty');
  const difficulties = Array.from({ length: 2_000 }, () => shared.next());
  return {
    labelled,
    async act(action: AgentAction, state: AgentState): Promise<AgentObservation | undefined> {
      switch (action.kind) {
        case 'choose-holdout':
        case 'choose-cold-start':
          return {
            kind: 'chosen',
            rows: firstOpen(state, { rows: [], count: action.count, order: 1 }),
          };
        case 'choose': {
          if (failing?.arm === action.arm && state.round >= failing.round) {
            return { kind: 'failed', arm: action.arm, reason: 'it broke' };
          }
          const arm = state.arms.find(({ id }) => id === action.arm)!;
          // Arms look at different ends of the pool, and meet in the middle.
          const order = state.arms.indexOf(arm) % 2 === 0 ? 1 : -1;
          return {
            kind: 'chosen',
            rows: firstOpen(state, { rows: arm.rows, count: action.count, order }),
          };
        }
        case 'label': {
          const usable = action.rows.filter((row) => !unusable(row));
          labelled.push(...usable);
          return {
            kind: 'labelled',
            labels: usable.map((row) => ({ row, target: row % state.settings.classCount })),
            unusable: action.rows.filter(unusable),
          };
        }
        case 'train': {
          const results = action.arms.map((id) => {
            const arm = state.arms.find((one) => one.id === id)!;
            const accuracy = curves[id]!(arm.rows.length);
            const { targets } = state.holdout;
            if (targets.length === 0) {
              return { arm: id, accuracy: null, macroF1: null, correct: null };
            }
            const noise = seededRandom(seed).fork(`${id}-${arm.rows.length}`);
            const right = targets.map(
              (_, i) => 0.9 * difficulties[i]! + 0.1 * noise.next() < accuracy,
            );
            const share = right.filter(Boolean).length / right.length;
            const correct = right.map((one) => (one ? '1' : '0')).join('');
            return { arm: id, accuracy: share, macroF1: share, correct };
          });
          return { kind: 'trained', results };
        }
        case 'ask':
        case 'deliver':
          return undefined;
      }
    },
  };
}

interface WorldOptions {
  readonly seed?: number;
  /** Items that nobody can label. */
  readonly unusable?: (row: number) => boolean;
  /** An arm that fails from a round on. */
  readonly failing?: { readonly arm: string; readonly round: number };
}

function firstOpen(
  { settings, holdout, unusable }: AgentState,
  { rows, count, order }: { rows: readonly number[]; count: number; order: 1 | -1 },
): number[] {
  const taken = new Set([...holdout.rows, ...unusable, ...rows]);
  const open = Array.from({ length: settings.poolSize }, (_, row) => row).filter(
    (row) => !taken.has(row),
  );
  return (order === 1 ? open : open.reverse()).slice(0, count);
}
