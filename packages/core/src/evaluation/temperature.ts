import { CodedError } from '../errors.js';
import type { Matrix } from '../numeric/matrix.js';

/** Temperatures are sought in [1/20, 20]. */
const WIDEST = Math.log(20);
/** Prior deviation of ln T: a handful of items does not tear the probabilities apart. */
const PRIOR_DEVIATION = 0.5;
/** Steps of the search; each narrows the interval to 0.618 of it. */
const STEPS = 40;
/** Probabilities count as no smaller, so that a certain mistake has a finite price. */
const SMALLEST = 1e-12;

/**
 * The temperature T that makes probabilities say how often the model is right: probabilities to
 * the power of 1/T, normalised, with the best likelihood on a holdout. T > 1 softens them. Cost
 * O(40 · v · C). Source: Guo et al. 2017, On calibration of modern neural networks.
 *
 * @param probabilities v × C on items that were not trained on, v ≥ 1.
 * @param targets v class indices in [0, C).
 * @throws CodedError `INPUT_SHAPE` when sizes differ, there is no item, or a class is out of range.
 */
export function fitTemperature(probabilities: Matrix<Float64Array>, targets: Int32Array): number {
  const { rows, cols, data } = probabilities;
  const bad = targets.findIndex((target) => target < 0 || target >= cols);
  if (rows === 0 || rows !== targets.length || bad >= 0) {
    throw new CodedError('INPUT_SHAPE', 'Calibration needs one class in range per row.', {
      field: 'targets',
      value: bad >= 0 ? targets[bad] : targets.length,
    });
  }
  const logits = data.map((p) => Math.log(Math.max(SMALLEST, p)));
  const loss = (logT: number) => {
    const scale = Math.exp(-logT);
    let sum = (logT / PRIOR_DEVIATION) ** 2 / 2;
    for (let i = 0; i < rows; i++) {
      const row = logits.subarray(i * cols, (i + 1) * cols);
      sum += logSumExp(row, scale) - scale * row[targets[i]!]!;
    }
    return sum;
  };
  return Math.exp(minimum(loss, [-WIDEST, WIDEST]));
}

/** Probabilities at a temperature above 0; a new matrix whose rows sum to 1. Cost O(n · C). */
export function applyTemperature(
  { rows, cols, data }: Matrix<Float64Array>,
  temperature: number,
): Matrix<Float64Array> {
  const scale = 1 / temperature;
  const out = data.map((p) => Math.log(Math.max(SMALLEST, p)));
  for (let i = 0; i < rows; i++) {
    const row = out.subarray(i * cols, (i + 1) * cols);
    const total = logSumExp(row, scale);
    for (let c = 0; c < cols; c++) row[c] = Math.exp(scale * row[c]! - total);
  }
  return { rows, cols, data: out };
}

function logSumExp(row: Float64Array, scale: number): number {
  const top = scale * row.reduce((max, value) => Math.max(max, value), -Infinity);
  return top + Math.log(row.reduce((sum, value) => sum + Math.exp(scale * value - top), 0));
}

/** Golden-section search for the minimum of a function with one valley. */
function minimum(f: (x: number) => number, [from, to]: readonly [number, number]): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [f(left), f(right)];
  for (let step = 0; step < STEPS; step++) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = f(right);
    }
  }
  return (low + high) / 2;
}
