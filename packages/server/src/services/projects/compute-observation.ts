import { AlaasError } from '@alaas/contracts';
import {
  measureArm,
  remainingLabels,
  sampleIndices,
  seededRandom,
  takenRows,
  type AgentObservation,
  type AgentState,
  type TrainedArm,
} from '@alaas/core';

import { indicesOf } from '../run/rounds/run-rounds.js';
import type { LiveAgent } from './agent-store.js';
import type { Computed } from './computed.js';
import { confusionCells, type ConfusionCell } from './confusion-cells.js';
import { trainedLabels, type ProjectLearner } from './learner-pool.js';
import { COLD_START } from './publish-batch.js';
import type { SettledItems } from './settled-items.js';

/** What the numeric work on a project starts from. */
export interface ComputeTask {
  readonly agent: LiveAgent;
  readonly learner: ProjectLearner;
  readonly settled: SettledItems;
}

/**
 * Ahead items at a time, at most: what some hundred people label while a batch is chosen. Those that
 * nobody takes cost nothing.
 */
const MOST_AHEAD = 2_000;
/** Share of the labels left that may be given ahead: the others are for what the agent chooses. */
const AHEAD_SHARE = 0.25;

/**
 * Does what the agent waits for and the machine can do: choose and train.
 *
 * @returns undefined for what people must do.
 * @throws AlaasError of strategies and learner, `CANCELLED`.
 */
export async function computeObservation(task: ComputeTask): Promise<Computed | undefined> {
  const { state } = task.agent;
  const { pending } = state;
  switch (pending.kind) {
    case 'choose-holdout': {
      const random = seededRandom(state.settings.seed).fork('holdout');
      const { poolSize, budgetLabels } = state.settings;
      const rows = sampleIndices(random, poolSize, pending.count);
      const twins = await task.learner.thread.twins({ holdout: rows, budgetLabels });
      return { observation: { kind: 'chosen', rows, twins } };
    }
    case 'choose-cold-start':
      return { observation: { kind: 'chosen', rows: await coldStart(task, pending.count) } };
    case 'choose':
      return { observation: await choose(task, pending) };
    case 'train': {
      const results: TrainedArm[] = [];
      const confusions = new Map<string, readonly ConfusionCell[]>();
      for (const arm of pending.arms) {
        const { result, cells } = await trainAndMeasure(task, arm);
        results.push(result);
        if (cells) confusions.set(arm, cells);
      }
      return { observation: { kind: 'trained', results }, confusions };
    }
    case 'label':
    case 'ask':
    case 'deliver':
      return undefined;
  }
}

/**
 * Items handed out ahead with which a batch begins: those that were begun, where the agent may use
 * them, and so many that the rest of the budget pays for all others.
 */
function fromAhead(task: ComputeTask, count: number, mayUse: boolean): readonly number[] {
  const { state } = task.agent;
  const { all, begun } = task.settled.ahead(state);
  const needed = all.length - (remainingLabels(state) - count);
  return all.slice(0, Math.min(count, Math.max(needed, mayUse ? begun.length : 0)));
}

/** Items that were handed out ahead are the beginning; the rest is chosen to go with them. */
async function coldStart(task: ComputeTask, count: number): Promise<readonly number[]> {
  const { agent, learner, settled } = task;
  const { state } = agent;
  const first = fromAhead(task, count, true);
  const { rows: given } = state.arms.find(({ id }) => id === state.champion)!;
  const labelled = [...given, ...first];
  const excluded = [...takenRows(state, state.champion), ...settled.unusable];
  const open = state.settings.poolSize - new Set([...excluded, ...first]).size;
  const missing = Math.min(count - first.length, open);
  if (missing === 0) return first;
  const more = await learner.thread.choose({
    strategy: state.settings.mode === 'paper' ? 'random' : COLD_START,
    options: {},
    count: missing,
    labelled,
    // Some have no label yet; only their places matter here.
    targets: new Int32Array(labelled.length),
    excluded,
    seed: state.settings.seed,
    round: 0,
  });
  return [...first, ...more];
}

