import { AGENT_ARMS } from '../agent/default-arms.js';
import {
  checkMode,
  coldStartLabels,
  GAIN_THRESHOLD,
  type AgentMode,
  type AgentHoldout,
} from '../agent/agent-settings.js';
import type { AgentForecast, AgentState, Arm } from '../agent/agent-state.js';
import { carryOut } from '../agent/carry-out.js';
import { startAgent } from '../agent/controller.js';
import type { Decision } from '../agent/decision.js';
import { spentLabels } from '../agent/spending.js';
import { stateNotes } from '../agent/state-notes.js';
import { contradictingRows } from '../domain-fit/contradicting-rows.js';
import { CodedError, throwIfCancelled } from '../errors.js';
import type { Metric } from '../predictor/measured-points.js';
import { planHoldout } from '../evaluation/plan-holdout.js';
import { fitFeatureSpace, toFeatures } from '../head/feature-space.js';
import { takeRows } from '../numeric/matrix.js';
import { sampleIndices, seededRandom } from '../numeric/random.js';
import { knownWorld, type KnownPool, type KnownWorld } from './agent-world.js';
import { checkData, drawPool, type LabelledData, type Means } from './open-project.js';

/** Agents at work on data whose labels are all known. */
export interface AgentSimulationTask extends Means {
  readonly data: LabelledData;
  readonly mode: AgentMode;
  /** Strategy ids; those of the mode when absent. */
  readonly arms?: readonly string[] | undefined;
  readonly budgetLabels: number;
  /** One run for each. */
  readonly seeds: readonly number[];
  readonly metric: Metric;
  readonly target?: number | undefined;
  /** Default true. */
  readonly earlyStop?: boolean | undefined;
  /** Items drawn from the pool for each seed; the whole pool when absent. */
  readonly poolSize?: number | undefined;
  /**
   * Items of the test set that play a holdout given for nothing; 0 for no holdout at all. When
   * absent, one is bought out of the budget where the budget allows.
   */
  readonly givenHoldout?: number | undefined;
  readonly batch?: number | 'grow' | undefined;
  /** Told after every step of an agent. */
  readonly onState?: ((seed: number, state: AgentState) => void) | undefined;
}

/** What one agent did. */
export interface AgentRun {
  readonly seed: number;
  /** Labels paid in all, holdout included; never more than the budget. */
  readonly labelsUsed: number;
  /** Labels paid for the holdout. */
  readonly holdoutLabels: number;
  /** Of the delivered model on the test set. */
  readonly finalAccuracy: number;
  readonly finalMacroF1: number;
  readonly champion: string;
  readonly stop: {
    readonly reason: string;
    readonly labels: number;
    /** 0 where there was nothing left to buy. */
    readonly probabilityWrong: number;
  };
  readonly arms: readonly SimulatedArm[];
  readonly forecasts: readonly AgentForecast[];
  readonly decisions: readonly Decision[];
  /** Distinct items whose label was bought for training. */
  readonly ledgerLabels: number;
  /** What a reader should know of labels and holdout, in plain sentences. */
  readonly notes: readonly string[];
}

/** The curve of one arm. */
export interface SimulatedArm {
  readonly strategy: string;
  readonly points: readonly SimulatedArmPoint[];
  /** Labels of the arm when it was dropped; null while it raced to the end. */
  readonly droppedAt: number | null;
}

/** A point of an arm's curve: the truth on the test set, and what the agent saw of it. */
export interface SimulatedArmPoint {
  readonly labels: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly holdoutAccuracy: number | null;
  readonly holdoutMacroF1: number | null;
}

/**
 * Runs an agent for each seed. Pool, holdout and cold start depend on the seed alone.
 *
 * Cost: that of `simulate` for every arm in the race, and a forecast per round.
 *
 * @throws CodedError `AGENT_SETTING_INVALID`, `STRATEGY_UNKNOWN`, `INPUT_SHAPE`, `CANCELLED`.
 */
export async function simulateAgent(task: AgentSimulationTask): Promise<AgentRun[]> {
  checkMode(task.mode);
  checkData(task.data);
  checkGivenHoldout(task);
  const runs: AgentRun[] = [];
  for (const seed of task.seeds) {
    throwIfCancelled(task.signal);
    runs.push(await runAgent(task, seed));
  }
  return runs;
}

