import {
  maxHerding,
  referenceKernels as kernels,
  selectBatch,
  uncertaintyHerding,
  type Matrix,
  type StrategyInputs,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const scene = generalScene({ items: 80, dimension: 20, labelled: 6 });
const inputs = inputsOf(scene, ['embeddings', 'probabilities', 'labelledEmbeddings']) as Pick<
  StrategyInputs,
  'embeddings' | 'probabilities' | 'labelledEmbeddings'
>;
const { embeddings, probabilities, labelledEmbeddings } = inputs;

describe.each([1, 5, 12])('the greedy of the definition, %i items', (count) => {
  const request = { count, kernels };

  it('max-herding: every item weighs the same', async () => {
    expect(await selectBatch(maxHerding, { embeddings }, request)).toEqual(
      greedy({ embeddings, count }),
    );
    const labelled = { embeddings, labelledEmbeddings };
    expect(await selectBatch(maxHerding, labelled, request)).toEqual(
      greedy({ ...labelled, count }),
    );
  });

  it('uncertainty-herding: items weigh by 1 − (p₁ − p₂)', async () => {
    const weights = Array.from({ length: 80 }, (_, i) => {
      const [first, second] = [...probabilities.data.subarray(4 * i, 4 * i + 4)].sort(
        (a, b) => b - a,
      );
      return 1 - (first! - second!);
    });
    expect(await selectBatch(uncertaintyHerding, inputs, request)).toEqual(
      greedy({ embeddings, labelledEmbeddings, weights, count }),
    );
    const options = { reach: 1.7 };
    expect(await selectBatch(uncertaintyHerding, inputs, { ...request, options })).toEqual(
      greedy({ embeddings, labelledEmbeddings, weights, count, reach: 1.7 }),
    );
  });

  it('uncertainty-herding without probabilities is max-herding', async () => {
    const labelled = { embeddings, labelledEmbeddings };
    expect(await selectBatch(uncertaintyHerding, labelled, request)).toEqual(
      await selectBatch(maxHerding, labelled, request),
    );
  });
});

interface Greedy {
  readonly embeddings: Matrix;
  readonly labelledEmbeddings?: Matrix;
  readonly weights?: readonly number[];
  readonly count: number;
  readonly reach?: number;
}

/** Σ w_i max_c exp(−‖x_i − c‖² / r²) on rows of norm 1, one pick at a time, in plain arrays. */
function greedy({
  embeddings: pool,
  labelledEmbeddings: labelled,
  weights,
  count,
  reach = 0.85,
}: Greedy): number[] {
  const points = unitVectors(pool);
  const known = labelled ? unitVectors(labelled) : [];
  const radius = reach * medianRadius([...points, ...known], count + known.length);
  const similarity = (a: readonly number[], b: readonly number[]) =>
    Math.exp(-squared(a, b) / radius ** 2);
  const cover = points.map((point) => Math.max(0, ...known.map((one) => similarity(point, one))));
  const picked: number[] = [];
  while (picked.length < count) {
    const gains = points.map((candidate, j) =>
      picked.includes(j)
        ? -1
        : points.reduce(
            (sum, point, i) =>
              sum + (weights?.[i] ?? 1) * Math.max(0, similarity(point, candidate) - cover[i]!),
            0,
          ),
    );
    const best = gains.indexOf(Math.max(...gains));
    picked.push(best);
    for (const [i, point] of points.entries()) {
      cover[i] = Math.max(cover[i]!, similarity(point, points[best]!));
    }
  }
  return picked;
}

/** Median distance to the (T/n)-th other point. */
function medianRadius(points: readonly (readonly number[])[], n: number): number {
  const neighbour = Math.min(points.length - 1, Math.max(1, Math.round(points.length / n)));
  const distances = points.map((point) => {
    const all = points.filter((other) => other !== point).map((other) => squared(point, other));
    return Math.sqrt(all.sort((a, b) => a - b)[neighbour - 1]!);
  });
  return distances.sort((a, b) => a - b)[Math.floor(points.length / 2)]!;
}

function unitVectors({ rows, cols, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => {
    const vector = [...data.subarray(i * cols, (i + 1) * cols)];
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  });
}

function squared(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0);
}
