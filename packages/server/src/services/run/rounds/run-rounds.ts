import { AlaasError } from '@alaas/contracts';
import {
  macroF1Error,
  seededRandom,
  throwIfCancelled,
  wilsonInterval,
  type AgentState,
  type Evaluation,
  type Metric,
} from '@alaas/core';

import type { LabelEntry, SelectionEntry } from '../../../storage/project-store.js';
import type { MeasuredPoint } from '../../outputs/report/report-input.js';
import { sortedClasses } from '../data/arrange-data.js';
import type { RunData } from '../data/run-data.js';
import type { LearnerThread } from '../learner/open-learner.js';
import type { RunMeans } from '../run-event.js';
import { GIVEN_BEFORE, type Ledger } from './ledger.js';
import type { PlannedBatch, Planner } from './planner.js';
import type { WorkMeter } from './work-meter.js';

/** Gives labels to items, or undefined when they must be waited for. */
export type Annotator = (
  items: readonly string[],
) => Promise<readonly Pick<LabelEntry, 'item' | 'label' | 'annotator'>[] | undefined>;

/** What the rounds of a run work with. */
export interface RoundsTask extends RunMeans {
  readonly data: Pick<RunData, 'items' | 'classes' | 'test'>;
  readonly ledger: Ledger;
  readonly learner: LearnerThread;
  readonly planner: Planner;
  readonly annotator: Annotator;
  readonly seed: number;
  /** What counts. */
  readonly metric: Metric;
  /** Labels in all, for the display. */
  readonly budget: number;
  readonly meter: WorkMeter;
}

/** How the rounds ended. */
export interface RoundsOutcome {
  /** One point per trained round; empty when nothing can be measured. */
  readonly curve: readonly MeasuredPoint[];
  /** The last head; absent when there was never one. */
  readonly last?: LearnedRound | undefined;
  /** The batch whose labels must be waited for. */
  readonly waitingFor?: SelectionEntry | undefined;
  /** Where the agent stands; absent where one strategy was named. */
  readonly agent?: AgentState | undefined;
}

/** A head that was trained after a round. */
export interface LearnedRound {
  readonly classes: readonly string[];
  /** Items that it was trained on. */
  readonly labels: number;
  /** Whether it has seen two classes, so that its probabilities mean something. */
  readonly decides: boolean;
  readonly evaluation?: Evaluation | undefined;
}

/** The head that is delivered. */
export const MAIN_HEAD = 'main';

/**
 * Select, label, train, measure, until the planner wants nothing more or labels must be waited for.
 * Rounds that the ledger has already are trained again but not chosen again, so that a run that was
 * cut off goes on to the same result.
 *
 * @throws AlaasError of strategies, store and learner; `CANCELLED`.
 */
export async function runRounds(given: RoundsTask): Promise<RoundsOutcome> {
  const { data, ledger } = given;
  const task = { ...given, rowOf: new Map(data.items.map((item, row) => [item, row])) };
  const curve: MeasuredPoint[] = [];
  let last = await learn(task, GIVEN_BEFORE);
  if (last?.evaluation) curve.push(pointOf(last.labels, last.evaluation, task.metric));
  for (let round = 0; ; round++) {
    throwIfCancelled(task.signal);
    const batch = ledger.batches[round] ?? (await chooseBatch(task, { round, last }));
    if (!batch) return { curve, last };
    if (!(await labelBatch(task, batch))) return { curve, last, waitingFor: batch };
    last = await learn(task, round);
    if (last?.evaluation) curve.push(pointOf(last.labels, last.evaluation, task.metric));
    task.onProgress?.({ kind: 'round', step: 'trained', round });
    showLabels(task, { round, last });
  }
}

/** A task with the row of each item, which is found once. */
interface RunningRounds extends RoundsTask {
  readonly rowOf: ReadonlyMap<string, number>;
}

