import type { Kernels } from '../numeric/kernels.js';
import type { Matrix } from '../numeric/matrix.js';
import type { Random } from '../numeric/random.js';
import type { Metric } from '../predictor/measured-points.js';

/** A pool, and what is labelled of it. */
export interface DomainFitTask {
  /** N × d features of the pool, in the space that heads are trained in. */
  readonly features: Matrix;
  /** Labelled rows of the pool, two or more. */
  readonly labelled: readonly number[];
  /** Class index of each labelled row. */
  readonly targets: Int32Array;
  readonly classCount: number;
  /** What counts; for the advice. Default `accuracy`. */
  readonly metric?: Metric | undefined;
  /** How forecasts did on the labels at hand; absent where no curve could be run. */
  readonly forecasts?: ForecastRecord | undefined;
  readonly kernels: Kernels;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
}

/** Forecasts from a part of the labels against what the rest of them showed. */
export interface ForecastRecord {
  /** Mean |forecast − measured| in units of the metric. */
  readonly meanAbsoluteError: number;
  readonly shape: 'ok' | 'unknown';
}

/** A share with its 95 % interval and the number of items behind it. */
export interface MeasuredShare {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly items: number;
}
