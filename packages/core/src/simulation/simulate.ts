import { throwIfCancelled } from '../errors.js';
import { predictProbabilities, type Head } from '../head/head.js';
import { selectOpenRows } from '../learning/select-open-rows.js';
import { takeRows } from '../numeric/matrix.js';
import type { QueryStrategy } from '../strategies/contract/strategy.js';
import {
  checkData,
  openProject,
  trainRound,
  type CurvePoint,
  type LabelledData,
  type Means,
  type OpenedProject,
} from './open-project.js';
import { checkSchedule, nextBatchSize, type Schedule } from './schedule.js';

/** Simulated projects: all labels are known, each is bought when a strategy asks for it. */
export interface SimulationTask extends Means {
  readonly data: LabelledData;
  readonly strategies: readonly QueryStrategy[];
  /** One project per strategy and seed. */
  readonly seeds: readonly number[];
  readonly schedule: Schedule;
  /** Told after every measured point. */
  readonly onProgress?: ((progress: SimulationProgress) => void) | undefined;
}

/** The learning curve of one strategy and one seed. */
export interface SimulatedCurve {
  readonly strategy: string;
  readonly seed: number;
  readonly points: readonly CurvePoint[];
}

/** How far a simulation is. */
export interface SimulationProgress {
  /** Curves asked for. */
  readonly curves: number;
  readonly finishedCurves: number;
  readonly strategy: string;
  readonly seed: number;
  /** The latest point of the present curve. */
  readonly point: CurvePoint;
}

/**
 * Learning curves, one per strategy and seed in that order: select, label, train (warm start),
 * evaluate, until the budget is spent. Pool and cold start depend on the seed alone, so strategies
 * are compared from the same start.
 *
 * Cost per round: the strategy's, and about 100·L·d·C flops for a head on L labels. Memory: two
 * copies of the drawn pool.
 *
 * @throws CodedError `SIMULATION_OPTION_INVALID`, `INPUT_SHAPE`, `CANCELLED`, and whatever
 *   `selectBatch` throws.
 */
export async function simulate(task: SimulationTask): Promise<SimulatedCurve[]> {
  const { data, strategies, seeds, schedule } = task;
  checkData(data);
  checkSchedule(schedule, data.targets.length);
  const curves: SimulatedCurve[] = [];
  for (const seed of seeds) {
    const project = await openProject(data, { schedule, seed }, task);
    for (const strategy of strategies) {
      const report = (point: CurvePoint) =>
        task.onProgress?.({
          curves: strategies.length * seeds.length,
          finishedCurves: curves.length,
          strategy: strategy.id,
          seed,
          point,
        });
      const points = await curveOf(strategy, project, { ...task, report });
      curves.push({ strategy: strategy.id, seed, points });
    }
  }
  return strategies.flatMap((_, s) => seeds.map((_, k) => curves[k * strategies.length + s]!));
}

type Round = { readonly number: number; readonly count: number; readonly head: Head };

async function curveOf(
  strategy: QueryStrategy,
  project: OpenedProject,
  task: SimulationTask & { report: (point: CurvePoint) => void },
): Promise<CurvePoint[]> {
  const labelled = [...project.labelled];
  let { head, point } = project.trained;
  const points = [point];
  task.report(point);
  for (let number = 1; ; number++) {
    throwIfCancelled(task.signal);
    const count = nextBatchSize(task.schedule, labelled.length);
    if (count === 0) return points;
    const round = { number, count, head };
    labelled.push(...(await pickRows(strategy, { project, labelled, round }, task)));
    ({ head, point } = await trainRound(project, { labelled, last: head }, task));
    points.push(point);
    task.report(point);
  }
}

/** Rows of the drawn pool that the strategy asks for next. */
async function pickRows(
  strategy: QueryStrategy,
  state: { project: OpenedProject; labelled: readonly number[]; round: Round },
  means: Means,
): Promise<number[]> {
  const { project, labelled, round } = state;
  const { kernels, signal } = means;
  const { embeddings, features, targets, random, space } = project;
  return selectOpenRows(
    strategy,
    {
      embeddings,
      labelled,
      labelledTargets: Int32Array.from(labelled, (row) => targets[row]!),
      head: { space, head: round.head },
      probabilitiesOf: (rows) => predictProbabilities(round.head, takeRows(features, rows), means),
    },
    { kernels, signal, count: round.count, random: random.fork(`round-${round.number}`) },
  );
}
