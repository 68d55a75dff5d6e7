import { CodedError } from '../errors.js';
import { evaluate } from '../evaluation/evaluate.js';
import { fitFeatureSpace, toFeatures, type FeatureSpace } from '../head/feature-space.js';
import { fitHead, predictedClasses, predictProbabilities, type Head } from '../head/head.js';
import type { Kernels } from '../numeric/kernels.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { sampleIndices, seededRandom, type Random } from '../numeric/random.js';
import { chooseColdStart } from './cold-start.js';
import type { Schedule } from './schedule.js';

/** Pool and test set as embeddings, with a class in [0, classCount) for each item. */
export interface LabelledData {
  /** N × d. */
  readonly embeddings: Matrix;
  readonly targets: Int32Array;
  /** v × d, v ≥ 1. */
  readonly testEmbeddings: Matrix;
  readonly testTargets: Int32Array;
  readonly classCount: number;
}

/** One measured point of a learning curve. */
export interface CurvePoint {
  readonly labels: number;
  readonly accuracy: number;
  readonly macroF1: number;
}

/** A simulated project after its cold start: what all strategies of one seed have in common. */
export interface OpenedProject {
  /** Pool drawn for this seed. */
  readonly embeddings: Matrix;
  readonly targets: Int32Array;
  readonly classCount: number;
  /** Fitted on the drawn pool. */
  readonly space: FeatureSpace;
  /** Of the pool, in that space. */
  readonly features: Matrix;
  readonly testFeatures: Matrix;
  readonly testTargets: Int32Array;
  /** Rows of the pool labelled by the cold start. */
  readonly labelled: readonly number[];
  readonly trained: TrainedRound;
  /** Stream of the seed; fork it per round. */
  readonly random: Random;
}

/** Head and figures after a round. */
export interface TrainedRound {
  readonly head: Head;
  readonly point: CurvePoint;
}

/** The means of all numeric work. */
export interface Means {
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
}

/** Draws the pool of a seed, buys the cold start, trains and measures the first head. */
export async function openProject(
  data: LabelledData,
  { schedule, seed }: { schedule: Schedule; seed: number },
  means: Means,
): Promise<OpenedProject> {
  const random = seededRandom(seed);
  const { embeddings, targets } = drawPool(data, schedule.poolSize, random.fork('pool'));
  const space = fitFeatureSpace(embeddings);
  const labelled = await chooseColdStart({
    way: schedule.coldStart ?? 'random',
    count: schedule.start,
    embeddings,
    targets,
    random: random.fork('cold-start'),
    ...means,
  });
  const project = {
    embeddings,
    targets,
    classCount: data.classCount,
    space,
    features: toFeatures(space, embeddings),
    testFeatures: toFeatures(space, data.testEmbeddings),
    testTargets: data.testTargets,
    labelled,
    random,
  };
  return { ...project, trained: await trainRound(project, { labelled }, means) };
}

/** Trains a head on the labelled rows, from the last one, and measures it on the test set. */
export async function trainRound(
  project: Omit<OpenedProject, 'trained'>,
  { labelled, last }: { labelled: readonly number[]; last?: Head },
  means: Means,
): Promise<TrainedRound> {
  const { features, targets, testFeatures, testTargets, classCount } = project;
  const head = await fitHead({
    features: takeRows(features, labelled),
    targets: Int32Array.from(labelled, (row) => targets[row]!),
    classCount,
    start: last,
    ...means,
  });
  const probabilities = await predictProbabilities(head, testFeatures, means);
  const measured = evaluate(predictedClasses(probabilities), testTargets, classCount);
  const { accuracy, macroF1 } = measured;
  return { head, point: { labels: labelled.length, accuracy, macroF1 } };
}

/** The items of a seed: all of them, or as many as asked for, drawn by lot. */
export function drawPool(
  { embeddings, targets }: LabelledData,
  poolSize: number | undefined,
  random: Random,
): Pick<LabelledData, 'embeddings' | 'targets'> {
  if (poolSize === undefined || poolSize === targets.length) return { embeddings, targets };
  const rows = sampleIndices(random, targets.length, poolSize);
  return {
    embeddings: takeRows(embeddings, rows),
    targets: Int32Array.from(rows, (row) => targets[row]!),
  };
}

/** @throws CodedError `INPUT_SHAPE` when arrays do not fit each other, or one is empty. */
export function checkData(data: LabelledData): void {
  const { embeddings, targets, testEmbeddings, testTargets } = data;
  const rules: [string, number, number, string][] = [
    ['targets', targets.length, embeddings.rows, 'labels, one per row of the embeddings'],
    ['testTargets', testTargets.length, testEmbeddings.rows, 'labels, one per row of the test set'],
    ['testEmbeddings', testEmbeddings.cols, embeddings.cols, 'columns, as the embeddings'],
  ];
  for (const [field, value, wanted, what] of rules) {
    if (value !== wanted) {
      throw new CodedError('INPUT_SHAPE', `${field} must have ${wanted} ${what}, not ${value}.`, {
        field,
        value,
      });
    }
  }
  for (const [field, { rows }] of Object.entries({ embeddings, testEmbeddings })) {
    if (rows === 0) {
      throw new CodedError('INPUT_SHAPE', `${field} has no rows.`, { field, value: 0 });
    }
  }
}
