import {
  defineStrategy,
  fitFeatureSpace,
  fitHead,
  predictFromEmbeddings,
  predictProbabilities,
  referenceKernels as kernels,
  selectBatch,
  simulate,
  takeRows,
  toFeatures,
  type Matrix,
  type StrategyInputs,
} from '@alaas/core';
import { seededClasses, seededMatrix } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const pool = seededClasses({ items: 30, classes: 3, dimension: 16, seed: 1 });
const labelledEmbeddings = takeRows(pool.embeddings, [0, 1, 2, 3]);
const labelledTargets = pool.targets.slice(0, 4);
const space = fitFeatureSpace(pool.embeddings);
const head = await fitHead({
  kernels,
  features: toFeatures(space, labelledEmbeddings),
  targets: labelledTargets,
  classCount: 3,
});
const inputs = {
  embeddings: pool.embeddings,
  labelledEmbeddings,
  labelledTargets,
  head: { space, head },
  examples: takeRows(pool.embeddings, [5]),
};
const everything = defineStrategy({
  id: 'everything',
  title: 'Everything',
  summary: 'Reads all that can be given.',
  source: 'none',
  cost: 'O(1)',
  needs: ['embeddings', 'labelledEmbeddings', 'labelledTargets', 'head', 'examples'],
  uses: ['probabilities'],
  options: {},
  select: async (_, { count }) => Array.from({ length: count }, (__, i) => i),
});

function choose(changes: Partial<StrategyInputs>) {
  return selectBatch(everything, { ...inputs, ...changes }, { count: 2, kernels });
}

describe('the inputs of a strategy', () => {
  it('are handed on when they fit', async () => {
    expect(await choose({})).toEqual([0, 1]);
  });

  it('are missed by name, with what to do', async () => {
    for (const name of ['labelledTargets', 'head', 'examples'] as const) {
      const rest: Partial<StrategyInputs> = { ...inputs };
      Reflect.deleteProperty(rest, name);
      await expect(selectBatch(everything, rest, { count: 2, kernels })).rejects.toMatchObject({
        code: 'STRATEGY_INPUT_MISSING',
        details: { field: name, remedy: expect.stringMatching(/^Give/) },
      });
    }
  });

  it('are refused when their shapes differ', async () => {
    const wrong: Partial<StrategyInputs>[] = [
      { labelledTargets: labelledTargets.slice(1) },
      { examples: seededMatrix(2, 15, 1) },
      { examples: seededMatrix(0, 16, 1) },
      { head: { space, head: { ...head, dimension: 15 } } },
      { probabilities: { rows: 30, cols: 2, data: new Float64Array(60).fill(0.5) } },
    ];
    for (const changes of wrong) {
      await expect(choose(changes)).rejects.toMatchObject({ code: 'INPUT_SHAPE' });
    }
  });

  it('are refused when a class is none of the head, or a number is not finite', async () => {
    await expect(choose({ labelledTargets: Int32Array.of(0, 1, 3, 0) })).rejects.toMatchObject({
      code: 'LABELS_INVALID',
      details: { row: 2, value: 3 },
    });
    const bias = Float32Array.of(0, NaN, 0);
    await expect(choose({ head: { space, head: { ...head, bias } } })).rejects.toMatchObject({
      code: 'INPUT_NOT_FINITE',
      details: { field: 'head', column: 1 },
    });
  });
});

describe('predictFromEmbeddings', () => {
  it('is the head on the features of its space', async () => {
    const direct = await predictProbabilities(head, toFeatures(space, pool.embeddings), {
      kernels,
    });
    expectAlike(await predictFromEmbeddings({ space, head }, pool.embeddings, { kernels }), direct);
  });
});

describe('simulate', () => {
  it('gives a strategy the labels bought and the head trained on them', async () => {
    const seen: Pick<StrategyInputs, 'labelledTargets' | 'head'>[] = [];
    const watching = defineStrategy({
      ...everything,
      needs: ['embeddings', 'labelledTargets', 'labelledEmbeddings', 'head', 'probabilities'],
      uses: [],
      async select(given, { count, kernels: means }) {
        seen.push(given);
        const own = await predictFromEmbeddings(given.head, given.embeddings, { kernels: means });
        expectAlike(own, given.probabilities);
        return Array.from({ length: count }, (_, i) => i);
      },
    });
    await simulate({
      data: {
        ...pool,
        testEmbeddings: pool.embeddings,
        testTargets: pool.targets,
        classCount: 3,
      },
      strategies: [watching],
      seeds: [1],
      schedule: { start: 4, batch: 3, budget: 10 },
      kernels,
    });
    expect(seen.map(({ labelledTargets: targets }) => targets.length)).toEqual([4, 7]);
  });
});

/** The map to features is taken into the head, so that the two ways round differently in float32. */
function expectAlike(found: Matrix<Float64Array>, wanted: Matrix<Float64Array>): void {
  expect([found.rows, found.cols]).toEqual([wanted.rows, wanted.cols]);
  for (const [at, value] of found.data.entries()) {
    expect(Math.abs(value - wanted.data[at]!)).toBeLessThan(1e-5);
  }
}
