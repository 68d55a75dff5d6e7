import {
  calibrate,
  evaluate,
  fitFeatureSpace,
  fitHead,
  holdoutTwins,
  predictedClasses,
  predictFromEmbeddings,
  seededRandom,
  selectOpenRows,
  sliceRows,
  takeRows,
  temperedHead,
  tightenedAccuracy,
  toFeatures,
  type AccuracyEstimate,
  type Calibration,
  type DomainFitReport,
  type Evaluation,
  type FeatureSpace,
  type Head,
  type Kernels,
  type Matrix,
  type MeasuredPoint,
  type PoolFitReport,
} from '@alaas/core';

import { openStrategy } from '../../strategies/open-strategy.js';
import type {
  CalibrateTask,
  ChooseTask,
  GuessTask,
  LearnedModel,
  LearnerData,
  ModelTask,
  PoolPredictions,
  TightenTask,
  TrainTask,
  TwinsTask,
} from './learner-tasks.js';
import {
  fitOfItems,
  fitOfPool,
  randomCurveOfItems,
  type RandomItems,
  type RandomItemsData,
} from './random-items.js';

/** Means of all numeric work. */
export interface LearnerMeans {
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
}

interface TrainedHead {
  readonly head: Head;
  readonly classes: readonly string[];
  /** On the test rows. */
  readonly predictions?: Int32Array | undefined;
}

/**
 * The numeric part of a run: it holds the embeddings, trains heads on labelled rows, measures them
 * and chooses the next rows. The same calls give the same answers. The embeddings are not copied,
 * except for a strategy that looks at those of the open rows.
 */
export class Learner {
  readonly #data: LearnerData;
  readonly #means: LearnerMeans;
  readonly #space: FeatureSpace;
  readonly #heads = new Map<string, TrainedHead>();

  constructor(data: LearnerData, means: LearnerMeans) {
    this.#data = data;
    this.#means = means;
    const { pool, fittedRows = pool.rows } = data;
    this.#space = fitFeatureSpace(sliceRows(pool, 0, fittedRows));
  }

