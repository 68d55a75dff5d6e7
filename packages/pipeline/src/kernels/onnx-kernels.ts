import { checkProduct, type Kernels, type Matrix, type MultiplyOptions } from '@alaas/core';
import { InferenceSession } from 'onnxruntime-node';

import { encodeModel, type OnnxGraph } from '../onnx/model-writer.js';
import { coverageGains } from './coverage-gains.js';
import { crossEntropy } from './cross-entropy.js';
import {
  coverageGraph,
  crossEntropyGraph,
  mirroredSimilarityGraph,
  nearestGraph,
  productGraph,
  rowGainsGraph,
  similarityGraph,
} from './kernel-graphs.js';
import { rowsOfProduct, sumOfProducts, transpose } from './multiply.js';
import { nearest } from './nearest.js';
import { rowGains, similarities } from './similarities.js';

/** Kernels on ONNX Runtime; hold native memory until closed. */
export interface OnnxKernels extends Kernels {
  close(): Promise<void>;
}

/** Below this, threads cost more to wake than they save: one thread does it within about 2 ms. */
const FLOPS_WORTH_THREADS = 1e8;
/** What is read once and hardly computed with takes as long for each number as so many operations. */
const FLOPS_WORTH_A_READING = 128;

/**
 * Opens the ONNX Runtime form of the kernels: products as Gemm graphs built in memory, coverage,
 * similarities and nearest points as one fused graph each, in blocks of rows with a look at the abort signal between two blocks.
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
        // Threads that spin while they wait would take the cores from whoever works between two products.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
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
    async similarities(request) {
      const { points, candidates } = request;
      const flops = 2 * points.rows * points.cols * candidates.rows;
      const plain = await open('similarity', flops, similarityGraph);
      const mirrored = await open('mirrored similarity', flops, mirroredSimilarityGraph);
      return similarities({ plain, mirrored }, request);
    },
    async rowGains(request) {
      const flops = FLOPS_WORTH_A_READING * request.similarities.data.length;
      return rowGains(await open('row gains', flops, rowGainsGraph), request);
    },
    async crossEntropy(request) {
      const { features, weights } = request;
      const flops = 4 * features.rows * weights.data.length;
      return crossEntropy(await open('cross-entropy', flops, crossEntropyGraph), request);
    },
    async nearest(request) {
      const { queries, points } = request;
      const flops = 2 * queries.rows * queries.cols * points.rows;
      return nearest(await open('nearest', flops, nearestGraph), request);
    },
    async close() {
      const opened = await Promise.all(sessions.values());
      sessions.clear();
      await Promise.all(opened.map((session) => session.release()));
    },
  };
}
