import { AlaasError, type ErrorCode } from '@alaas/contracts';
import {
  measureArm,
  measuredRows,
  sampleIndices,
  seededRandom,
  takenRows,
  type AgentAction,
  type AgentObservation,
  type AgentState,
  type AgentWorld,
  type Evaluation,
  type TrainedArm,
} from '@alaas/core';

import type { StoredIntervention } from '../../../storage/agent-records.js';
import type { SelectionEntry } from '../../../storage/project-store.js';
import type { DataJudge } from '../fit/data-judge.js';
import { GIVEN_BEFORE } from '../rounds/ledger.js';
import type { AgentRecorder } from './agent-recorder.js';
import { heedPeople } from './heed-people.js';
import { indicesOf, type RoundsTask } from '../rounds/run-rounds.js';

/** Name of the holdout and of the cold start where the ledger names what chose a batch. */
const HOLDOUT = 'holdout';
const COLD_START = 'max-herding';

/** Errors that are not a strategy's own. */
const FATAL: readonly ErrorCode[] = ['CANCELLED', 'INTERNAL_ERROR'];

/** What a world works with. */
export interface LedgerWorldTask extends Omit<RoundsTask, 'planner' | 'budget'> {
  /** Fixed, in order. */
  readonly classes: readonly string[];
  /** Whether batches that the ledger does not have may be chosen. */
  readonly choosing: boolean;
  readonly judge: DataJudge;
  /** What people told the agent so far. */
  readonly interventions: readonly StoredIntervention[];
  /** Told every state in turn; absent where the run is only looked at. */
  readonly recorder?: AgentRecorder | undefined;
}

/** The world, and what happened in it beyond what the agent needs to know. */
export interface LedgerWorld extends AgentWorld {
  /** Figures on the holdout, one for each training of an arm. */
  readonly evaluations: ReadonlyMap<string, readonly Evaluation[]>;
  /** The batch whose labels must be waited for. */
  readonly waitingFor: () => SelectionEntry | undefined;
}

/**
 * Carries out what the agent wants on a real project. What the ledger has is not chosen again, so
 * that a run that was cut off comes to the same state and goes on from there.
 */
