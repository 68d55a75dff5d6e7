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

function crossEntropy({ kernels, ...task }: HeadTask): Objective {
  const { features, classCount, targets, signal } = task;
  const n = features.rows;
  const lambda = REGULARISATION_TIMES_CLASSES / classCount;
  const size = classCount * features.cols;
  const weights = { rows: classCount, cols: features.cols, data: new Float32Array(size) };
  const bias = new Float32Array(classCount);
  return async (x, gradient) => {
    toSingle(weights.data, x);
    toSingle(bias, x.subarray(size));
    const request = { features, targets, weights, bias, signal };
    const { loss, slope, biasSlope } = await kernels.crossEntropy(request);
    for (let c = 0; c < classCount; c++) gradient[size + c] = biasSlope[c]! / n;
    return loss / n + 0.5 * lambda * addPenalty(gradient, { x, slope, lambda, n });
  };
}

/** A loop: `set` between arrays of two types takes many times as long. */
function toSingle(target: Float32Array, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = source[i]!;
}

/** gradient = slope / n + λ·x where there is a slope; returns ‖x‖² there. */
function addPenalty(
  gradient: Float64Array,
  { x, slope, lambda, n }: { x: Float64Array; slope: Float32Array; lambda: number; n: number },
): number {
  let squares = 0;
  for (let i = 0; i < slope.length; i++) {
    const weight = x[i]!;
    squares += weight * weight;
    gradient[i] = slope[i]! / n + lambda * weight;
  }
  return squares;
}
