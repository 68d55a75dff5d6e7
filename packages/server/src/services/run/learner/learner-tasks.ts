import type { FeatureSpace, Head, HoldoutTwinsTask, Matrix } from '@alaas/core';

import type { RandomItems } from './random-items.js';

/** What a run learns from and is measured on. */
export interface LearnerData {
  /** N × d embeddings of the pool. */
  readonly pool: Matrix;
  /**
   * Rows at the beginning of the pool that the space of features is fitted to: a pool that grew
   * keeps the space that it began with. Default: all.
   */
  readonly fittedRows?: number | undefined;
  /** v × d embeddings to measure on; absent when nothing can be measured. */
  readonly test?: Matrix | undefined;
}

/** Training of one head on the labels that there are. */
export interface TrainTask {
  /** Name of the head. Each head starts from where its last training ended. */
  readonly head: string;
  /** Labelled rows of the pool, with the class of each. */
  readonly rows: readonly number[];
  readonly targets: Int32Array;
  /** Names in class order: when they change, training starts afresh. */
  readonly classes: readonly string[];
  /** Class of each test row; needed when there is a test matrix. */
  readonly testTargets?: Int32Array | undefined;
}

/** One batch to be chosen. */
export interface ChooseTask {
  readonly strategy: string;
  /** Absolute path of the module of a strategy of the user's own. */
  readonly module?: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly count: number;
  /** Labelled rows of the pool, with the class of each. */
  readonly labelled: readonly number[];
  readonly targets: Int32Array;
  /** Head whose probabilities count; absent while there is none. */
  readonly head?: string | undefined;
  /** Rows that may not be chosen beside the labelled ones. */
  readonly excluded?: readonly number[] | undefined;
  readonly seed: number;
  readonly round: number;
}

/** Near twins of a holdout that was drawn from the pool. */
export type TwinsTask = Pick<HoldoutTwinsTask, 'holdout' | 'budgetLabels'>;

/** What a trained head says of some items. */
export interface GuessTask {
  readonly head: string;
  /** Rows of the pool; the test rows when absent. */
  readonly rows?: readonly number[] | undefined;
}

/** Putting a head's probabilities right. */
export interface CalibrateTask {
  /** Head that has not seen the items. */
  readonly head: string;
  readonly items: RandomItems;
}

/** Accuracy over what is left of the pool, by confidence put right on random items. */
export interface TightenTask extends CalibrateTask {
  /** Rows of the pool that the head has learnt from. */
  readonly learnt: readonly number[];
}

/** Which head is asked for. */
export interface ModelTask {
  readonly head: string;
  /** Above 0; 1 leaves the probabilities as they are. */
  readonly temperature: number;
}

/** What a head takes the items of a pool for, by position. */
export interface PoolPredictions {
  /** Class indices. */
  readonly classes: Int32Array;
  /** The probability of each, in [0, 1]. */
  readonly confidences: Float32Array;
}

/** A trained head, as it is exported. */
export interface LearnedModel {
  /** Tempered, where there was something to calibrate on. */
  readonly head: Head;
  readonly featureSpace: FeatureSpace;
}