export function ledgerWorld(task: LedgerWorldTask): LedgerWorld {
  const { data, ledger, learner, classes, seed, meter, onProgress } = task;
  const rowOf = new Map(data.items.map((item, row) => [item, row]));
  const evaluations = new Map<string, Evaluation[]>();
  let taken = 0;
  let waiting: SelectionEntry | undefined;

  /** The next batch: as the ledger has it, else by `choose`; undefined where none may be chosen. */
  async function nextBatch(
    strategy: string,
    count: number,
    choose: () => Promise<readonly number[]>,
  ): Promise<AgentObservation | undefined> {
    const recorded = ledger.batches[taken];
    if (recorded === undefined && !task.choosing) return undefined;
    // Where the next batch is another strategy's, this one failed then, and fails again.
    const isOwn = recorded?.strategy === strategy;
    const batch = isOwn ? recorded : await chooseNew(strategy, count, choose);
    taken++;
    return { kind: 'chosen', rows: batch.items.map((item) => rowOf.get(item)!) };
  }

  async function chooseNew(
    strategy: string,
    count: number,
    choose: () => Promise<readonly number[]>,
  ): Promise<SelectionEntry> {
    const round = taken;
    onProgress?.({ kind: 'stage', stage: 'choose', done: 0, total: count, note: strategy });
    const rows = await meter.measure('select', count, choose);
    const batch = { round, strategy, items: rows.map((row) => data.items[row]!) };
    await ledger.addBatch(batch);
    onProgress?.({ kind: 'stage', stage: 'choose', done: count, total: count, note: strategy });
    onProgress?.({ kind: 'round', step: 'chosen', round });
    return batch;
  }

  async function holdout(state: AgentState, count: number): Promise<AgentObservation | undefined> {
    const chosen = await nextBatch(HOLDOUT, count, async () =>
      sampleIndices(seededRandom(seed).fork(HOLDOUT), data.items.length, count),
    );
    if (chosen?.kind !== 'chosen') return chosen;
    const { budgetLabels } = state.settings;
    return { ...chosen, twins: await learner.twins({ holdout: chosen.rows, budgetLabels }) };
  }

  /** Labels that were there before the first batch are the beginning of the cold start. */
  async function coldStart(state: AgentState, count: number): Promise<readonly number[]> {
    const given = ledger.labelledUpTo(GIVEN_BEFORE).map(({ item }) => rowOf.get(item)!);
    const first = given.slice(0, count);
    if (first.length === count) return first;
    const measured = measuredRows(state);
    const more = await learner.choose({
      strategy: state.settings.mode === 'paper' ? 'random' : COLD_START,
      options: {},
      count: Math.min(count, data.items.length - measured.length) - first.length,
      labelled: first,
      targets: targetsOf(first),
      excluded: measured,
      seed,
      round: 0,
    });
    return [...first, ...more];
  }

  /** The arm's next batch; an arm whose strategy fails is reported, so that the others go on. */
  async function nextOfArm(
    state: AgentState,
    arm: string,
    count: number,
  ): Promise<AgentObservation | undefined> {
    let failure: AlaasError | undefined;
    const choose = () =>
      chooseFor(state, arm, count).catch((thrown: unknown) => {
        const error = AlaasError.from(thrown);
        if (!FATAL.includes(error.code)) failure = error;
        throw error;
      });
    try {
      return await nextBatch(arm, count, choose);
    } catch (error) {
      if (failure === undefined) throw error;
      return { kind: 'failed', arm, reason: failure.message };
    }
  }

  function chooseFor(state: AgentState, armId: string, count: number): Promise<readonly number[]> {
    const { rows } = state.arms.find(({ id }) => id === armId)!;
    return learner.choose(
      {
        strategy: armId,
        options: {},
        count,
        labelled: rows,
        targets: targetsOf(rows),
        excluded: takenRows(state, armId),
        head: armId,
        seed,
        round: state.round,
      },
      (done) => onProgress?.({ kind: 'stage', stage: 'choose', done, total: count, note: armId }),
    );
  }

  /** Sees to it that rows have labels; undefined while people are waited for. */
  async function label(rows: readonly number[]): Promise<AgentObservation | undefined> {
    const items = rows.map((row) => data.items[row]!);
    const open = items.filter((item) => ledger.label(item) === undefined);
    const batch = ledger.batches[taken - 1]!;
    if (open.length > 0) {
      const given = await task.annotator(open);
      if (given) await ledger.addLabels(given.map((one) => ({ ...one, round: batch.round })));
      if (open.some((item) => ledger.label(item) === undefined)) {
        waiting = batch;
        return undefined;
      }
      onProgress?.({ kind: 'round', step: 'labelled', round: batch.round });
    }
    const targets = targetsOf(rows);
    return {
      kind: 'labelled',
      labels: rows.map((row, i) => ({ row, target: targets[i]! })),
      unusable: [],
    };
  }

  async function train(state: AgentState, armId: string): Promise<TrainedArm> {
    const { rows } = state.arms.find(({ id }) => id === armId)!;
    const testTargets = data.test && indicesOf(data.test.labels, classes);
    await meter.measure('train', rows.length, () =>
      learner.train({ head: armId, rows, targets: targetsOf(rows), classes, testTargets }),
    );
    const { holdout } = state;
    if (holdout.targets.length === 0) {
      return { arm: armId, accuracy: null, macroF1: null, correct: null };
    }
    const bought = holdout.rows.length > 0;
    const guesses = await learner.guess({ head: armId, ...(bought && { rows: holdout.rows }) });
    const { trained, evaluation } = measureArm(state, armId, guesses);
    evaluations.set(armId, [...(evaluations.get(armId) ?? []), evaluation]);
    return trained;
  }

  function targetsOf(rows: readonly number[]): Int32Array {
    return indicesOf(
      rows.map((row) => ledger.label(data.items[row]!)!.label),
      classes,
    );
  }

  async function act(
    action: AgentAction,
    state: AgentState,
  ): Promise<AgentObservation | undefined> {
    switch (action.kind) {
      case 'choose-holdout':
        return holdout(state, action.count);
      case 'choose-cold-start':
        return nextBatch(COLD_START, action.count, () => coldStart(state, action.count));
      case 'choose':
        return nextOfArm(state, action.arm, action.count);
      case 'label':
        return label(action.rows);
      case 'train': {
        const results: TrainedArm[] = [];
        for (const arm of action.arms) results.push(await train(state, arm));
        onProgress?.({ kind: 'round', step: 'trained', round: Math.max(0, taken - 1) });
        return { kind: 'trained', results };
      }
      case 'ask':
        return undefined;
      case 'deliver':
        throw new AlaasError('INTERNAL_ERROR', `No world carries out "${action.kind}".`);
    }
  }

  const heed = heedPeople(task.interventions, (text) => onProgress?.({ kind: 'note', text }));
  return { act, heed, evaluations, waitingFor: () => waiting };
}
