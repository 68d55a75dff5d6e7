import { CodedError } from '../errors.js';
import type { Random } from '../numeric/random.js';
import { evaluate, type Evaluation } from './evaluate.js';

/** An interval within [0, 1]. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson score interval of a proportion (Wilson 1927): honest also near 0 and 1 and for few items.
 *
 * @param level coverage, 0.9, 0.95 or 0.99. Default 0.95.
 * @throws CodedError `INPUT_SHAPE` unless 0 ≤ successes ≤ count and count ≥ 1.
 */
export function wilsonInterval(
  successes: number,
  count: number,
  level: keyof typeof NORMAL_QUANTILES = 0.95,
): Interval {
  if (!(count >= 1) || !(successes >= 0) || successes > count) {
    throw new CodedError('INPUT_SHAPE', `${successes} of ${count} is not a proportion.`, {
      field: 'successes',
      value: successes,
    });
  }
  const z = NORMAL_QUANTILES[level];
  const p = successes / count;
  const z2 = (z * z) / count;
  const middle = (p + z2 / 2) / (1 + z2);
  const half = (z / (1 + z2)) * Math.sqrt((p * (1 - p)) / count + z2 / (4 * count));
  // At the ends the formula meets 0 and 1 exactly, but not in floating point.
  return {
    low: successes === 0 ? 0 : Math.max(0, middle - half),
    high: successes === count ? 1 : Math.min(1, middle + half),
  };
}

/** Two-sided quantiles of the standard normal. */
const NORMAL_QUANTILES = {
  0.9: 1.6448536269514722,
  0.95: 1.959963984540054,
  0.99: 2.5758293035489,
};

/** What resampling says of a measured figure: its 95 % interval and its standard error. */
export interface BootstrapError extends Interval {
  readonly standardError: number;
}

/**
 * 95 % percentile bootstrap interval and standard error of macro-F1 (Efron 1979). Cost
 * O(resamples · (n + C²)).
 *
 * @param options.resamples draws with replacement. Default 500.
 */
export function bootstrapMacroF1(
  { predictions, targets }: { predictions: Int32Array; targets: Int32Array },
  classCount: number,
  { random, resamples = 500 }: { random: Random; resamples?: number },
): BootstrapError {
  const n = targets.length;
  const drawnPredictions = new Int32Array(n);
  const drawnTargets = new Int32Array(n);
  const values = Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < n; i++) {
      const drawn = random.integer(n);
      drawnPredictions[i] = predictions[drawn]!;
      drawnTargets[i] = targets[drawn]!;
    }
    return evaluate(drawnPredictions, drawnTargets, classCount).macroF1;
  }).sort();
  const at = (share: number) => values[Math.round(share * (resamples - 1))]!;
  const mean = values.reduce((sum, value) => sum + value, 0) / resamples;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    low: at(0.025),
    high: at(0.975),
    standardError: Math.sqrt(squares / Math.max(1, resamples - 1)),
  };
}

/**
 * The same from counts alone, as a confusion matrix holds all that macro-F1 depends on.
 *
 * @param options as those of `bootstrapMacroF1`.
 */
export function macroF1Error(
  { confusion, count }: Pick<Evaluation, 'confusion' | 'count'>,
  options: { random: Random; resamples?: number },
): BootstrapError {
  const predictions = new Int32Array(count);
  const targets = new Int32Array(count);
  let filled = 0;
  confusion.forEach((row, truth) =>
    row.forEach((times, predicted) => {
      targets.fill(truth, filled, filled + times);
      predictions.fill(predicted, filled, (filled += times));
    }),
  );
  return bootstrapMacroF1({ predictions, targets }, confusion.length, options);
}
