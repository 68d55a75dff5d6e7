import {
  checkCoverage,
  checkProduct,
  sliceRows,
  throwIfCancelled,
  type CoverageRequest,
  type Kernels,
  type Matrix,
  type MultiplyOptions,
  type ProductShape,
} from '@alaas/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';

import { encodeModel, type OnnxGraph } from '../onnx/model-writer.js';
import { coverageGraph, productGraph } from './kernel-graphs.js';

/** Kernels on ONNX Runtime; hold native memory until closed. */
export interface OnnxKernels extends Kernels {
  close(): Promise<void>;
}

/** Floating-point operations per run: keeps one run, which blocks the thread, under 200 ms. */
const FLOPS_PER_RUN = 8e9;
/** Bytes of the largest intermediate of one run. */
const BLOCK_BYTES = 64 * 2 ** 20;
const MAX_BLOCK_ROWS = 4096;
/** Candidates of one run of the coverage graph. */
const COVERAGE_CANDIDATES = 1024;
/** Similarities of one run: they pass through six operators, so they had better stay in the cache. */
const COVERAGE_FLOATS = 2 ** 19;
/** Below this, threads cost more to wake than they save: one thread does it within about 2 ms. */
const FLOPS_WORTH_THREADS = 2e8;

/**
 * Opens the ONNX Runtime form of the kernels: products as Gemm graphs built in memory, coverage as
 * one fused graph, both in row blocks with a look at the abort signal between two blocks.
 *
 * @param options.threads threads of large products; all cores when absent.
 */
export async function openOnnxKernels(options: { threads?: number } = {}): Promise<OnnxKernels> {
  const sessions = new Map<string, Promise<InferenceSession>>();
  const open = (name: string, flops: number, graph: () => OnnxGraph) => {
    const threads = flops < FLOPS_WORTH_THREADS ? 1 : options.threads;
    const key = `${name} ${threads}`;
    let session = sessions.get(key);
    if (!session) {
      session = InferenceSession.create(encodeModel(graph()), {
        ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
        logSeverityLevel: 3,
      });
      sessions.set(key, session);
    }
    return session;
  };
  const multiply = async (a: Matrix, b: Matrix, choices: MultiplyOptions = {}): Promise<Matrix> => {
    const { transposeA = false, transposeB = false, signal } = choices;
    const shape = checkProduct(a, b, choices);
    // aᵀ·bᵀ = (b·a)ᵀ, which can be cut into blocks of rows.
    if (transposeA && transposeB) return transpose(await multiply(b, a, { signal }));
    const flops = 2 * shape.rows * shape.inner * shape.cols;
    const session = await open(`product ${transposeA} ${transposeB}`, flops, () =>
      productGraph({ transposeA, transposeB }),
    );
    const product = { a, b, shape, signal };
    return transposeA ? sumOfProducts(session, product) : rowsOfProduct(session, product);
  };
  return {
    id: 'onnxruntime',
    multiply,
    async coverageGains(request) {
      const { points, candidates } = request;
      const flops = 2 * points.rows * points.cols * candidates.rows;
      const session = await open('coverage', flops, coverageGraph);
      return coverageGains(session, request);
    },
    async close() {
      const opened = await Promise.all(sessions.values());
      sessions.clear();
      await Promise.all(opened.map((session) => session.release()));
    },
  };
}

interface Product {
  readonly a: Matrix;
  readonly b: Matrix;
  readonly shape: ProductShape;
  readonly signal: AbortSignal | undefined;
}

/** a · b or a · bᵀ, a block of rows of a at a time. */
async function rowsOfProduct(session: InferenceSession, product: Product): Promise<Matrix> {
  const { a, b, shape, signal } = product;
  const { rows, inner, cols } = shape;
  const out = new Float32Array(rows * cols);
  if (out.length === 0 || inner === 0) return { rows, cols, data: out };
  const right = tensor(b);
  const blockRows = rowsPerRun(2 * inner * cols, cols);
  for (let start = 0; start < rows; start += blockRows) {
    throwIfCancelled(signal);
    const left = tensor(sliceRows(a, start, Math.min(rows, start + blockRows)));
    const { product: part } = await session.run({ left, right });
    const values = part!.data as Float32Array;
    if (blockRows >= rows) return { rows, cols, data: values };
    out.set(values, start * cols);
  }
  return { rows, cols, data: out };
}

