import {
  findStrategy,
  referenceKernels,
  simulate,
  takeRows,
  type LabelledData,
  type Schedule,
  type SimulationProgress,
  type SimulationTask,
} from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const pool = seededClasses({ items: 120, classes: 3, dimension: 16, spread: 1.5, seed: 1 });
const test = seededClasses({ items: 60, classes: 3, dimension: 16, spread: 1.5, seed: 2 });
const data: LabelledData = {
  ...pool,
  testEmbeddings: test.embeddings,
  testTargets: test.targets,
  classCount: 3,
};
const schedule: Schedule = { start: 6, batch: 5, budget: 33 };

function run(changes: Partial<SimulationTask> = {}) {
  return simulate({
    data,
    strategies: [findStrategy('margin'), findStrategy('random')],
    seeds: [1, 2],
    schedule,
    kernels: referenceKernels,
    ...changes,
  });
}

describe('simulate', () => {
  it('gives one curve per strategy and seed, in that order, from start to budget', async () => {
    const curves = await run();
    expect(curves.map(({ strategy, seed }) => [strategy, seed])).toEqual([
      ['margin', 1],
      ['margin', 2],
      ['random', 1],
      ['random', 2],
    ]);
    for (const { points } of curves) {
      expect(points.map(({ labels }) => labels)).toEqual([6, 11, 16, 21, 26, 31, 33]);
      for (const { accuracy, macroF1 } of points) {
        expect(accuracy).toBeGreaterThanOrEqual(0);
        expect(macroF1).toBeLessThanOrEqual(1);
      }
      expect(points.at(-1)!.accuracy).toBeGreaterThan(0.8);
    }
  });

  it('tells of the points alone, also where strategies tell of their picks', async () => {
    const told: unknown[] = [];
    const strategies = ['k-center', 'badge', 'uncertainty-herding'].map(findStrategy);
    const curves = await run({ strategies, seeds: [1], onProgress: (one) => told.push(one) });
    expect(told).toHaveLength(curves.flatMap(({ points }) => points).length);
    for (const one of told) expect(one).toHaveProperty('point.labels');
  });

  it('starts every strategy of a seed alike, and repeats itself to the digit', async () => {
    const curves = await run();
    const [margin, , random] = curves;
    expect(margin!.points[0]).toEqual(random!.points[0]);
    expect(margin!.points.slice(1)).not.toEqual(random!.points.slice(1));
    expect(await run()).toEqual(curves);
  });

  it('gives a strategy the same curve alone as in company', async () => {
    const together = await run();
    const alone = await run({ strategies: [findStrategy('random')], seeds: [2] });
    expect(alone[0]).toEqual(together[3]);
  });

  it.each(['random', 'per-class', 'max-herding'] as const)(
    'cold-starts by %s',
    async (coldStart) => {
      const [curve] = await run({ schedule: { ...schedule, coldStart } });
      expect(curve!.points[0]!.labels).toBe(6);
    },
  );

  it('buys every class first when the cold start is per class', async () => {
    // 118 items of class 0, one of each other class: by lot they would hardly be among three.
    const targets = pool.targets.map((_, i) => (i === 50 ? 1 : i === 90 ? 2 : 0));
    const [curve] = await run({
      data: {
        ...data,
        targets,
        testEmbeddings: takeRows(pool.embeddings, [50, 90]),
        testTargets: Int32Array.of(1, 2),
      },
      schedule: { start: 3, batch: 1, budget: 3, coldStart: 'per-class' },
    });
    expect(curve!.points[0]!.accuracy).toBe(1);
  });

  it('measures at the wanted counts and draws the pool per seed', async () => {
    const curves = await run({
      schedule: { ...schedule, at: [7, 21, 22], poolSize: 40, budget: 40 },
    });
    const counts = curves[0]!.points.map(({ labels }) => labels);
    expect(counts).toEqual([6, 7, 12, 17, 21, 22, 27, 32, 37, 40]);
    // The whole drawn pool is labelled in the end: strategies then agree, while pools differ.
    const [margin1, margin2, random1] = curves.map(({ points }) => points.at(-1)!);
    expect(margin1!.accuracy).toBeCloseTo(random1!.accuracy, 1);
    expect(margin1).not.toEqual(margin2);
  });

  it('runs every strategy that comes with the product', async () => {
    const ids = [
      ...['entropy', 'ratio', 'least-confidence', 'k-means', 'k-center', 'badge', 'typiclust'],
      ...['uncertainty-herding', 'max-herding'],
    ];
    const curves = await run({ strategies: ids.map(findStrategy), seeds: [5] });
    expect(curves.map(({ strategy }) => strategy)).toEqual(ids);
    for (const { points } of curves) expect(points.at(-1)!.labels).toBe(33);
  });

  it('works with one class, and with classes that the pool does not have', async () => {
    const one = { ...data, targets: new Int32Array(120), testTargets: new Int32Array(60) };
    const [single] = await run({ data: { ...one, classCount: 1 } });
    expect(single!.points.map(({ accuracy }) => accuracy)).toEqual(single!.points.map(() => 1));
    const [missing] = await run({ data: { ...data, classCount: 5 } });
    expect(missing!.points.at(-1)!.accuracy).toBeGreaterThan(0.8);
  });

  it('tells every point as it comes', async () => {
    const told: SimulationProgress[] = [];
    const curves = await run({ onProgress: (progress) => told.push(progress) });
    expect(told.map(({ point }) => point)).toEqual(
      [0, 2, 1, 3].flatMap((at) => curves[at]!.points),
    );
    expect(told.at(-1)).toMatchObject({
      curves: 4,
      finishedCurves: 3,
      strategy: 'random',
      seed: 2,
    });
  });

  it('stops when cancelled in the middle', async () => {
    const controller = new AbortController();
    const stopped = run({ signal: controller.signal, onProgress: () => controller.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it.each([
    ['start', { start: 0 }],
    ['start', { start: 34 }],
    ['budget', { budget: 121 }],
    ['budget', { poolSize: 20 }],
    ['budget', { budget: 6.5 }],
    ['batch', { batch: 0 }],
    ['poolSize', { poolSize: 121 }],
    ['at', { at: [5] }],
    ['at', { at: [34] }],
  ] as const)('refuses a wrong %s (%j)', async (field, changes) => {
    await expect(run({ schedule: { ...schedule, ...changes } })).rejects.toMatchObject({
      code: 'SIMULATION_OPTION_INVALID',
      details: { field },
    });
  });

  it.each([
    ['targets', { targets: new Int32Array(119) }],
    ['testTargets', { testTargets: new Int32Array(61) }],
    ['testEmbeddings', { testEmbeddings: { rows: 60, cols: 8, data: new Float32Array(480) } }],
    [
      'testEmbeddings',
      {
        testEmbeddings: { rows: 0, cols: 16, data: new Float32Array(0) },
        testTargets: new Int32Array(0),
      },
    ],
  ] as const)('refuses %s of the wrong shape', async (field, changes) => {
    await expect(run({ data: { ...data, ...changes } })).rejects.toMatchObject({
      code: 'INPUT_SHAPE',
      details: { field },
    });
  });
});
