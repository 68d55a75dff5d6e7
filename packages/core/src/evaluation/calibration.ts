import { CodedError } from '../errors.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { sampleIndices, type Random } from '../numeric/random.js';
import { applyTemperature, fitTemperature } from './temperature.js';

/** How far probabilities are from saying how often the model is right, and what puts them right. */
export interface Calibration {
  /** Temperature fitted on all items; 1 changes nothing. */
  readonly temperature: number;
  /** Items that it rests on. */
  readonly items: number;
  /** Expected calibration error in [0, 1], without the temperature. */
  readonly errorBefore: number;
  /** The same with it, cross-fitted: each item at a temperature from the others. */
  readonly errorAfter: number;
}

/** Probabilities of items that the model was not trained on. */
export interface CalibrationTask {
  /** v × C, v ≥ 20. */
  readonly probabilities: Matrix<Float64Array>;
  /** v class indices in [0, C). */
  readonly targets: Int32Array;
  readonly random: Random;
}

const FEWEST_ITEMS = 20;
const FOLDS = 5;
const BINS = 10;

/**
 * Fits the temperature and measures the expected calibration error before and after. With few items
 * the error is measured too high, before and after alike (a bin of ten is off by chance alone).
 * Cost O(240 · v · C).
 *
 * @throws CodedError `INPUT_SHAPE` for fewer than 20 items, and as `fitTemperature`.
 */
export function calibrate({ probabilities, targets, random }: CalibrationTask): Calibration {
  const items = targets.length;
  if (items < FEWEST_ITEMS) {
    throw new CodedError(
      'INPUT_SHAPE',
      `Calibration needs ${FEWEST_ITEMS} items or more, not ${items}.`,
      { field: 'targets', value: items },
    );
  }
  const after = probabilities.data.slice();
  const order = sampleIndices(random, items, items);
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = order.filter((_, i) => i % FOLDS === fold);
    const others = order.filter((_, i) => i % FOLDS !== fold);
    const temperature = fitTemperature(takeRows(probabilities, others), targetsOf(targets, others));
    const { data, cols } = applyTemperature(takeRows(probabilities, held), temperature);
    held.forEach((row, i) => after.set(data.subarray(i * cols, (i + 1) * cols), row * cols));
  }
  return {
    temperature: fitTemperature(probabilities, targets),
    items,
    errorBefore: calibrationError(probabilities, targets),
    errorAfter: calibrationError({ ...probabilities, data: after }, targets),
  };
}

/**
 * Expected calibration error: mean over ten bins of confidence, weighted by their items, of
 * |share right − mean confidence|. Source: Naeini, Cooper and Hauskrecht 2015.
 */
export function calibrationError(
  { cols, data }: Matrix<Float64Array>,
  targets: Int32Array,
): number {
  const bins = Array.from({ length: BINS }, () => ({ right: 0, confidence: 0 }));
  targets.forEach((target, i) => {
    const row = data.subarray(i * cols, (i + 1) * cols);
    const confidence = row.reduce((top, value) => Math.max(top, value), 0);
    const bin = bins[Math.min(BINS - 1, Math.floor(BINS * confidence))]!;
    bin.confidence += confidence;
    if (row.indexOf(confidence) === target) bin.right++;
  });
  const off = bins.reduce((sum, { right, confidence }) => sum + Math.abs(right - confidence), 0);
  return off / targets.length;
}

function targetsOf(targets: Int32Array, rows: readonly number[]): Int32Array {
  return Int32Array.from(rows, (row) => targets[row]!);
}