  /** Trains a head and measures it; undefined when there is nothing to measure on. */
  async train(task: TrainTask): Promise<Evaluation | undefined> {
    const { rows, targets, classes, testTargets } = task;
    const before = this.#heads.get(task.head);
    const head = await fitHead({
      ...this.#means,
      features: toFeatures(this.#space, takeRows(this.#data.pool, rows)),
      targets,
      classCount: classes.length,
      start: before && sameNames(before.classes, classes) ? before.head : undefined,
    });
    const { test } = this.#data;
    const predictions =
      test && testTargets && predictedClasses(await this.#probabilities(head, test));
    this.#heads.set(task.head, { head, classes, predictions });
    return predictions && testTargets && evaluate(predictions, testTargets, classes.length);
  }

  /**
   * Rows of the pool in pick order.
   *
   * @throws CodedError as `openStrategy` and `selectBatch`.
   */
  async choose(
    task: ChooseTask,
    onProgress?: (picked: number) => void,
  ): Promise<readonly number[]> {
    const { strategy, module, options, count, labelled, targets, seed, round } = task;
    const { pool } = this.#data;
    const trained = task.head === undefined ? undefined : this.#heads.get(task.head);
    const probabilitiesOf = trained && ((rows: readonly number[]) => this.#score(trained, rows));
    return selectOpenRows(
      await openStrategy({ id: strategy, module }),
      {
        embeddings: pool,
        labelled,
        labelledTargets: targets,
        excluded: task.excluded,
        head: trained && { space: this.#space, head: trained.head },
        probabilitiesOf,
      },
      {
        ...this.#means,
        count,
        options,
        random: seededRandom(seed).fork(`round-${round}`),
        ...(onProgress && { onProgress }),
      },
    );
  }

  /** As `holdoutTwins`. */
  twins(task: TwinsTask): Promise<readonly number[]> {
    return holdoutTwins({
      ...task,
      ...this.#means,
      space: this.#space,
      embeddings: this.#data.pool,
    });
  }

  /** Class index that the head gives each of the items. */
  async guess({ head, rows }: GuessTask): Promise<Int32Array> {
    const trained = this.#heads.get(head)!;
    if (rows === undefined) return trained.predictions!;
    const probabilities = this.#probabilities(trained.head, takeRows(this.#data.pool, rows));
    return predictedClasses(await probabilities);
  }

  /**
   * How far a head's probabilities are off on random items, and the temperature that puts them
   * right.
   *
   * @throws CodedError `INPUT_SHAPE` for fewer than 20 items.
   */
  async calibrate({ head, items }: CalibrateTask): Promise<Calibration> {
    const { pool, test } = this.#data;
    const { rows, targets, seed } = items;
    const embeddings = rows === undefined ? test! : takeRows(pool, rows);
    const probabilities = await this.#probabilities(this.#heads.get(head)!.head, embeddings);
    return calibrate({ probabilities, targets, random: seededRandom(seed).fork('calibration') });
  }

  /**
   * Mean confidence of a head over the pool, in [0, 1]: a model's opinion of itself, no measurement.
   * Cost O(N·d·C).
   */
  async confidence(head: string): Promise<number> {
    const own = this.#heads.get(head)!.head;
    const values = confidencesOf(await this.#probabilities(own, this.#data.pool));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  /**
   * Accuracy over the rows of the pool that the head has not learnt from. Cost O(N·d·C).
   *
   * @throws CodedError `INPUT_SHAPE` for fewer than two items, or where no row is left.
   */
  async tighten({ head, items, learnt }: TightenTask): Promise<AccuracyEstimate> {
    const { pool, test } = this.#data;
    const own = this.#heads.get(head)!.head;
    const known = new Set(learnt);
    const inPool = confidencesOf(await this.#probabilities(own, pool));
    const embeddings = items.rows === undefined ? test! : takeRows(pool, items.rows);
    const probabilities = await this.#probabilities(own, embeddings);
    const guesses = predictedClasses(probabilities);
    return tightenedAccuracy({
      pool: inPool.filter((_, row) => !known.has(row)),
      holdout: confidencesOf(probabilities),
      correct: Uint8Array.from(guesses, (guess, i) => (guess === items.targets[i] ? 1 : 0)),
    });
  }

  /** The class that a head takes each item of the pool for, and how sure it is. Cost O(N·d·C). */
  async predict(head: string): Promise<PoolPredictions> {
    const probabilities = await this.#probabilities(this.#heads.get(head)!.head, this.#data.pool);
    const classes = predictedClasses(probabilities);
    const { cols, data } = probabilities;
    const confidences = Float32Array.from(classes, (best, i) => data[i * cols + best]!);
    return { classes, confidences };
  }

  /** @throws CodedError as `fitOfItems`. */
  fit(items: RandomItems): Promise<DomainFitReport> {
    return fitOfItems(this.#items, items);
  }

  /** @throws CodedError `CANCELLED`. */
  poolFit(seed: number): Promise<PoolFitReport> {
    return fitOfPool(this.#items, seed);
  }

  /** @throws CodedError as `randomCurveOfItems`. */
  randomCurve(items: RandomItems): Promise<readonly MeasuredPoint[]> {
    return randomCurveOfItems(this.#items, items);
  }

  /**
   * The head as its last training left it, at a temperature; undefined when it was never trained.
   */
  model({ head: name, temperature }: ModelTask): LearnedModel | undefined {
    const trained = this.#heads.get(name);
    if (!trained) return undefined;
    const { head } = trained;
    return {
      head: temperature === 1 ? head : temperedHead(head, temperature),
      featureSpace: this.#space,
    };
  }

  get #items(): RandomItemsData {
    return { ...this.#data, ...this.#means, space: this.#space };
  }

  #probabilities(head: Head, embeddings: Matrix): Promise<Matrix<Float64Array>> {
    return predictFromEmbeddings({ space: this.#space, head }, embeddings, this.#means);
  }

  /** Probabilities of some rows: all rows are scored in place, because copying them costs more. */
  async #score({ head }: TrainedHead, rows: readonly number[]): Promise<Matrix<Float64Array>> {
    return takeRows(await this.#probabilities(head, this.#data.pool), rows);
  }
}

/** Probability of the likeliest class of each row. */
function confidencesOf({ rows, cols, data }: Matrix<Float64Array>): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) =>
    data.subarray(i * cols, (i + 1) * cols).reduce((top, value) => Math.max(top, value), 0),
  );
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
