import {
  checkCoverage,
  checkProduct,
  sliceRows,
  throwIfCancelled,
  type CoverageRequest,
  type Kernels,
  type Matrix,
  type MultiplyOptions,
} from '@alaas/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';

import { encodeModel } from '../onnx/model-writer.js';
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

/**
 * Opens the ONNX Runtime form of the kernels: products as Gemm graphs built in memory, coverage as
 * one fused graph, both in row blocks with a look at the abort signal between two blocks.
 *
 * @param options.threads threads of the products; all cores when absent.
 */
export async function openOnnxKernels(options: { threads?: number } = {}): Promise<OnnxKernels> {
  const sessions = new Map<string, Promise<InferenceSession>>();
  const open = (name: string, bytes: () => Uint8Array) => {
    let session = sessions.get(name);
    if (!session) {
      session = InferenceSession.create(bytes(), {
        ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
        logSeverityLevel: 3,
      });
      sessions.set(name, session);
    }
    return session;
  };
  return {
    id: 'onnxruntime',
    async multiply(a, b, choices = {}) {
      const { transposeA = false, transposeB = false } = choices;
      const session = await open(`product-${transposeA}-${transposeB}`, () =>
        encodeModel(productGraph({ transposeA, transposeB })),
      );
      return multiply(session, { a, b, choices });
    },
    async coverageGains(request) {
      const session = await open('coverage', () => encodeModel(coverageGraph()));
      return coverageGains(session, request);
    },
    async close() {
      const opened = await Promise.all(sessions.values());
      sessions.clear();
      await Promise.all(opened.map((session) => session.release()));
    },
  };
}

async function multiply(
  session: InferenceSession,
  { a, b, choices }: { a: Matrix; b: Matrix; choices: MultiplyOptions },
): Promise<Matrix> {
  const { rows, inner, cols } = checkProduct(a, b, choices);
  const out = new Float32Array(rows * cols);
  if (out.length === 0 || inner === 0) return { rows, cols, data: out };
  const right = tensor(b);
  // A transposed left factor has its rows as columns, so it cannot be cut into views of rows.
  const blockRows = choices.transposeA ? rows : rowsPerRun(2 * inner * cols, cols);
  for (let start = 0; start < rows; start += blockRows) {
    throwIfCancelled(choices.signal);
    const left = choices.transposeA ? a : sliceRows(a, start, Math.min(rows, start + blockRows));
    const { product } = await session.run({ left: tensor(left), right });
    out.set(product!.data as Float32Array, start * cols);
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
  const scale = 1 / (radius * radius);
  const weights = Float32Array.from(request.weights ?? new Float64Array(points.rows).fill(1));
  const cover = Float32Array.from(request.cover ?? new Float64Array(points.rows));
  const pointNorms = scaledNorms(points, scale);
  const candidateNorms = scaledNorms(candidates, scale);
  const candidateRows = Math.min(candidates.rows, MAX_BLOCK_ROWS);
  const pointRows = rowsPerRun(2 * points.cols * candidateRows, candidateRows);
  for (let c = 0; c < candidates.rows; c += candidateRows) {
    const cEnd = Math.min(candidates.rows, c + candidateRows);
    const block = tensor(sliceRows(candidates, c, cEnd));
    const blockNorms = vector(candidateNorms.subarray(c, cEnd));
    for (let p = 0; p < points.rows; p += pointRows) {
      throwIfCancelled(signal);
      const pEnd = Math.min(points.rows, p + pointRows);
      const { gains: part } = await session.run({
        points: tensor(sliceRows(points, p, pEnd)),
        pointNorms: new Tensor('float32', pointNorms.subarray(p, pEnd), [pEnd - p, 1]),
        cover: new Tensor('float32', cover.subarray(p, pEnd), [pEnd - p, 1]),
        weights: new Tensor('float32', weights.subarray(p, pEnd), [1, pEnd - p]),
        candidates: block,
        candidateNorms: blockNorms,
        doubledScale: new Tensor('float32', Float32Array.of(2 * scale), [1]),
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

function scaledNorms({ rows, cols, data }: Matrix, scale: number): Float32Array {
  const norms = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) sum += data[k]! * data[k]!;
    norms[i] = sum * scale;
  }
  return norms;
}

function tensor({ rows, cols, data }: Matrix): Tensor {
  return new Tensor('float32', data, [rows, cols]);
}

function vector(data: Float32Array): Tensor {
  return new Tensor('float32', data, [1, data.length]);
}
