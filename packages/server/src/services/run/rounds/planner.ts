import type { ProjectConfig } from '@alaas/contracts';
import { nextBatchSize, type InputName } from '@alaas/core';

import { openStrategy } from '../../strategies/open-strategy.js';
import { isAgentMode } from '../agent/agent-mode.js';

/** What a planner knows of a run. */
export interface PlannerState {
  /** Round to be planned, from 0. */
  readonly round: number;
  /** Items that have a label. */
  readonly labelled: number;
  /** Items that can still be chosen. */
  readonly open: number;
  /** Classes known so far. */
  readonly classCount: number;
  /** Whether a head was trained on at least two classes. */
  readonly trained: boolean;
}

/** The next batch. */
export interface PlannedBatch {
  readonly strategy: string;
  /** Absolute path of the module of a strategy of the user's own. */
  readonly module?: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly count: number;
}

/** Decides on the next batch; undefined when nothing more is to be bought. Pure: a replay asks again. */
export type Planner = (state: PlannerState) => PlannedBatch | undefined;

/** Inputs that are there only once a head is trained. */
const OF_A_HEAD: ReadonlySet<InputName> = new Set(['probabilities', 'head', 'labelledTargets']);
const COLD_START = 'max-herding';
/**
 * Samples of a pool above 20,000 items. A first batch is small next to them, so that more would cost
 * memory (a copy of 40,000 embeddings) and change little.
 */
const COLD_START_OPTIONS = { represented: 3_000, candidates: 1_000 } as const;
const AUTO = 'uncertainty-herding';
/** Labels of the first batch, at least. */
const FEWEST_FIRST = 10;

/**
 * The plain way: max(10, classes) labels by MaxHerding, or a fixed batch when that is more; then
 * batches by one strategy until the budget is spent. A strategy that needs a head waits for one.
 *
 * @throws CodedError as `openStrategy`.
 */
export async function budgetPlanner({
  strategy,
  batch,
  budget,
}: Pick<ProjectConfig, 'strategy' | 'batch' | 'budget'>): Promise<Planner> {
  const { id, module } = isAgentMode(strategy.id) ? { id: AUTO, module: undefined } : strategy;
  const { needs } = await openStrategy({ id, module });
  const needsHead = needs.some((input) => OF_A_HEAD.has(input));
  return ({ labelled, open, classCount, trained }) => {
    const first = Math.max(FEWEST_FIRST, classCount, batch === 'grow' ? 0 : batch);
    const wanted =
      labelled === 0 ? Math.min(first, budget) : nextBatchSize({ batch, budget }, labelled);
    const count = Math.min(wanted, open);
    if (count === 0) return undefined;
    if (labelled === 0 || (needsHead && !trained))
      return { strategy: COLD_START, options: COLD_START_OPTIONS, count };
    return { strategy: id, module, options: strategy.options, count };
  };
}