async function choose(
  task: ComputeTask,
  { arm, count }: { readonly arm: string; readonly count: number },
): Promise<AgentObservation> {
  const { agent, learner, settled } = task;
  const { state } = agent;
  // While arms are compared, each has to live with its own choice.
  const first = fromAhead(task, count, arm === state.champion && !state.exploring);
  const { rows } = state.arms.find(({ id }) => id === arm)!;
  const excluded = [...takenRows(state, arm), ...settled.unusable, ...first];
  const missing = Math.min(count - first.length, state.settings.poolSize - new Set(excluded).size);
  if (missing === 0) return { kind: 'chosen', rows: first };
  try {
    await ensureHead(task, arm);
    const more = await learner.thread.choose({
      strategy: arm,
      options: {},
      count: missing,
      labelled: rows,
      targets: targetsOf(task, rows),
      excluded,
      head: arm,
      seed: state.settings.seed,
      round: state.round,
    });
    return { kind: 'chosen', rows: [...first, ...more] };
  } catch (error) {
    // A strategy that fails leaves the race; what is wrong with us must not decide it.
    const { code, message } = AlaasError.from(error);
    if (!/^(STRATEGY|INPUT|POOL)_/.test(code)) throw error;
    return { kind: 'failed', arm, reason: message };
  }
}

async function trainAndMeasure(
  task: ComputeTask,
  arm: string,
): Promise<{ readonly result: TrainedArm; readonly cells?: readonly ConfusionCell[] }> {
  const { agent, learner } = task;
  const { holdout } = agent.state;
  await trainHead(task, arm);
  if (holdout.targets.length === 0) {
    return { result: { arm, accuracy: null, macroF1: null, correct: null } };
  }
  const bought = holdout.rows.length > 0;
  const guesses = await learner.thread.guess({ head: arm, ...(bought && { rows: holdout.rows }) });
  const { trained, evaluation } = measureArm(agent.state, arm, guesses);
  return { result: trained, cells: confusionCells(evaluation.confusion) };
}

/** After a restart the learner has no heads: they are trained again on the same labels. */
export async function ensureHead(task: ComputeTask, arm: string): Promise<void> {
  const labels = trainedLabels(task.agent.state, arm);
  if (labels === undefined || task.learner.heads.has(arm)) return;
  await trainHead(task, arm);
}

async function trainHead(task: ComputeTask, arm: string): Promise<void> {
  const { agent, learner } = task;
  const { rows } = agent.state.arms.find(({ id }) => id === arm)!;
  const { classes, testLabels } = agent;
  await learner.thread.train({
    head: arm,
    rows,
    targets: targetsOf(task, rows),
    classes,
    testTargets: testLabels && indicesOf(testLabels, classes),
  });
  learner.heads.set(arm, rows.length);
}

/** The next-best items, for annotators who would have to wait while a batch is finished or chosen. */
export async function chooseAhead(
  task: ComputeTask,
): Promise<{ readonly positions: readonly number[]; readonly strategy: string } | undefined> {
  const { agent, learner, settled } = task;
  const { state } = agent;
  const { pending, settings } = state;
  if (pending.kind !== 'label' || settings.mode === 'paper') return undefined;
  const waiting = settled.ahead(state).all.length;
  const left = Math.max(0, remainingLabels(state) - pending.rows.length);
  const excluded = [...settled.all, ...pending.rows, ...takenRows(state, state.champion)];
  const open = settings.poolSize - new Set(excluded).size;
  const count = Math.min(
    pending.rows.length,
    MOST_AHEAD,
    Math.floor(AHEAD_SHARE * left) - waiting,
    open,
  );
  if (count <= 0) return undefined;
  const hasHead = trainedLabels(state, state.champion) !== undefined;
  if (hasHead) await ensureHead(task, state.champion);
  const labelled = hasHead
    ? state.arms.find(({ id }) => id === state.champion)!.rows
    : pending.rows;
  const strategy = hasHead ? 'margin' : COLD_START;
  const positions = await learner.thread.choose({
    strategy,
    options: {},
    count,
    labelled,
    // Without a head only the places of the items matter.
    targets: hasHead ? targetsOf(task, labelled) : new Int32Array(labelled.length),
    excluded,
    ...(hasHead && { head: state.champion }),
    seed: settings.seed,
    round: state.round,
  });
  return { positions, strategy };
}

function targetsOf({ agent, settled }: ComputeTask, rows: readonly number[]): Int32Array {
  return indicesOf(
    rows.map((row) => settled.label(row, agent)),
    agent.classes,
  );
}

/** Whether an agent has something to do that needs no people. */
export function isComputed({ pending }: AgentState): boolean {
  return pending.kind.startsWith('choose') || pending.kind === 'train';
}
