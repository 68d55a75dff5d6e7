import type { AgentAction, AgentObservation, TrainedArm } from '../agent/agent-messages.js';
import type { AgentState, Arm } from '../agent/agent-state.js';
import type { AgentWorld } from '../agent/carry-out.js';
import { measureArm } from '../agent/measure-arm.js';
import { armOf, measuredRows, takenRows } from '../agent/spending.js';
import { evaluate, type Evaluation } from '../evaluation/evaluate.js';
import { holdoutTwins } from '../evaluation/holdout-twins.js';
import type { FeatureSpace } from '../head/feature-space.js';
import { fitHead, predictedClasses, predictProbabilities, type Head } from '../head/head.js';
import { selectOpenRows } from '../learning/select-open-rows.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { sampleIndices, type Random } from '../numeric/random.js';
import { findStrategy } from '../strategies/registry/find-strategy.js';
import { chooseColdStart } from './cold-start.js';
import type { Means } from './open-project.js';

/** A pool whose labels are all known, and what is measured on. */
export interface KnownPool {
  readonly embeddings: Matrix;
  readonly targets: Int32Array;
  readonly classCount: number;
  readonly space: FeatureSpace;
  /** Of the pool, in that space. */
  readonly features: Matrix;
  /** Features of the holdout that was given; empty when none was. */
  readonly givenHoldout: Matrix;
  readonly testFeatures: Matrix;
  readonly testTargets: Int32Array;
  readonly random: Random;
}

/** A head of an arm after some labels, and how it does on the test set, which no agent sees. */
export interface TestedHead {
  readonly labels: number;
  readonly head: Head;
  readonly test: Evaluation;
}

/** Carries out what an agent wants on a pool whose labels are known. */
export interface KnownWorld extends AgentWorld {
  /** Heads of an arm, one for each of its points. */
  headsOf(arm: string): readonly TestedHead[];
  /** Trains the head to be delivered on these rows. */
  trainDelivered(arm: string, rows: readonly number[]): Promise<TestedHead>;
}

/**
 * The world of a simulation and of a replay. Heads are kept outside of the state; where a state was
 * read again, an arm's heads are trained anew in the same order, so that warm starts agree.
 */
export function knownWorld(pool: KnownPool, means: Means): KnownWorld {
  const heads = new Map<string, TestedHead[]>();

  async function train(rows: readonly number[], start?: Head): Promise<TestedHead> {
    const head = await fitHead({
      ...means,
      features: takeRows(pool.features, rows),
      targets: targetsOf(pool, rows),
      classCount: pool.classCount,
      start,
    });
    const test = await measure(head, pool.testFeatures, pool.testTargets);
    return { labels: rows.length, head, test };
  }

  async function measure(head: Head, features: Matrix, targets: Int32Array): Promise<Evaluation> {
    const probabilities = await predictProbabilities(head, features, means);
    return evaluate(predictedClasses(probabilities), targets, pool.classCount);
  }

  /** Heads for the points that the arm has, and one more when its labels have grown. */
  async function headsUpTo(
    { id, rows, points }: Arm,
    labels: readonly number[],
  ): Promise<TestedHead[]> {
    const trained = (heads.get(id) ?? []).slice(0, points.length);
    for (const count of labels.slice(trained.length)) {
      trained.push(await train(rows.slice(0, count), trained.at(-1)?.head));
    }
    heads.set(id, trained);
    return trained;
  }

  async function measured(state: AgentState, arm: Arm): Promise<TrainedArm> {
    const all = await headsUpTo(arm, [...arm.points.map(({ labels }) => labels), arm.rows.length]);
    const { targets, rows } = state.holdout;
    if (targets.length === 0) return { arm: arm.id, accuracy: null, macroF1: null, correct: null };
    const features = rows.length > 0 ? takeRows(pool.features, rows) : pool.givenHoldout;
    const probabilities = await predictProbabilities(all.at(-1)!.head, features, means);
    return measureArm(state, arm.id, predictedClasses(probabilities)).trained;
  }

  async function choose(state: AgentState, armId: string, count: number): Promise<number[]> {
    const arm = armOf(state, armId);
    const trained = await headsUpTo(
      arm,
      arm.points.map(({ labels }) => labels),
    );
    const { head } = trained.at(-1)!;
    return selectOpenRows(
      findStrategy(armId),
      {
        embeddings: pool.embeddings,
        labelled: arm.rows,
        labelledTargets: targetsOf(pool, arm.rows),
        excluded: takenRows(state, armId),
        head: { space: pool.space, head },
        probabilitiesOf: (rows) => predictProbabilities(head, takeRows(pool.features, rows), means),
      },
      { ...means, count, random: pool.random.fork(`${armId}-${state.round}`) },
    );
  }

  async function coldStart(state: AgentState, count: number): Promise<number[]> {
    const closed = new Set([...measuredRows(state), ...state.unusable]);
    const open = [...pool.targets.keys()].filter((row) => !closed.has(row));
    const chosen = await chooseColdStart({
      way: state.settings.mode === 'paper' ? 'random' : 'max-herding',
      count: Math.min(count, open.length),
      embeddings: takeRows(pool.embeddings, open),
      targets: targetsOf(pool, open),
      random: pool.random.fork('cold-start'),
      ...means,
    });
    return chosen.map((i) => open[i]!);
  }

  async function act(
    action: AgentAction,
    state: AgentState,
  ): Promise<AgentObservation | undefined> {
    switch (action.kind) {
      case 'choose-holdout': {
        const random = pool.random.fork('holdout');
        const rows = sampleIndices(random, pool.targets.length, action.count);
        const { space, embeddings } = pool;
        const { budgetLabels } = state.settings;
        const drawn = { space, embeddings, holdout: rows, budgetLabels };
        return { kind: 'chosen', rows, twins: await holdoutTwins({ ...drawn, ...means }) };
      }
      case 'choose-cold-start':
        return { kind: 'chosen', rows: await coldStart(state, action.count) };
      case 'choose':
        return { kind: 'chosen', rows: await choose(state, action.arm, action.count) };
      case 'label': {
        const labels = action.rows.map((row) => ({ row, target: pool.targets[row]! }));
        return { kind: 'labelled', labels, unusable: [] };
      }
      case 'train': {
        const results: TrainedArm[] = [];
        for (const id of action.arms) results.push(await measured(state, armOf(state, id)));
        return { kind: 'trained', results };
      }
      case 'ask':
      case 'deliver':
        return undefined;
    }
  }

  return {
    act,
    headsOf: (arm) => heads.get(arm) ?? [],
    trainDelivered: (arm, rows) => train(rows, heads.get(arm)?.at(-1)?.head),
  };
}

function targetsOf(pool: KnownPool, rows: readonly number[]): Int32Array {
  return Int32Array.from(rows, (row) => pool.targets[row]!);
}
