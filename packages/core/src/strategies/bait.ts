import { throwIfCancelled } from '../errors.js';
import { predictFromEmbeddings } from '../head/embedding-head.js';
import { fitFeatureSpace, toFeatures } from '../head/feature-space.js';
import { REGULARISATION_TIMES_CLASSES } from '../head/head.js';
import type { Means } from '../numeric/distances.js';
import { invertPositive } from '../numeric/invert.js';
import { row, sliceRows, takeRows, type Matrix } from '../numeric/matrix.js';
import { defineStrategy } from './contract/define-strategy.js';
import type { StrategyInputs } from './contract/strategy.js';

/** Floats of one block of products. */
const BLOCK_FLOATS = 4_194_304;
/** Keeps 1 − leverage off zero, where rounding would carry it. */
const SMALLEST = 1e-9;

/** Takes the items after whose labels the head would be least uncertain about the whole pool. */
export const bait = defineStrategy({
  id: 'bait',
  title: 'BAIT',
  summary:
    'Asks for the batch that leaves the least variance of the head over the pool (a Bayesian experimental design). Strong and stable with some labels per class; slower than margin.',
  source:
    'Ash, Goel, Krishnamurthy and Kakade 2021, Gone fishing: neural active learning with Fisher embeddings; here with the trace of the Fisher information over the classes, (1 − Σ p²)·x·xᵀ, so that matrices are d × d; without a head, labelled items count as the pool on average',
  cost: 'O(N·d² + d³) once, then O(N·d + d²) for each of 2·b forward and b backward steps',
  needs: ['embeddings', 'probabilities'],
  uses: ['labelledEmbeddings', 'head'],
  options: {
    oversample: {
      kind: 'number',
      default: 2,
      min: 1,
      max: 10,
      help: 'Items taken greedily, in units of the batch, before the least useful are given back.',
    },
  },
  async select(inputs, { count, poolSize, options, kernels, signal, onProgress }) {
    const means = { kernels, signal };
    const design = await openDesign(inputs, count, means);
    const most = Math.min(poolSize, Math.ceil(options.oversample * count));
    const picked: number[] = [];
    const open = new Set(design.effect.keys());
    while (picked.length < most) {
      throwIfCancelled(signal);
      let best = -1;
      let gain = -1;
      for (const i of open) {
        const own = design.effect[i]! / (1 + design.leverage[i]!);
        if (own > gain) [best, gain] = [i, own];
      }
      picked.push(best);
      open.delete(best);
      await move(design, { row: best, sign: 1 }, means);
      onProgress?.(Math.min(count, picked.length));
    }
    return giveBack(design, { picked, count, means });
  },
});

type BaitInputs = Pick<StrategyInputs, 'embeddings' | 'probabilities'> &
  Partial<Pick<StrategyInputs, 'labelledEmbeddings' | 'head'>>;

/** The state of the greedy: every x below is scaled by the root of its Fisher weight. */
interface Design {
  /** N × d. */
  readonly points: Matrix;
  /** M⁻¹, M = λ·I + Σ x·xᵀ over labelled and picked. */
  readonly inverse: Matrix<Float64Array>;
  /** F = mean of x·xᵀ over the pool. */
  readonly fisher: Matrix<Float64Array>;
  /** xᵀ·M⁻¹·x of each row of the points. */
  readonly leverage: Float64Array;
  /** xᵀ·M⁻¹·F·M⁻¹·x of each row of the points. */
  readonly effect: Float64Array;
}

/** Before the first pick; λ is that of the head, for as many labels as there will be. */
async function openDesign(inputs: BaitInputs, count: number, means: Means): Promise<Design> {
  const { embeddings, probabilities, labelledEmbeddings, head } = inputs;
  const space = head?.space ?? fitFeatureSpace(embeddings);
  const points = scaledRows(toFeatures(space, embeddings), doubtsOf(probabilities));
  const labels = count + (labelledEmbeddings?.rows ?? 0);
  const lambda = (REGULARISATION_TIMES_CLASSES / probabilities.cols) * labels;
  const d = points.cols;
  const information = new Float64Array(d * d);
  if (labelledEmbeddings?.rows) {
    const doubts = head
      ? doubtsOf(await predictFromEmbeddings(head, labelledEmbeddings, means))
      : new Float64Array(labelledEmbeddings.rows).fill(meanOf(doubtsOf(probabilities)));
    information.set(
      await moments(scaledRows(toFeatures(space, labelledEmbeddings), doubts), means),
    );
  }
  for (let k = 0; k < d; k++) information[k * d + k]! += lambda;
  const inverse = invertPositive({ rows: d, cols: d, data: information }, means.signal);
  const data = Float64Array.from(await moments(points, means), (sum) => sum / points.rows);
  return judge(points, { inverse, fisher: { rows: d, cols: d, data } }, means);
}