/** aᵀ · b as a sum over blocks of rows of both. */
async function sumOfProducts(session: InferenceSession, product: Product): Promise<Matrix> {
  const { a, b, shape, signal } = product;
  const { rows, inner, cols } = shape;
  const out = new Float32Array(rows * cols);
  if (out.length === 0) return { rows, cols, data: out };
  const blockRows = rowsPerRun(2 * rows * cols, rows + cols);
  for (let start = 0; start < inner; start += blockRows) {
    throwIfCancelled(signal);
    const end = Math.min(inner, start + blockRows);
    const { product: part } = await session.run({
      left: tensor(sliceRows(a, start, end)),
      right: tensor(sliceRows(b, start, end)),
    });
    const values = part!.data as Float32Array;
    if (blockRows >= inner) return { rows, cols, data: values };
    for (let at = 0; at < out.length; at++) out[at]! += values[at]!;
  }
  return { rows, cols, data: out };
}

async function coverageGains(
  session: InferenceSession,
  request: CoverageRequest,
): Promise<Float64Array> {
  checkCoverage(request);
  const { points, candidates, radius, signal } = request;
  const gains = new Float64Array(candidates.rows);
  if (candidates.rows === 0 || points.rows === 0) return gains;
  const weights = request.weights
    ? new Float32Array(request.weights)
    : new Float32Array(points.rows).fill(1);
  const cover = request.cover ? new Float32Array(request.cover) : new Float32Array(points.rows);
  const scale = 1 / (radius * radius);
  const pointNorms = scaled(request.pointNorms ?? squaredNorms(points), scale);
  const negativeNorms = scaled(squaredNorms(candidates), -scale);
  const candidateRows = Math.min(candidates.rows, COVERAGE_CANDIDATES);
  const pointRows = Math.max(1, Math.floor(COVERAGE_FLOATS / candidateRows));
  for (let c = 0; c < candidates.rows; c += candidateRows) {
    const cEnd = Math.min(candidates.rows, c + candidateRows);
    const block = sliceRows(candidates, c, cEnd);
    const blockTensor = tensor({ ...block, data: scaled(block.data, 2 * scale) });
    const blockNorms = new Tensor('float32', negativeNorms.subarray(c, cEnd), [1, cEnd - c]);
    for (let p = 0; p < points.rows; p += pointRows) {
      throwIfCancelled(signal);
      const pEnd = Math.min(points.rows, p + pointRows);
      const { gains: part } = await session.run({
        points: tensor(sliceRows(points, p, pEnd)),
        pointNorms: new Tensor('float32', pointNorms.subarray(p, pEnd), [pEnd - p, 1]),
        cover: new Tensor('float32', cover.subarray(p, pEnd), [pEnd - p, 1]),
        weights: new Tensor('float32', weights.subarray(p, pEnd), [1, pEnd - p]),
        candidates: blockTensor,
        negativeCandidateNorms: blockNorms,
      });
      const values = part!.data as Float32Array;
      for (let j = 0; j < values.length; j++) gains[c + j]! += values[j]!;
    }
  }
  return gains;
}

function rowsPerRun(flopsPerRow: number, floatsPerRow: number): number {
  const byTime = Math.floor(FLOPS_PER_RUN / flopsPerRow);
  const byMemory = Math.floor(BLOCK_BYTES / (4 * floatsPerRow));
  return Math.max(1, Math.min(MAX_BLOCK_ROWS, byTime, byMemory));
}

function squaredNorms({ rows, cols, data }: Matrix): Float64Array {
  const norms = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (const end = at + cols; at < end; at++) sum += data[at]! * data[at]!;
    norms[i] = sum;
  }
  return norms;
}

function scaled(values: Float32Array | Float64Array, factor: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i]! * factor;
  return out;
}

function transpose({ rows, cols, data }: Matrix): Matrix {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j]!;
  }
  return { rows: cols, cols: rows, data: out };
}

function tensor({ rows, cols, data }: Matrix): Tensor {
  return new Tensor('float32', data, [rows, cols]);
}
