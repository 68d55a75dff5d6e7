import { join, relative } from 'node:path';
import { macroF1Error, seededRandom, sliceRows, type Matrix } from '@alaas/core';
import { openOnnxKernels, type StageFigures } from '@alaas/pipeline';
import type { TrackRecord } from '@alaas/contracts';
import { stringify } from 'yaml';

import { ALAAS_VERSION } from '../../../version.js';
import type { LoadedProject } from '../../config/load-project-config.js';
import { labelBatchName } from '../../outputs/labels/write-label-batch.js';
import { writeLabelledSet } from '../../outputs/labels/write-labelled-set.js';
import { exportModel } from '../../outputs/model/export-model.js';
import type { ExportOrigin } from '../../outputs/model/export-task.js';
import type { Measurement, RandomControl, ReportInput } from '../../outputs/report/report-input.js';
import { writeReport } from '../../outputs/report/write-report.js';
import { describeAgent } from '../agent/describe-agent.js';
import { isAgentMode } from '../agent/agent-mode.js';
import type { RunData } from '../data/run-data.js';
import type { DataFit } from '../../outputs/report/data-fit.js';
import type { LearnedModel } from '../learner/learner-tasks.js';
import { paidLabels } from '../agent/paid-labels.js';
import type { Ledger } from '../rounds/ledger.js';
import type { RoundsOutcome } from '../rounds/run-rounds.js';
import type { LookBack } from './look-back.js';

/** Paths of what a run wrote. */
export interface RunOutputs {
  readonly report: string;
  /** The CSV form; `labels.jsonl` lies beside it. */
  readonly labels: string;
  /** Absent while there is no trained head. */
  readonly model?: string | undefined;
}

/** What the results are made from. */
export interface ResultsTask {
  readonly project: LoadedProject;
  /** Folder that gets them. */
  readonly folder: string;
  readonly data: RunData;
  readonly ledger: Ledger;
  readonly outcome: RoundsOutcome;
  readonly fit: DataFit;
  readonly look: LookBack;
  /** How forecasts of all runs fared. */
  readonly trackRecord: TrackRecord;
  readonly control?: RandomControl | undefined;
  readonly model?: LearnedModel | undefined;
  /** Rows of the pool to check a model of vectors with. */
  readonly samples: Matrix;
  readonly stages: ReportInput['stages'];
  /** Wall seconds so far. */
  readonly seconds: number;
  readonly finishedAt: Date;
  readonly signal?: AbortSignal | undefined;
}

/** Items that a model is checked with after export. */
const CHECKED_ITEMS = 8;

/** Copies of the first rows of a pool, for `ResultsTask.samples`. */
export function sampleRows(pool: Matrix): Matrix {
  const rows = sliceRows(pool, 0, Math.min(CHECKED_ITEMS, pool.rows));
  return { ...rows, data: rows.data.slice() };
}

/**
 * Writes the labelled set, the model and the report, each whole or not at all.
 *
 * @throws AlaasError of the writers: `OUTPUT_WRITE_FAILED`, `EXPORT_…`, `CANCELLED`.
 */
export async function writeResults(task: ResultsTask): Promise<RunOutputs> {
  const { folder, ledger, signal } = task;
  const labels = await writeLabelledSet(ledger.labelledUpTo(Infinity), folder);
  const model = task.model && task.outcome.last && (await writeModel(task, task.model));
  const report = join(folder, 'report.html');
  await writeReport(reportOf(task), report, { signal });
  return { report, labels: labels.csv, model };
}

async function writeModel(task: ResultsTask, model: LearnedModel): Promise<string> {
  const { project, ledger, outcome, signal } = task;
  const { config } = project;
  const last = outcome.last!;
  const point = outcome.curve.at(-1);
  const kernels = await openOnnxKernels();
  try {
    const exported = await exportModel({
      folder: join(task.folder, 'model'),
      task: config.task,
      classes: last.classes,
      featureSpace: model.featureSpace,
      head: model.head,
      origin: await originOf(task),
      provenance: {
        project: config.project,
        runId: ledger.runId,
        createdAt: task.finishedAt,
        alaasVersion: ALAAS_VERSION,
        strategy: strategyOf(task),
        seed: config.seed,
        labels: last.labels,
        measurement: measurementOf(task),
        calibration: task.look.calibration,
        ...(point && { accuracy: { value: point.accuracy, low: point.low, high: point.high } }),
      },
      kernels,
      signal,
    });
    return exported.model;
  } finally {
    await kernels.close();
  }
}