/** Σ x·xᵀ over the rows, d × d. */
async function moments(points: Matrix, { kernels, signal }: Means): Promise<Float32Array> {
  return (await kernels.multiply(points, points, { transposeA: true, signal })).data;
}

/** 1 − Σ p² of each row: the trace of the Fisher information over the classes, for x of norm 1. */
function doubtsOf({ rows, cols, data }: Matrix<Float64Array>): Float64Array {
  const doubts = new Float64Array(rows).fill(1);
  for (let at = 0; at < data.length; at++) doubts[Math.floor(at / cols)]! -= data[at]! ** 2;
  return doubts.map((doubt) => Math.max(0, doubt));
}

function scaledRows({ rows, cols, data }: Matrix, doubts: Float64Array): Matrix {
  const out = new Float32Array(data.length);
  for (let at = 0; at < out.length; at++) {
    out[at] = data[at]! * Math.sqrt(doubts[Math.floor(at / cols)]!);
  }
  return { rows, cols, data: out };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Leverage and effect of all rows, from products. */
async function judge(
  points: Matrix,
  matrices: Pick<Design, 'inverse' | 'fisher'>,
  { kernels, signal }: Means,
): Promise<Design> {
  const { rows, cols } = points;
  const inverse = toSingle(matrices.inverse);
  const fisher = toSingle(matrices.fisher);
  const leverage = new Float64Array(rows);
  const effect = new Float64Array(rows);
  const step = Math.max(1, Math.floor(BLOCK_FLOATS / cols));
  for (let start = 0; start < rows; start += step) {
    const block = sliceRows(points, start, Math.min(rows, start + step));
    const solved = await kernels.multiply(block, inverse, { signal });
    const moved = await kernels.multiply(solved, fisher, { signal });
    for (let r = 0, at = 0; r < block.rows; r++) {
      for (let k = 0; k < cols; k++, at++) {
        leverage[start + r]! += block.data[at]! * solved.data[at]!;
        effect[start + r]! += moved.data[at]! * solved.data[at]!;
      }
    }
  }
  return { points, ...matrices, leverage, effect };
}

/**
 * Adds row x to M, or takes it away: tr(M⁻¹·F) falls by effect / (1 + leverage), or rises by
 * effect / (1 − leverage). All follows from u = M⁻¹·x and w = M⁻¹·F·u by rank-one updates.
 */
async function move(design: Design, change: { row: number; sign: 1 | -1 }, means: Means) {
  const { points, inverse, fisher, leverage, effect } = design;
  const { kernels, signal } = means;
  const d = points.cols;
  const x = Float64Array.from(row(points, change.row));
  const u = timesVector(inverse, x);
  const fisherU = timesVector(fisher, u);
  const w = timesVector(inverse, fisherU);
  const scale = change.sign / Math.max(SMALLEST, 1 + change.sign * dot(x, u));
  const curvature = scale * dot(u, fisherU);
  const directions = new Float32Array(2 * d);
  directions.set(u);
  directions.set(w, d);
  const along = await kernels.multiply(
    points,
    { rows: 2, cols: d, data: directions },
    { transposeB: true, signal },
  );
  for (let i = 0; i < points.rows; i++) {
    const [byU, byW] = [along.data[2 * i]!, along.data[2 * i + 1]!];
    leverage[i] = Math.max(0, leverage[i]! - scale * byU * byU);
    effect[i] = Math.max(0, effect[i]! - scale * byU * (2 * byW - curvature * byU));
  }
  for (let i = 0, at = 0; i < d; i++) {
    const factor = scale * u[i]!;
    for (let j = 0; j < d; j++, at++) inverse.data[at]! -= factor * u[j]!;
  }
}

/**
 * Takes away, one by one, the picked row whose loss costs least, until `count` are left; these in
 * the order of what they are worth to each other.
 */
async function giveBack(
  { points, inverse, fisher }: Design,
  { picked, count, means }: { picked: readonly number[]; count: number; means: Means },
): Promise<number[]> {
  const design = await judge(takeRows(points, picked), { inverse, fisher }, means);
  const cost = (i: number) =>
    design.effect[i]! / Math.max(SMALLEST, 1 - Math.min(1, design.leverage[i]!));
  const kept = new Set(picked.keys());
  while (kept.size > count) {
    throwIfCancelled(means.signal);
    let least = -1;
    // The latest of equals goes, so that the order of picking decides.
    for (const i of kept) if (least < 0 || cost(i) <= cost(least)) least = i;
    kept.delete(least);
    await move(design, { row: least, sign: -1 }, means);
  }
  const order = [...kept].sort((a, b) => cost(b) - cost(a) || a - b);
  return order.map((i) => picked[i]!);
}

function toSingle({ rows, cols, data }: Matrix<Float64Array>): Matrix {
  return { rows, cols, data: Float32Array.from(data) };
}

function timesVector({ rows, cols, data }: Matrix<Float64Array>, vector: Float64Array) {
  const out = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < cols; k++, at++) sum += data[at]! * vector[k]!;
    out[i] = sum;
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
