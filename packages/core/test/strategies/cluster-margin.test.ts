import {
  clusterMargin,
  margin,
  referenceKernels as kernels,
  selectBatch,
  type Matrix,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const scene = generalScene({ items: 70, dimension: 20 });
const inputs = inputsOf(scene, clusterMargin.needs);

/** Average linkage as in a textbook: all pairs of clusters, all pairs of their members. */
function plainLinkage(points: Matrix, rows: readonly number[], clusters: number): number[][] {
  const distance = (i: number, j: number) => {
    let squares = 0;
    for (let k = 0; k < points.cols; k++) {
      squares += (points.data[i * points.cols + k]! - points.data[j * points.cols + k]!) ** 2;
    }
    return Math.sqrt(squares);
  };
  const groups = rows.map((row) => [row]);
  while (groups.length > clusters) {
    let best = { mean: Infinity, a: 0, b: 0 };
    for (let a = 0; a < groups.length; a++) {
      for (let b = a + 1; b < groups.length; b++) {
        const all = groups[a]!.flatMap((i) => groups[b]!.map((j) => distance(i, j)));
        const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
        if (mean < best.mean) best = { mean, a, b };
      }
    }
    const [gone] = groups.splice(best.b, 1);
    groups[best.a]!.push(...gone!);
  }
  return groups;
}

describe('cluster-margin', () => {
  it('goes round the clusters of average linkage, smallest first, smallest margin first', async () => {
    const options = { candidates: 4, clusterSize: 5 };
    const request = { count: 12, kernels };
    const candidates = await selectBatch(margin, inputs, { count: 48, kernels });
    const rank = new Map(candidates.map((row, i) => [row, i]));
    const groups = plainLinkage(inputs.embeddings!, candidates, 10);
    for (const group of groups) group.sort((a, b) => rank.get(a)! - rank.get(b)!);
    groups.sort((a, b) => a.length - b.length || rank.get(a[0]!)! - rank.get(b[0]!)!);
    const expected: number[] = [];
    for (let round = 0; expected.length < 12; round++) {
      for (const group of groups) if (group.length > round) expected.push(group[round]!);
    }
    expect(await selectBatch(clusterMargin, inputs, { ...request, options })).toEqual(
      expected.slice(0, 12),
    );
  });

  it('is margin when no more items are looked at than taken', async () => {
    const options = { candidates: 1 };
    expect(await selectBatch(clusterMargin, inputs, { count: 9, kernels, options })).toEqual(
      await selectBatch(margin, inputs, { count: 9, kernels }),
    );
  });
});