async function runAgent(task: AgentSimulationTask, seed: number): Promise<AgentRun> {
  const { pool, givenTargets } = openPool(task, seed);
  const world = knownWorld(pool, task);
  const started = startAgent({
    mode: task.mode,
    arms: task.arms ?? AGENT_ARMS[task.mode],
    budgetLabels: task.budgetLabels,
    poolSize: pool.targets.length,
    classCount: pool.classCount,
    seed,
    metric: task.metric,
    target: task.target ?? null,
    holdout: holdoutOf(task, givenTargets),
    coldStart: coldStartLabels(pool.classCount),
    batch: task.batch ?? 'grow',
    earlyStop: task.earlyStop ?? true,
    gainThreshold: GAIN_THRESHOLD,
    approval: 'automatic',
    continuedShare: 0,
  });
  const ended = await carryOut(started, world, (state) => task.onState?.(seed, state));
  return { ...(await describe(ended, world, seed)), notes: notesOf(ended, pool) };
}

/** A holdout of the whole test set would leave nothing to tell the truth by. */
function checkGivenHoldout({ givenHoldout = 0, data }: AgentSimulationTask): void {
  const most = data.testTargets.length - 1;
  if (Number.isInteger(givenHoldout) && givenHoldout >= 0 && givenHoldout <= most) return;
  throw new CodedError(
    'AGENT_SETTING_INVALID',
    `givenHoldout must be a whole number from 0 to ${most}, so that some of the ${most + 1} test items are left to measure the model on, not ${givenHoldout}.`,
    {
      field: 'givenHoldout',
      value: givenHoldout,
      remedy: 'Set fewer test items apart, or give more of them.',
    },
  );
}

function notesOf(state: AgentState, { embeddings, targets }: KnownPool): readonly string[] {
  const contradicting = contradictingRows(embeddings, targets).length;
  const contradictions =
    contradicting === 0
      ? []
      : [
          `Items with the same vector as another one, but another label: ${contradicting}. No model can be right about both.`,
        ];
  return [...stateNotes(state), ...contradictions];
}

function holdoutOf(
  { givenHoldout, budgetLabels }: AgentSimulationTask,
  givenTargets: readonly number[],
): AgentHoldout {
  if (givenHoldout === undefined) {
    const plan = planHoldout({ budget: budgetLabels });
    return plan.kind === 'bought' ? plan : { kind: 'none' };
  }
  return givenHoldout === 0 ? { kind: 'none' } : { kind: 'given', targets: givenTargets };
}

function openPool(
  { data, poolSize, givenHoldout = 0 }: AgentSimulationTask,
  seed: number,
): { pool: KnownPool; givenTargets: readonly number[] } {
  const random = seededRandom(seed);
  const { embeddings, targets } = drawPool(data, poolSize, random.fork('pool'));
  const space = fitFeatureSpace(embeddings);
  const order = sampleIndices(
    random.fork('given-holdout'),
    data.testTargets.length,
    data.testTargets.length,
  );
  const [given, tested] = [order.slice(0, givenHoldout), order.slice(givenHoldout)];
  const test = toFeatures(space, data.testEmbeddings);
  return {
    pool: {
      embeddings,
      targets,
      classCount: data.classCount,
      space,
      features: toFeatures(space, embeddings),
      givenHoldout: takeRows(test, given),
      testFeatures: takeRows(test, tested),
      testTargets: Int32Array.from(tested, (row) => data.testTargets[row]!),
      random,
    },
    givenTargets: given.map((row) => data.testTargets[row]!),
  };
}

async function describe(
  state: AgentState,
  world: KnownWorld,
  seed: number,
): Promise<Omit<AgentRun, 'notes'>> {
  const { pending, champion, decisions } = state;
  const delivered = pending.kind === 'deliver' ? pending.rows : [];
  const { test } = await world.trainDelivered(champion, delivered);
  const stop = decisions.findLast(({ kind, status }) => kind === 'stop' && status === 'taken');
  return {
    seed,
    labelsUsed: spentLabels(state),
    holdoutLabels: state.holdout.rows.length,
    finalAccuracy: test.accuracy,
    finalMacroF1: test.macroF1,
    champion,
    stop: {
      reason: stop?.reason ?? 'nothing-to-buy',
      labels: spentLabels(state),
      probabilityWrong: stop?.probabilityWrong ?? 0,
    },
    arms: state.arms.map((arm) => describeArm(arm, world)),
    forecasts: state.forecasts,
    decisions,
    ledgerLabels: state.ledger.length,
  };
}

function describeArm({ id, points, droppedAt }: Arm, world: KnownWorld): SimulatedArm {
  const heads = world.headsOf(id);
  return {
    strategy: id,
    droppedAt,
    points: points.map(({ labels, accuracy, macroF1 }, i) => ({
      labels,
      accuracy: heads[i]!.test.accuracy,
      macroF1: heads[i]!.test.macroF1,
      holdoutAccuracy: accuracy,
      holdoutMacroF1: macroF1,
    })),
  };
}