/** Plans, chooses and stores the next batch. */
async function chooseBatch(
  task: RunningRounds,
  { round, last }: { round: number; last: LearnedRound | undefined },
): Promise<SelectionEntry | undefined> {
  const { data, ledger, learner, planner, seed, meter, onProgress } = task;
  const known = learnable(task, round);
  const labelled = known.rows;
  const plan = planner({
    round,
    labelled: labelled.length,
    open: data.items.length - labelled.length,
    classCount: known.classes.length,
    trained: last?.decides === true,
  });
  if (!plan) return undefined;
  const show = (done: number) =>
    onProgress?.({
      kind: 'stage',
      stage: 'choose',
      done,
      total: plan.count,
      note: noteOf(plan, round),
    });
  const head = last?.decides ? MAIN_HEAD : undefined;
  const rows = await meter.measure('select', plan.count, () =>
    learner.choose({ ...plan, labelled, targets: known.targets, head, seed, round }, show),
  );
  const items = rows.map((row) => data.items[row]!);
  const batch = { round, strategy: plan.strategy, items };
  await ledger.addBatch(batch);
  show(plan.count);
  onProgress?.({ kind: 'round', step: 'chosen', round });
  return batch;
}

function noteOf({ strategy }: PlannedBatch, round: number): string {
  return `round ${round} by ${strategy}`;
}

/** Sees to it that a batch has its labels; false when they must be waited for. */
async function labelBatch(task: RoundsTask, batch: SelectionEntry): Promise<boolean> {
  const { ledger, annotator, onProgress } = task;
  const open = ledger.unlabelled(batch);
  if (open.length === 0) return true;
  const labels = await annotator(open);
  if (!labels) return false;
  await ledger.addLabels(labels.map((label) => ({ ...label, round: batch.round })));
  onProgress?.({ kind: 'round', step: 'labelled', round: batch.round });
  return ledger.unlabelled(batch).length === 0;
}

/** Trains the head on all labels up to a round; undefined while there are not two classes. */
async function learn(task: RunningRounds, round: number): Promise<LearnedRound | undefined> {
  const { data, learner, meter } = task;
  const { rows, targets, classes } = learnable(task, round);
  if (rows.length === 0 || classes.length < 2) return undefined;
  const testTargets = data.test && indicesOf(data.test.labels, classes);
  const evaluation = await meter.measure('train', rows.length, () =>
    learner.train({ head: MAIN_HEAD, rows, targets, classes, testTargets }),
  );
  return { classes, labels: rows.length, decides: new Set(targets).size > 1, evaluation };
}

/** What is labelled up to a round, as rows of the pool with their classes. */
function learnable({ data, ledger, rowOf }: RunningRounds, round: number) {
  const labelled = ledger.labelledUpTo(round);
  const names = labelled.map(({ label }) => label);
  const classes = data.classes ?? sortedClasses([...names, ...(data.test?.labels ?? [])]);
  const rows = labelled.map(({ item }) => rowOf.get(item)!);
  return { rows, targets: indicesOf(names, classes), classes };
}

/** Class index of each label. */
export function indicesOf(labels: readonly string[], classes: readonly string[]): Int32Array {
  const index = new Map(classes.map((name, at) => [name, at]));
  return Int32Array.from(labels, (label) => {
    const at = index.get(label);
    if (at !== undefined) return at;
    throw new AlaasError('RUN_CLASS_UNKNOWN', `The label "${label}" is not one of the classes.`, {
      field: 'classes',
      value: label,
    });
  });
}

/** Draws for the interval of macro-F1 at each point of a curve. */
const RESAMPLES = 200;

/** Accuracy with its Wilson interval; where macro-F1 counts, that too, with a bootstrap interval. */
export function pointOf(
  labels: number,
  evaluation: Evaluation,
  metric: Metric = 'accuracy',
): MeasuredPoint {
  const { accuracy, macroF1, count } = evaluation;
  const point = { labels, accuracy, ...wilsonInterval(Math.round(accuracy * count), count) };
  if (metric === 'accuracy') return point;
  const random = seededRandom(0);
  const { low, high } = macroF1Error(evaluation, { random, resamples: RESAMPLES });
  return { ...point, macroF1: { value: macroF1, low, high } };
}

function showLabels(
  { ledger, budget, onProgress }: RoundsTask,
  { round, last }: { round: number; last: LearnedRound | undefined },
): void {
  const accuracy = last?.evaluation?.accuracy;
  onProgress?.({
    kind: 'stage',
    stage: 'label',
    done: ledger.labelledUpTo(round).length,
    total: budget,
    note: accuracy === undefined ? undefined : `accuracy ${(100 * accuracy).toFixed(1)} %`,
  });
}
