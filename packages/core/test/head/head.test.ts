import {
  fitHead,
  predictedClasses,
  predictProbabilities,
  referenceKernels as kernels,
  takeRows,
  type Head,
  type Matrix,
} from '@alaas/core';
import { seededClasses, seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface Problem {
  readonly features: Matrix;
  readonly targets: Int32Array;
  readonly classCount: number;
}

const problems = fc
  .record({
    items: fc.integer({ min: 1, max: 30 }),
    classCount: fc.integer({ min: 1, max: 5 }),
    dimension: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ items, classCount, dimension, seed }): Problem => {
    const { embeddings, targets } = seededClasses({
      items,
      // Fewer classes seen than there are.
      classes: 1 + (seed % classCount),
      dimension,
      seed,
    });
    return { features: embeddings, targets, classCount };
  });

/** Mean cross-entropy + λ/2 ‖W‖², written out from the definition. */
function loss({ features, targets, classCount }: Problem, head: Head): number {
  let total = 0;
  for (let i = 0; i < features.rows; i++) {
    const logits = Array.from({ length: classCount }, (_, c) => {
      let logit = head.bias[c]!;
      for (let k = 0; k < features.cols; k++) {
        logit += head.weights.data[c * features.cols + k]! * features.data[i * features.cols + k]!;
      }
      return logit;
    });
    const max = Math.max(...logits);
    const sum = logits.reduce((rest, logit) => rest + Math.exp(logit - max), 0);
    total += max + Math.log(sum) - logits[targets[i]!]!;
  }
  const squares = head.weights.data.reduce((rest, w) => rest + w * w, 0);
  return total / features.rows + (0.5 * 2e-3 * squares) / classCount;
}

function headOf(classCount: number, dimension: number, seed: number): Head {
  const weights = seededMatrix(classCount, dimension, seed);
  const bias = seededMatrix(1, classCount, seed + 1).data;
  return { classCount, dimension, weights, bias };
}

/** The head with one parameter changed; parameters are weights, then biases. */
function nudged(head: Head, index: number, by: number): Head {
  const weights = { ...head.weights, data: head.weights.data.slice() };
  const bias = head.bias.slice();
  if (index < weights.data.length) weights.data[index]! += by;
  else bias[index - weights.data.length]! += by;
  return { ...head, weights, bias };
}

