import { CodedError } from '../errors.js';
import type { Kernels } from '../numeric/kernels.js';
import type { Matrix } from '../numeric/matrix.js';
import { minimise, type Objective } from '../numeric/minimise.js';
import { softmaxRows } from '../numeric/softmax.js';

/** A softmax regression: probabilities = softmax(weights · features + bias). */
export interface Head {
  readonly classCount: number;
  readonly dimension: number;
  /** C × d. */
  readonly weights: Matrix;
  /** C numbers. */
  readonly bias: Float32Array;
}

/** What a head is trained on. */
export interface HeadTask {
  readonly kernels: Kernels;
  /** n × d features (`toFeatures`), n ≥ 1. */
  readonly features: Matrix;
  /** n class indices in [0, classCount). */
  readonly targets: Int32Array;
  /** Classes C ≥ 1; those without a training item are allowed. */
  readonly classCount: number;
  /** A head of the same shape to start from; zeros when absent. */
  readonly start?: Head | undefined;
  /** Bound on L-BFGS iterations. Default 25. */
  readonly maxIterations?: number;
  /** Largest gradient component at which training stops. Default 1e-5. */
  readonly tolerance?: number;
  readonly signal?: AbortSignal | undefined;
}

/** λ · C: the regularisation that the measurements favour from 10 to 150 classes. */
export const REGULARISATION_TIMES_CLASSES = 2e-3;

/** Smaller residuals count for nothing in float32, and products of such numbers take many times as long. */
const SMALLEST_RESIDUAL = 1e-30;

/**
 * Trains multinomial logistic regression: mean cross-entropy + λ/2 ‖W‖² with λ = 2·10⁻³ / C, the
 * bias free, by L-BFGS. Cost per iteration about 4·n·d·C flops on the kernels.
 *
 * @throws CodedError `INPUT_SHAPE` for mismatched sizes or targets outside the classes.
 */
export async function fitHead(task: HeadTask): Promise<Head> {
  checkTask(task);
  const { features, classCount, start, maxIterations = 25, tolerance = 1e-5, signal } = task;
  const d = features.cols;
  const from = new Float64Array(classCount * (d + 1));
  if (start) {
    from.set(start.weights.data);
    from.set(start.bias, classCount * d);
  }
  const { x } = await minimise(crossEntropy(task), from, { maxIterations, tolerance, signal });
  const weights = Float32Array.from(x.subarray(0, classCount * d));
  return {
    classCount,
    dimension: d,
    weights: { rows: classCount, cols: d, data: weights },
    bias: Float32Array.from(x.subarray(classCount * d)),
  };
}

/** Probabilities (n × C) of a head for n × d features; rows sum to 1. */
export async function predictProbabilities(
  head: Head,
  features: Matrix,
  { kernels, signal }: { kernels: Kernels; signal?: AbortSignal | undefined },
): Promise<Matrix<Float64Array>> {
  const logits = await kernels.multiply(features, head.weights, { transposeB: true, signal });
  return softmaxRows(logits, head.bias);
}

/**
 * The head at a temperature above 0: its probabilities to the power of 1/T, normalised
 * (`applyTemperature`), so that whoever runs it needs to know nothing of it.
 */
export function temperedHead(head: Head, temperature: number): Head {
  const { weights, bias } = head;
  const cooled = (values: Float32Array) => values.map((value) => value / temperature);
  return { ...head, weights: { ...weights, data: cooled(weights.data) }, bias: cooled(bias) };
}

/** Index of the largest probability of each row; ties go to the lowest class. */
export function predictedClasses({ rows, cols, data }: Matrix<Float64Array>): Int32Array {
  const classes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    let best = 0;
    for (let c = 1; c < cols; c++) {
      if (data[i * cols + c]! > data[i * cols + best]!) best = c;
    }
    classes[i] = best;
  }
  return classes;
}

function checkTask({ features, targets, classCount, start }: HeadTask): void {
  const bad = targets.findIndex((target) => target < 0 || target >= classCount);
  if (targets.length !== features.rows || features.rows === 0 || bad >= 0) {
    throw new CodedError(
      'INPUT_SHAPE',
      `Training needs one class in [0, ${classCount}) for each of ${features.rows} rows.`,
      { field: 'targets', value: bad >= 0 ? targets[bad] : targets.length },
    );
  }
  if (start && (start.classCount !== classCount || start.dimension !== features.cols)) {
    throw new CodedError('INPUT_SHAPE', 'The head to start from has another shape.', {
      field: 'start',
      value: `${start.classCount} × ${start.dimension}`,
    });
  }
}

function crossEntropy({ kernels, features, targets, classCount, signal }: HeadTask): Objective {
  const d = features.cols;
  const lambda = REGULARISATION_TIMES_CLASSES / classCount;
  const size = classCount * d;
  const weights = { rows: classCount, cols: d, data: new Float32Array(size) };
  return async (x, gradient) => {
    weights.data.set(x.subarray(0, size));
    const logits = await kernels.multiply(features, weights, { transposeB: true, signal });
    const bias = x.subarray(size);
    const loss = toResiduals(logits, { bias, targets, biasGradient: gradient.subarray(size) });
    const { data: slope } = await kernels.multiply(logits, features, { transposeA: true, signal });
    let squares = 0;
    for (let i = 0; i < size; i++) {
      const weight = x[i]!;
      squares += weight * weight;
      gradient[i] = slope[i]! + lambda * weight;
    }
    return loss + 0.5 * lambda * squares;
  };
}

/**
 * Overwrites n × C logits by (softmax(logits + bias) − onehot) / n, fills the bias gradient with
 * their column sums, and returns the mean cross-entropy. Shifted by the row's maximum and summed in
 * logarithms, so that no finite logit makes it infinite.
 */
function toResiduals(
  { rows: n, cols, data }: Matrix,
  terms: { bias: Float64Array; targets: Int32Array; biasGradient: Float64Array },
): number {
  const { bias, targets, biasGradient } = terms;
  const row = new Float64Array(cols);
  biasGradient.fill(0);
  let loss = 0;
  for (let i = 0, start = 0; i < n; i++, start += cols) {
    let max = -Infinity;
    for (let c = 0; c < cols; c++) {
      const logit = data[start + c]! + bias[c]!;
      row[c] = logit;
      if (logit > max) max = logit;
    }
    const target = targets[i]!;
    loss += max - row[target]!;
    let sum = 0;
    for (let c = 0; c < cols; c++) {
      const value = Math.exp(row[c]! - max);
      row[c] = value;
      sum += value;
    }
    loss += Math.log(sum);
    for (let c = 0; c < cols; c++) {
      const residual = (row[c]! / sum - (c === target ? 1 : 0)) / n;
      data[start + c] = Math.abs(residual) < SMALLEST_RESIDUAL ? 0 : residual;
      biasGradient[c]! += residual;
    }
  }
  return loss / n;
}
