import { AlaasError } from '@alaas/contracts';
import { stateNotes } from '@alaas/core';

import type { AgentRecords } from '../../storage/agent-records.js';
import type { ProjectStore } from '../../storage/project-store.js';
import type { LoadedProject } from '../config/load-project-config.js';
import { describeAgent } from './agent/describe-agent.js';
import { paidLabels } from './agent/paid-labels.js';
import { loadRunData } from './data/load-run-data.js';
import type { RunData } from './data/run-data.js';
import { askPeople } from './results/ask-people.js';
import { deliveredModel } from './results/delivered-model.js';
import type { LookBack } from './results/look-back.js';
import type { RunOutputs } from './results/write-results.js';
import { openLedger, ORACLE, type OpenedLedger } from './rounds/open-ledger.js';
import type { Annotator, RoundsOutcome } from './rounds/run-rounds.js';
import type { RunAnswer } from './run-answer.js';
import type { RunMeans } from './run-event.js';
import { withProjectStore } from './with-project-store.js';
import { secondsSince, workOnRounds } from './work-on-rounds.js';

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
    return await withProjectStore(project, means, async (store, records) => {
      const data = await loadRunData(project, means);
      try {
        const opened = await openLedger(store, project.config, data);
        const run = { project, means, store, records, data, opened, beganMs };
        return await recordingFailure(run, () => carryOut(run));
      } finally {
        await data.close();
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
  readonly records: AgentRecords;
  readonly data: RunData;
  readonly opened: OpenedLedger;
  readonly beganMs: number;
}

async function carryOut(run: OpenRun): Promise<RunAnswer> {
  const { project, means, store, records, data, opened, beganMs } = run;
  const { config } = project;
  const { ledger } = opened;
  const again = isFinished(opened);
  const notes = [...project.warnings, ...data.notes, ...opened.notes];
  for (const text of notes) means.onProgress?.({ kind: 'note', text });
  if (!again) await store.setStatus(ledger.runId, 'running');
  const { outcome, outputs, stages, fit, look } = await workOnRounds({
    ...means,
    project,
    data,
    ledger,
    records,
    choosing: true,
    annotator: annotatorOf(data),
    folder: config.output,
    beganMs,
  });
  const pending = outcome.waitingFor;
  const waitingFor = pending && (await askPeople(pending, { ...means, config, data, ledger }));
  const agent = outcome.agent ? describeAgent(outcome.agent) : null;
  const asked = agent?.decisions[agent.decisionAsked ?? -1] ?? null;
  const status = waitingFor || asked ? 'waiting' : 'finished';
  await keepDelivered(run, outcome, status);
  const total = secondsSince(run);
  await store.setStatus(ledger.runId, status, again ? 0 : total);
  return {
    runId: ledger.runId,
    status,
    resumed: opened.before !== undefined,
    stages,
    curve: outcome.curve,
    selected: ledger.batches.flatMap(({ items }) => items),
    quarantined: data.quarantined,
    outputs: withNulls(outputs),
    waitingFor: waitingFor ?? null,
    labels: { budget: config.budget, used: paidLabels(ledger, outcome.agent) },
    labelledItems: ledger.labelledUpTo(Infinity).length,
    cache: data.cache ?? null,
    seconds: { total, firstTime: firstTime(opened) },
    decisionAsked: asked,
    agent,
    domainFit: fit,
    ...lookedBack(look),
    notes: [...notes, ...(outcome.agent ? stateNotes(outcome.agent) : [])],
  };
}

async function keepDelivered(
  { store, opened, data }: OpenRun,
  outcome: RoundsOutcome,
  status: RunAnswer['status'],
): Promise<void> {
  const delivered = deliveredModel(outcome, data.test !== undefined);
  if (status !== 'finished' || delivered === undefined) return;
  await store.keepDelivered(opened.ledger.runId, delivered);
}

function lookedBack(
  look: LookBack,
): Pick<
  RunAnswer,
  'labelsSaved' | 'calibration' | 'scarceClasses' | 'modelOpinion' | 'tightenedAccuracy'
> {
  const { saved, calibration, scarce, opinion, tightened } = look;
  return {
    modelOpinion: opinion ?? null,
    labelsSaved: saved ?? null,
    calibration: calibration ?? null,
    tightenedAccuracy: tightened ?? null,
    scarceClasses: scarce ?? null,
  };
}

function isFinished({ before }: OpenedLedger): boolean {
  return before?.status === 'finished';
}

/** The outputs with null in place of what was not written. */
export function withNulls(outputs: RunOutputs | undefined): RunAnswer['outputs'] {
  const { report = null, labels = null, model = null } = outputs ?? {};
  return { report, labels, model };
}

/** What the run cost when it was finished first; null when that is now or was not measured. */
function firstTime(opened: OpenedLedger): number | null {
  const seconds = isFinished(opened) ? opened.before!.workSeconds : 0;
  return seconds > 0 ? seconds : null;
}

/** Known labels answer at once; people are waited for. */
function annotatorOf({ items, labels }: RunData): Annotator {
  if (!labels) return async () => undefined;
  const known = new Map(items.map((item, row) => [item, labels[row]!]));
  return async (asked) =>
    asked.map((item) => ({ item, label: known.get(item)!, annotator: ORACLE }));
}

/** Notes in the store how a run ended that did not end well; a finished one stays finished. */
async function recordingFailure<Result>(
  { store, opened, beganMs }: OpenRun,
  attempt: () => Promise<Result>,
): Promise<Result> {
  try {
    return await attempt();
  } catch (thrown) {
    const error = AlaasError.from(thrown);
    const status = error.code === 'CANCELLED' ? 'cancelled' : 'failed';
    if (!isFinished(opened)) {
      // A database that is gone is the likely reason; the first error is the one to tell.
      await store
        .setStatus(opened.ledger.runId, status, secondsSince({ beganMs }))
        .catch(() => undefined);
    }
    throw error;
  }
}