describe('fitHead', () => {
  it('never ends above the loss it started from', async () => {
    await fc.assert(
      fc.asyncProperty(
        problems,
        fc.integer({ min: 0, max: 30 }),
        async (problem, maxIterations) => {
          const start = headOf(problem.classCount, problem.features.cols, 5);
          const head = await fitHead({ ...problem, kernels, start, maxIterations });
          expect(loss(problem, head)).toBeLessThanOrEqual(loss(problem, start) * (1 + 1e-5));
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });

  it('ends where finite differences of the loss vanish', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const head = await fitHead({ ...problem, kernels, maxIterations: 400 });
        const parameters = head.weights.data.length + head.bias.length;
        for (let index = 0; index < parameters; index++) {
          const slope =
            (loss(problem, nudged(head, index, 1e-2)) - loss(problem, nudged(head, index, -1e-2))) /
            2e-2;
          expect(Math.abs(slope)).toBeLessThan(2e-4);
        }
      }),
      { numRuns: 25, seed: 2 },
    );
  });

  it('agrees with a plain long gradient descent', async () => {
    const { embeddings, targets } = seededClasses({ items: 40, classes: 3, dimension: 4, seed: 8 });
    const problem = { features: embeddings, targets, classCount: 3 };
    const fitted = await fitHead({ ...problem, kernels, maxIterations: 500 });
    const descended = await gradientDescent(problem, 40_000);
    expect(loss(problem, fitted)).toBeCloseTo(loss(problem, descended), 4);
    const means = { kernels };
    const [ours, theirs] = await Promise.all([
      predictProbabilities(fitted, embeddings, means),
      predictProbabilities(descended, embeddings, means),
    ]);
    for (const [i, p] of ours.data.entries())
      expect(Math.abs(p - theirs.data[i]!)).toBeLessThan(0.01);
  });

  it('reaches within 25 iterations nearly the optimum, and from a warm start sooner', async () => {
    const { embeddings, targets } = seededClasses({ items: 90, classes: 3, dimension: 8, seed: 3 });
    const problem = { features: embeddings, targets, classCount: 3 };
    const best = await fitHead({ ...problem, kernels, maxIterations: 1000 });
    const cold = await fitHead({ ...problem, kernels });
    const warm = await fitHead({ ...problem, kernels, start: best, maxIterations: 1 });
    expect(loss(problem, cold)).toBeLessThan(loss(problem, best) + 0.02);
    expect(loss(problem, warm)).toBeLessThan(loss(problem, best) + 1e-5);
  });

  it('does not depend on the order of items, and follows a renaming of classes', async () => {
    const { embeddings, targets } = seededClasses({ items: 30, classes: 3, dimension: 4, seed: 4 });
    const fit = (features: Matrix, classes: Int32Array) =>
      fitHead({ features, targets: classes, classCount: 3, kernels, maxIterations: 300 });
    const head = await fit(embeddings, targets);
    const order = [...targets.keys()].reverse();
    const reversed = await fit(
      takeRows(embeddings, order),
      Int32Array.from(order, (i) => targets[i]!),
    );
    const renamed = await fit(
      embeddings,
      targets.map((c) => (c + 1) % 3),
    );
    const expected = await predictProbabilities(head, embeddings, { kernels });
    const permuted = await predictProbabilities(reversed, embeddings, { kernels });
    const rotated = await predictProbabilities(renamed, embeddings, { kernels });
    for (let i = 0; i < 30; i++) {
      for (let c = 0; c < 3; c++) {
        const p = expected.data[i * 3 + c]!;
        expect(Math.abs(permuted.data[i * 3 + c]! - p)).toBeLessThan(5e-3);
        expect(Math.abs(rotated.data[i * 3 + ((c + 1) % 3)]! - p)).toBeLessThan(5e-3);
      }
    }
  });

  it('gives classes without an item a small probability, and one class all of it', async () => {
    const { embeddings, targets } = seededClasses({ items: 20, classes: 2, dimension: 4, seed: 4 });
    const sparse = await fitHead({ features: embeddings, targets, classCount: 6, kernels });
    const probabilities = await predictProbabilities(sparse, embeddings, { kernels });
    const unseen = probabilities.data.filter((_, at) => at % 6 > 1);
    expect(Math.max(...unseen)).toBeLessThan(0.05);
    const single = await fitHead({
      features: embeddings,
      targets: new Int32Array(20),
      classCount: 1,
      kernels,
    });
    const all = await predictProbabilities(single, embeddings, { kernels });
    expect([...all.data]).toEqual(new Array(20).fill(1));
  });

  it('survives features of any size', async () => {
    const { embeddings, targets } = seededClasses({ items: 20, classes: 2, dimension: 4, seed: 4 });
    for (const factor of [0, 1e-20, 1e6]) {
      const features = { ...embeddings, data: embeddings.data.map((x) => x * factor) };
      const head = await fitHead({ features, targets, classCount: 2, kernels });
      expect([...head.weights.data, ...head.bias].every(Number.isFinite)).toBe(true);
    }
  });

  it.each([
    ['targets', { targets: new Int32Array(3) }],
    ['targets', { targets: Int32Array.of(0, 1, 2, 0) }],
    ['targets', { targets: Int32Array.of(0, -1, 1, 0) }],
    ['targets', { features: seededMatrix(0, 2, 1), targets: new Int32Array(0) }],
    ['start', { start: headOf(2, 3, 1) }],
  ] as const)('refuses %s that do not fit', async (field, changes) => {
    const task = { features: seededMatrix(4, 2, 1), targets: new Int32Array(4), classCount: 2 };
    await expect(fitHead({ ...task, kernels, ...changes })).rejects.toMatchObject({
      code: 'INPUT_SHAPE',
      details: { field },
    });
  });

  it('stops when cancelled', async () => {
    const task = { features: seededMatrix(4, 2, 1), targets: new Int32Array(4), classCount: 2 };
    const signal = AbortSignal.abort();
    await expect(fitHead({ ...task, kernels, signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('predictProbabilities', () => {
  it('gives rows that sum to 1 and do not change when all logits are shifted', async () => {
    await fc.assert(
      fc.asyncProperty(
        problems,
        fc.double({ min: -50, max: 50, noNaN: true }),
        async ({ features, classCount }, shift) => {
          const head = headOf(classCount, features.cols, 3);
          const shifted = { ...head, bias: head.bias.map((b) => b + shift) };
          const before = await predictProbabilities(head, features, { kernels });
          const after = await predictProbabilities(shifted, features, { kernels });
          for (let i = 0; i < before.rows; i++) {
            const row = before.data.subarray(i * classCount, (i + 1) * classCount);
            expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
          }
          for (const [at, p] of before.data.entries()) expect(after.data[at]).toBeCloseTo(p, 4);
        },
      ),
      { numRuns: 40, seed: 3 },
    );
  });

  it('stays finite for extreme logits', async () => {
    const weights = { rows: 3, cols: 1, data: Float32Array.of(1e30, 0, -1e30) };
    const head = { classCount: 3, dimension: 1, weights, bias: Float32Array.of(0, 1e30, 0) };
    const features = { rows: 2, cols: 1, data: Float32Array.of(5, -5) };
    const probabilities = await predictProbabilities(head, features, { kernels });
    expect([...probabilities.data]).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it('gives no rows for no items', async () => {
    const probabilities = await predictProbabilities(headOf(3, 2, 1), seededMatrix(0, 2, 1), {
      kernels,
    });
    expect(probabilities).toEqual({ rows: 0, cols: 3, data: new Float64Array(0) });
  });
});

describe('predictedClasses', () => {
  it('takes the largest probability, the lowest class when two are equal', () => {
    const data = Float64Array.of(0.2, 0.5, 0.3, 0.4, 0.4, 0.2, 0.1, 0.1, 0.8);
    expect([...predictedClasses({ rows: 3, cols: 3, data })]).toEqual([1, 0, 2]);
  });
});

async function gradientDescent(problem: Problem, steps: number): Promise<Head> {
  const { features, targets, classCount } = problem;
  const d = features.cols;
  let head: Head = {
    classCount,
    dimension: d,
    weights: { rows: classCount, cols: d, data: new Float32Array(classCount * d) },
    bias: new Float32Array(classCount),
  };
  const rate = 0.2;
  for (let step = 0; step < steps; step++) {
    const { data } = await predictProbabilities(head, features, { kernels });
    const weights = head.weights.data.map((w) => w * (1 - (rate * 2e-3) / classCount));
    const bias = head.bias.slice();
    for (let i = 0; i < features.rows; i++) {
      for (let c = 0; c < classCount; c++) {
        const residual = (data[i * classCount + c]! - (c === targets[i] ? 1 : 0)) / features.rows;
        bias[c]! -= rate * residual;
        for (let k = 0; k < d; k++)
          weights[c * d + k]! -= rate * residual * features.data[i * d + k]!;
      }
    }
    head = { ...head, weights: { ...head.weights, data: weights }, bias };
  }
  return head;
}