async function originOf({ data, samples, signal }: ResultsTask): Promise<ExportOrigin> {
  const { encoder, reader, items } = data;
  if (!encoder || !reader) return { kind: 'vectors', vectors: samples };
  const contents: Uint8Array[] = [];
  for (const item of items.slice(0, CHECKED_ITEMS)) contents.push(await reader.read(item, signal));
  return { kind: 'encoder', encoder, items: contents };
}

function reportOf(task: ResultsTask): ReportInput {
  const { project, data, ledger, outcome, stages, fit, look } = task;
  const { config, file } = project;
  const { last } = outcome;
  return {
    project: config.project,
    task: config.task,
    runId: ledger.runId,
    finishedAt: task.finishedAt,
    seconds: task.seconds,
    classes: last?.classes ?? data.classes ?? [],
    poolItems: data.items.length,
    budget: { labels: config.budget, used: paidLabels(ledger, outcome.agent) },
    labelledItems: ledger.labelledUpTo(Infinity).length,
    strategy: strategyOf(task),
    seed: config.seed,
    annotator: data.labels ? 'known-labels' : 'people',
    measurement: measurementOf(task),
    curve: outcome.curve,
    control: task.control,
    agent: outcome.agent && describeAgent(outcome.agent),
    evaluation: last?.evaluation,
    macroF1Interval: last?.evaluation && macroF1Error(last.evaluation, { random: seededRandom(0) }),
    fit,
    ...look,
    rates: config.agent,
    metric: config.agent.metric,
    trackRecord: task.trackRecord,
    waiting: waitingOf(task),
    stages,
    cache: data.cache,
    quarantined: data.quarantined,
    chosen: ledger.batches.flatMap(({ items, round, strategy }) =>
      items.map((item, rank) => ({
        item,
        round,
        rank,
        strategy,
        label: ledger.label(item)?.label,
      })),
    ),
    readItem: data.reader && ((item, signal) => data.reader!.read(item, signal)),
    encoder: data.encoder && { id: data.encoder.id, digest: data.encoder.digest },
    settingsYaml: stringify(config),
    versions: { alaas: ALAAS_VERSION, node: process.version },
    reproduce: [`npx alaas run ${relative(process.cwd(), file) || file}`],
  };
}

function waitingOf({ ledger, outcome }: ResultsTask): ReportInput['waiting'] {
  const batch = outcome.waitingFor;
  return batch && { items: ledger.unlabelled(batch).length, file: labelBatchName(batch.round) };
}

/** Where accuracy was measured: a holdout that the agent bought is not among the data. */
function measurementOf({ data, outcome }: ResultsTask): Measurement {
  const bought = outcome.agent?.holdout.rows.length ?? 0;
  return bought > 0 ? { kind: 'bought-holdout', items: bought } : data.measurement;
}

/** The strategy that the model comes from, where the configuration names a mode of the agent. */
function strategyOf({ project, ledger, outcome }: ResultsTask): string {
  const { id } = project.config.strategy;
  if (outcome.agent) return outcome.agent.champion;
  return isAgentMode(id) ? (ledger.batches.at(-1)?.strategy ?? id) : id;
}

/** Adds up the figures of stages that several parts of a run went through. */
export function mergeStages(stages: readonly StageFigures[]): StageFigures[] {
  const merged = new Map<StageFigures['name'], StageFigures>();
  for (const stage of stages) {
    const before = merged.get(stage.name);
    merged.set(stage.name, before ? addStages(before, stage) : stage);
  }
  return [...merged.values()];
}

function addStages(a: StageFigures, b: StageFigures): StageFigures {
  const seconds = a.seconds + b.seconds;
  const busy = seconds > 0 ? (a.busy * a.seconds + b.busy * b.seconds) / seconds : 0;
  const plan = b.plan ?? a.plan;
  return { name: a.name, items: a.items + b.items, seconds, busy, ...(plan && { plan }) };
}
