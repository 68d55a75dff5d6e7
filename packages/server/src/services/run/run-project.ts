import { AlaasError } from '@alaas/contracts';

import type { ProjectStore, StoredRun } from '../../storage/project-store.js';
import type { LoadedProject } from '../config/load-project-config.js';
import { loadRunData } from './data/load-run-data.js';
import type { RunData } from './data/run-data.js';
import type { RunStage } from '../outputs/report/report-input.js';
import { openLearner } from './learner/open-learner.js';
import { askPeople, type PendingBatch } from './results/ask-people.js';
import { mergeStages, sampleRows, writeResults, type RunOutputs } from './results/write-results.js';
import { openLedger, ORACLE, type OpenedLedger } from './rounds/open-ledger.js';
import { budgetPlanner } from './rounds/planner.js';
import { randomControl } from './rounds/random-control.js';
import { MAIN_HEAD, runRounds, type Annotator, type RoundsOutcome } from './rounds/run-rounds.js';
import { WorkMeter } from './rounds/work-meter.js';
import type { RunAnswer } from './run-answer.js';
import type { RunMeans } from './run-event.js';
import { withProjectStore } from './with-project-store.js';

/**
 * The main job: pool and budget in; labelled set, learning curve and model out.
 *
 * What decides is written to the ledger before it is acted on, and everything else is made again
 * from the ledger and the cache: a run that was stopped or killed goes on from there, to the same
 * result. Where no labels are known it stops with status `waiting` after each batch, until
 * `importLabels` has brought the labels.
 *
 * @throws AlaasError `PROJECT_LOCKED`, `DATABASE_…`, `RUN_…`, those of sources, encoders, strategies
 *   and outputs; `CANCELLED` when the signal fires.
 */
export async function runProject(project: LoadedProject, means: RunMeans = {}): Promise<RunAnswer> {
  const beganMs = performance.now();
  try {
    return await withProjectStore(project, means, async (store) => {
      const data = await loadRunData(project, means);
      try {
        const opened = await openLedger(store, project.config, data);
        const run = { project, means, store, data, opened, beganMs };
        return await recordingFailure(run, () => carryOut(run));
      } finally {
        await data.encoder?.close();
      }
    });
  } catch (error) {
    throw AlaasError.from(error);
  }
}

interface OpenRun {
  readonly project: LoadedProject;
  readonly means: RunMeans;
  readonly store: ProjectStore;
  readonly data: RunData;
  readonly opened: OpenedLedger;
  readonly beganMs: number;
}

async function carryOut(run: OpenRun): Promise<RunAnswer> {
  const { project, means, store, data, opened } = run;
  const { ledger, before } = opened;
  const notes = [...project.warnings, ...data.notes, ...opened.notes];
  for (const text of notes) means.onProgress?.({ kind: 'note', text });
  if (before?.status !== 'finished') await store.setStatus(ledger.runId, 'running');
  const { outcome, outputs, stages, waitingFor } = await work(run);
  const total = secondsSince(run);
  const status = waitingFor ? 'waiting' : 'finished';
  const again = before?.status === 'finished';
  await store.setStatus(ledger.runId, status, again ? 0 : total);
  return {
    runId: ledger.runId,
    status,
    resumed: before !== undefined,
    stages,
    curve: outcome.curve,
    selected: ledger.batches.flatMap(({ items }) => items),
    quarantined: data.quarantined,
    outputs: {
      report: outputs?.report ?? null,
      labels: outputs?.labels ?? null,
      model: outputs?.model ?? null,
    },
    waitingFor: waitingFor ?? null,
    labels: { budget: project.config.budget, used: ledger.labelledUpTo(Infinity).length },
    cache: data.cache ?? null,
    seconds: { total, firstTime: again ? firstTime(before) : null },
    notes,
  };
}

function firstTime({ workSeconds }: StoredRun): number | null {
  return workSeconds > 0 ? workSeconds : null;
}

interface Worked {
  readonly outcome: RoundsOutcome;
  /** Absent while nothing is labelled. */
  readonly outputs?: RunOutputs | undefined;
  readonly stages: readonly RunStage[];
  readonly waitingFor?: PendingBatch | undefined;
}

async function work(run: OpenRun): Promise<Worked> {
  const { project, means, data, opened } = run;
  const { config } = project;
  const { ledger } = opened;
  const { signal } = means;
  const samples = sampleRows(data.pool);
  const meter = new WorkMeter(() => performance.now());
  const learner = openLearner({ pool: data.pool, test: data.test?.embeddings }, signal);
  try {
    const outcome = await runRounds({
      ...means,
      data,
      ledger,
      learner,
      planner: budgetPlanner(config),
      annotator: annotatorOf(data),
      seed: config.seed,
      budget: config.budget,
      meter,
    });
    const waitingFor =
      outcome.waitingFor && (await askPeople(outcome.waitingFor, { config, data, ledger, signal }));
    const stages = [...mergeStages(data.stages), ...meter.figures()];
    if (ledger.labelledUpTo(Infinity).length === 0) return { outcome, stages, waitingFor };
    const outputs = await writeResults({
      project,
      folder: config.output,
      data,
      ledger,
      outcome,
      control: await randomControl(data, outcome.curve, { learner, seed: config.seed }),
      model: await learner.model(MAIN_HEAD),
      samples,
      stages,
      seconds: secondsSince(run),
      finishedAt: new Date(),
      signal,
    });
    return { outcome, outputs, stages, waitingFor };
  } finally {
    await learner.close();
  }
}

/** Known labels answer at once; people are waited for. */
function annotatorOf({ items, labels }: RunData): Annotator {
  if (!labels) return async () => undefined;
  const known = new Map(items.map((item, row) => [item, labels[row]!]));
  return async (asked) =>
    asked.map((item) => ({ item, label: known.get(item)!, annotator: ORACLE }));
}

/** Notes in the store how a run ended that did not end well. */
async function recordingFailure<Result>(
  { store, opened, beganMs }: OpenRun,
  attempt: () => Promise<Result>,
): Promise<Result> {
  try {
    return await attempt();
  } catch (thrown) {
    const error = AlaasError.from(thrown);
    const status = error.code === 'CANCELLED' ? 'cancelled' : 'failed';
    // A database that is gone is the likely reason; the first error is the one to tell.
    if (opened.before?.status !== 'finished') {
      await store
        .setStatus(opened.ledger.runId, status, secondsSince({ beganMs }))
        .catch(() => undefined);
    }
    throw error;
  }
}

function secondsSince({ beganMs }: Pick<OpenRun, 'beganMs'>): number {
  return Math.round(performance.now() - beganMs) / 1000;
}
