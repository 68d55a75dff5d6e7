import type { AgentRecords } from '../../storage/agent-records.js';
import { openRecorder } from './agent/agent-recorder.js';
import { agentSettings } from './agent/agent-plan.js';
import { runAgent } from './agent/run-agent.js';
import type { LoadedProject } from '../config/load-project-config.js';
import type { RunStage } from '../outputs/report/report-input.js';
import type { RunData } from './data/run-data.js';
import {
  judgeByTest,
  NOTHING_TO_JUDGE_BY,
  openDataJudge,
  type DataJudge,
} from './fit/data-judge.js';
import type { DataFit } from '../outputs/report/data-fit.js';
import { openLearner } from './learner/open-learner.js';
import { lookBack, type LookBack } from './results/look-back.js';
import { mergeStages, sampleRows, writeResults, type RunOutputs } from './results/write-results.js';
import { GIVEN_BEFORE, type Ledger } from './rounds/ledger.js';
import { budgetPlanner } from './rounds/planner.js';
import { randomControl } from './rounds/random-control.js';
import {
  MAIN_HEAD,
  runRounds,
  type Annotator,
  type RoundsOutcome,
  type RoundsTask,
} from './rounds/run-rounds.js';
import { WorkMeter } from './rounds/work-meter.js';
import type { RunMeans } from './run-event.js';

/** The rounds of a run and what is written at their end. */
export interface RoundsWork extends RunMeans {
  readonly project: LoadedProject;
  readonly data: RunData;
  readonly ledger: Ledger;
  readonly records: AgentRecords;
  /** Whether new batches may be chosen; else only what the ledger has is done again. */
  readonly choosing: boolean;
  readonly annotator: Annotator;
  /** Folder that gets the results. */
  readonly folder: string;
  /** When the run began, on the clock of `performance.now()`. */
  readonly beganMs: number;
}

/** What came of it. */
export interface RoundsWorked {
  readonly outcome: RoundsOutcome;
  readonly fit: DataFit;
  readonly look: LookBack;
  /** Absent while nothing is labelled. */
  readonly outputs?: RunOutputs | undefined;
  readonly stages: readonly RunStage[];
}

/**
 * Carries out the rounds in a thread of their own and writes the results.
 *
 * @throws AlaasError as `runRounds` and `writeResults`.
 */
export async function workOnRounds(work: RoundsWork): Promise<RoundsWorked> {
  const { project, data, ledger, signal } = work;
  const { config } = project;
  const { seed, budget, agent } = config;
  const samples = sampleRows(data.pool);
  const meter = new WorkMeter(() => performance.now());
  const learner = openLearner({ pool: data.pool, test: data.test?.embeddings }, signal);
  try {
    const judge = openDataJudge(learner, work);
    await judgeByTest(judge, data, config);
    const outcome = await roundsOf({
      ...work,
      learner,
      seed,
      budget,
      meter,
      judge,
      metric: agent.metric,
    });
    const control = await randomControl(data, outcome.curve, {
      learner,
      seed,
      metric: agent.metric,
    });
    const look = await lookBack({ config, data, learner, outcome, control });
    const fit = judge.fit() ?? NOTHING_TO_JUDGE_BY;
    const stages = [...mergeStages(data.stages), ...meter.figures()];
    const worked = { outcome, fit, look, stages };
    if (ledger.labelledUpTo(Infinity).length === 0) return worked;
    const temperature = look.calibration?.temperature ?? 1;
    const outputs = await writeResults({
      ...work,
      ...worked,
      control,
      trackRecord: await work.records.trackRecord(),
      model: await learner.model({ head: MAIN_HEAD, temperature }),
      samples,
      seconds: secondsSince(work),
      finishedAt: new Date(),
    });
    return { ...worked, outputs };
  } finally {
    await learner.close();
  }
}

/** By the agent where it can forecast, else by one strategy until the budget is spent. */
async function roundsOf(
  task: RoundsWork & Omit<RoundsTask, 'planner'> & { readonly judge: DataJudge },
): Promise<RoundsOutcome> {
  const { project, data, ledger, records, choosing } = task;
  const { config } = project;
  const given = ledger.labelledUpTo(GIVEN_BEFORE).length;
  const settings = agentSettings(config, data, given);
  if (settings !== undefined && data.classes !== undefined) {
    return runAgent(settings, {
      ...task,
      classes: data.classes,
      interventions: await records.interventions(ledger.runId),
      recorder: choosing ? await openRecorder(records, ledger.runId) : undefined,
    });
  }
  const planner = choosing ? await budgetPlanner(config) : () => undefined;
  return runRounds({ ...task, planner });
}

/** Wall seconds since a run began, to the millisecond. */
export function secondsSince({ beganMs }: Pick<RoundsWork, 'beganMs'>): number {
  return Math.round(performance.now() - beganMs) / 1000;
}
