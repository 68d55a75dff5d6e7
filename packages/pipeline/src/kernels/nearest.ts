import {
  checkNearest,
  sliceRows,
  squaredNorms,
  throwIfCancelled,
  type NearestPoints,
  type NearestRequest,
} from '@alaas/core';
import { Tensor, type InferenceSession } from 'onnxruntime-node';

import { FLOPS_PER_RUN, scaled, tensor } from './blocks.js';

/** Points of one run: about as many as queries, so that a product reuses both factors. */
const BLOCK_POINTS = 4096;
const MOST_QUERIES = 4096;

/** `Kernels.nearest`, one block of queries by one of points at a time. */
export async function nearest(
  session: InferenceSession,
  request: NearestRequest,
): Promise<NearestPoints> {
  checkNearest(request);
  const { queries, points, count, signal } = request;
  const index = new Int32Array(queries.rows * count);
  const squared = new Float32Array(queries.rows * count);
  const negativePointNorms = scaled(squaredNorms(points), -1);
  const pointRows = Math.min(points.rows, BLOCK_POINTS);
  const queryRows = Math.floor(FLOPS_PER_RUN / (2 * Math.max(1, points.cols) * pointRows));
  const blockRows = Math.min(MOST_QUERIES, Math.max(1, queryRows));
  for (let start = 0; start < queries.rows; start += blockRows) {
    const block = sliceRows(queries, start, Math.min(queries.rows, start + blockRows));
    const best = emptyRanking(block.rows, count);
    for (let p = 0; p < points.rows; p += pointRows) {
      throwIfCancelled(signal);
      const pEnd = Math.min(points.rows, p + pointRows);
      const width = Math.min(count, pEnd - p);
      const output = await session.run({
        queries: tensor(block),
        points: tensor(sliceRows(points, p, pEnd)),
        negativePointNorms: new Tensor('float32', negativePointNorms.subarray(p, pEnd), [
          1,
          pEnd - p,
        ]),
        count: new Tensor('int64', BigInt64Array.of(BigInt(width)), [1]),
      });
      const part = {
        index: output['index']!.data as Int32Array,
        closeness: output['nearest']!.data as Float32Array,
      };
      merge(best, part, { count, width, offset: p });
    }
    const norms = request.queryNorms?.subarray(start, start + block.rows) ?? squaredNorms(block);
    index.set(best.index, start * count);
    for (let at = 0; at < best.closeness.length; at++) {
      const norm = norms[Math.floor(at / count)]!;
      squared[start * count + at] = Math.max(0, norm - best.closeness[at]!);
    }
  }
  return { index, squared };
}

/** The best so far of each query, closest first. */
interface Ranking {
  readonly index: Int32Array;
  readonly closeness: Float32Array;
}

function emptyRanking(rows: number, count: number): Ranking {
  return {
    index: new Int32Array(rows * count),
    closeness: new Float32Array(rows * count).fill(-Infinity),
  };
}

/** Inserts each query's `width` new points, in order, into its `count` best; equals stay behind. */
function merge(
  best: Ranking,
  part: Ranking,
  { count, width, offset }: { count: number; width: number; offset: number },
): void {
  for (let start = 0, from = 0; start < best.index.length; start += count, from += width) {
    const last = start + count - 1;
    for (let at = from; at < from + width; at++) {
      const closeness = part.closeness[at]!;
      if (!(closeness > best.closeness[last]!)) break;
      let place = last;
      for (; place > start && best.closeness[place - 1]! < closeness; place--) {
        best.closeness[place] = best.closeness[place - 1]!;
        best.index[place] = best.index[place - 1]!;
      }
      best.closeness[place] = closeness;
      best.index[place] = part.index[at]! + offset;
    }
  }
}
