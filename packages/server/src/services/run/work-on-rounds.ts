import type { LoadedProject } from '../config/load-project-config.js';
import type { RunStage } from '../outputs/report/report-input.js';
import type { RunData } from './data/run-data.js';
import { openLearner } from './learner/open-learner.js';
import { mergeStages, sampleRows, writeResults, type RunOutputs } from './results/write-results.js';
import type { Ledger } from './rounds/ledger.js';
import type { Planner } from './rounds/planner.js';
import { randomControl } from './rounds/random-control.js';
import { MAIN_HEAD, runRounds, type Annotator, type RoundsOutcome } from './rounds/run-rounds.js';
import { WorkMeter } from './rounds/work-meter.js';
import type { RunMeans } from './run-event.js';

/** The rounds of a run and what is written at their end. */
export interface RoundsWork extends RunMeans {
  readonly project: LoadedProject;
  readonly data: RunData;
  readonly ledger: Ledger;
  readonly planner: Planner;
  readonly annotator: Annotator;
  /** Folder that gets the results. */
  readonly folder: string;
  /** When the run began, on the clock of `performance.now()`. */
  readonly beganMs: number;
}

/** What came of it. */
export interface RoundsWorked {
  readonly outcome: RoundsOutcome;
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
  const { seed, budget } = project.config;
  const samples = sampleRows(data.pool);
  const meter = new WorkMeter(() => performance.now());
  const learner = openLearner({ pool: data.pool, test: data.test?.embeddings }, signal);
  try {
    const outcome = await runRounds({ ...work, learner, seed, budget, meter });
    const stages = [...mergeStages(data.stages), ...meter.figures()];
    if (ledger.labelledUpTo(Infinity).length === 0) return { outcome, stages };
    const outputs = await writeResults({
      ...work,
      outcome,
      control: await randomControl(data, outcome.curve, { learner, seed }),
      model: await learner.model(MAIN_HEAD),
      samples,
      stages,
      seconds: secondsSince(work),
      finishedAt: new Date(),
    });
    return { outcome, outputs, stages };
  } finally {
    await learner.close();
  }
}

/** Wall seconds since a run began, to the millisecond. */
export function secondsSince({ beganMs }: Pick<RoundsWork, 'beganMs'>): number {
  return Math.round(performance.now() - beganMs) / 1000;
}
