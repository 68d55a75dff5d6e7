import type { ProjectConfig } from '@alaas/contracts';
import type { AccuracyEstimate, AgentState, Calibration } from '@alaas/core';

import type { RandomControl } from '../../outputs/report/report-input.js';
import type { SavedAgainstRandom } from '../../outputs/report/saved-against-random.js';
import { scarceClasses, type ScarceClasses } from '../../outputs/report/scarce-classes.js';
import type { RunData } from '../data/run-data.js';
import type { LearnerThread } from '../learner/open-learner.js';
import { FEWEST_RANDOM_ITEMS, type RandomItems } from '../learner/random-items.js';
import { indicesOf, MAIN_HEAD, type RoundsOutcome } from '../rounds/run-rounds.js';
import { savedAgainstRandom } from './saved-against-random.js';

/** Share of the pool that the model may have learnt from where its confidence there is to count. */
const MOST_LEARNT = 0.1;

/** What random items with labels say when the rounds are over. */
export interface LookBack {
  /** Mean confidence of the model over the pool, where nothing could be measured. */
  readonly opinion?: number | undefined;
  /** Of the head that is delivered. */
  readonly calibration?: Calibration | undefined;
  /** Accuracy over the items of the pool without a label; absent where many of them have one. */
  readonly tightened?: AccuracyEstimate | undefined;
  readonly saved?: SavedAgainstRandom | undefined;
  readonly scarce?: ScarceClasses | undefined;
}

/** What it is made from. */
export interface LookBackTask {
  readonly config: ProjectConfig;
  readonly data: RunData;
  readonly learner: LearnerThread;
  readonly outcome: RoundsOutcome;
  readonly control: RandomControl | undefined;
}

/**
 * Calibration, labels saved and scarce classes, each as far as there is a random holdout.
 *
 * @throws AlaasError of the learner; `CANCELLED`.
 */
export async function lookBack(task: LookBackTask): Promise<LookBack> {
  const { config, data, learner, outcome, control } = task;
  const { agent, last } = outcome;
  const items = randomItems(task);
  if (items === undefined || last?.evaluation === undefined) {
    return last?.decides ? { opinion: await learner.confidence(MAIN_HEAD) } : {};
  }
  const { evaluation } = last;
  // A holdout that was bought is in the training set of the delivered head; the champion's is not.
  const head = items.rows === undefined ? MAIN_HEAD : agent!.champion;
  const isEnough = items.targets.length >= FEWEST_RANDOM_ITEMS;
  return {
    calibration: isEnough ? whereBetter(await learner.calibrate({ head, items })) : undefined,
    tightened: isEnough ? await tightenedOf(task, { head, items }) : undefined,
    saved: isRandom(task)
      ? undefined
      : await savedAgainstRandom({
          config,
          learner,
          items,
          control,
          evaluation,
          paid: agent ? paidForCurve(agent) : last.labels,
          poolItems: data.items.length,
        }),
    scarce: scarceClasses(evaluation, last.classes, config),
  };
}

/**
 * Chosen items are harder than others, so that the estimate holds only while few of the pool are
 * among them. Items of the agent alone: where one strategy runs, nobody asks for the pool.
 */
async function tightenedOf(
  { learner, data, outcome: { agent } }: LookBackTask,
  { head, items }: { head: string; items: RandomItems },
): Promise<AccuracyEstimate | undefined> {
  const learnt = agent?.ledger.map(({ row }) => row) ?? [];
  const share = learnt.length / data.items.length;
  if (agent === undefined || share > MOST_LEARNT) return undefined;
  return learner.tighten({ head, items, learnt });
}

/** A temperature that does not help by cross-fitting is left out. */
export function whereBetter(found: Calibration): Calibration {
  const { errorBefore, errorAfter } = found;
  return errorAfter < errorBefore ? found : { ...found, temperature: 1, errorAfter: errorBefore };
}

/** The test items, else the holdout that the agent bought. */
function randomItems({ config, data, outcome }: LookBackTask): RandomItems | undefined {
  const { agent, last } = outcome;
  if (last === undefined) return undefined;
  const { seed, agent: wanted } = config;
  const common = { classCount: last.classes.length, metric: wanted.metric, seed };
  if (data.test) return { ...common, targets: indicesOf(data.test.labels, last.classes) };
  const { rows, targets } = agent?.holdout ?? { rows: [], targets: [] };
  return rows.length === 0 ? undefined : { ...common, rows, targets: Int32Array.from(targets) };
}

/** Picks at random save nothing against themselves. */
function isRandom({ config, outcome: { agent } }: LookBackTask): boolean {
  return (agent?.champion ?? config.strategy.id) === 'random';
}

/** What all arms together had paid, the holdout not counted, when the champion was measured last. */
function paidForCurve({ arms, champion, holdout }: AgentState): number {
  const point = arms.find(({ id }) => id === champion)!.points.at(-1);
  return (point?.spent ?? 0) - holdout.rows.length;
}
