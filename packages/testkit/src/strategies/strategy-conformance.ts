import {
  referenceKernels,
  sampleIndices,
  seededRandom,
  selectBatch,
  type InputName,
  type Kernels,
  type QueryStrategy,
  type StrategyInputs,
} from '@alaas/core';
import { openOnnxKernels, type OnnxKernels } from '@alaas/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cancellationSuite } from './cancellation-suite.js';
import type { Choose } from './choose.js';
import { optionSuite } from './option-suite.js';
import {
  clusteredScene,
  generalScene,
  hardScenes,
  inputsOf,
  matrixIn,
  reordered,
} from './scenes.js';

/** What else the suite must know of a strategy. */
export interface StrategySubject {
  /**
   * Its scores tie even on items in general position, as counts do, and the lowest row wins: the
   * order of the pool may then decide between items of one cluster.
   */
  readonly tieProne?: boolean;
}

type Subject = QueryStrategy & StrategySubject;

/** Few enough of 60 items that no two of them are each other's mirror image to a strategy. */
const FEW = 8;
const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

/**
 * The suite that every query strategy passes, those of plug-ins too: exact answers for every count
 * on every awkward pool, the same answer for the same seed, independence of the pool's order,
 * untouched inputs, typed refusals, bounds of options, progress and cancellation; on the plain
 * kernels and on ONNX Runtime, which must agree.
 *
 * What a strategy declares decides which promises are tested: unless `randomised`, its answer must
 * depend neither on the seed nor on the order of the pool (up to ties), and when `randomised`, it
 * must depend on the seed; when `itemwise`, each part of the pool must rank as the whole does.
 */
export function strategyConformance(
  strategy: QueryStrategy,
  { tieProne = false }: StrategySubject = {},
): void {
  const subject = { ...strategy, tieProne };
  describe(`strategy: ${strategy.id}`, () => {
    let onnx: OnnxKernels;
    beforeAll(async () => {
      onnx = await openOnnxKernels({ threads: 1 });
    });
    afterAll(async () => {
      await onnx.close();
    });
    const chooseOn =
      (kernels: () => Kernels): Choose =>
      (scene, request) =>
        selectBatch(strategy, inputsOf(scene, declared(strategy)), {
          kernels: kernels(),
          poolSize: scene.pool.rows,
          ...request,
        });
    const onReference = chooseOn(() => referenceKernels);
    const onOnnx = chooseOn(() => onnx);
    describe('description', () => descriptionSuite(strategy));
    describe('answer', () => {
      answerSuite('reference', onReference);
      answerSuite('onnxruntime', onOnnx);
      agreementSuite(subject, onReference, onOnnx);
    });
    describe('inputs', () => inputSuite(strategy, onReference));
    describe('order and seed', () => orderSuite(subject, onReference));
    describe('options', () => optionSuite(strategy, onReference));
    describe('cancellation', () => cancellationSuite(onOnnx, () => onnx));
  });
}

function descriptionSuite({ id, title, summary, source, cost, needs, uses }: QueryStrategy): void {
  it('says what it is, when to use it, where it comes from and what it costs', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    for (const text of [title, summary, source, cost]) expect(text.trim()).not.toBe('');
    expect(summary).toMatch(/\.$/);
  });

  it('declares each input once', () => {
    expect(new Set([...needs, ...uses]).size).toBe(needs.length + uses.length);
  });
}

function answerSuite(kernels: string, choose: Choose): void {
  it.each(hardScenes().map((scene) => [scene.name, scene] as const))(
    `is exactly as many distinct items as asked for: %s, ${kernels}`,
    async (_, scene) => {
      const size = scene.pool.rows;
      for (const count of new Set([0, 1, Math.ceil(size / 3), Math.max(0, size - 1), size])) {
        const picked = await choose(scene, { count });
        expect(picked).toHaveLength(count);
        expect(new Set(picked).size).toBe(count);
        expect(picked.every((row) => Number.isInteger(row) && row >= 0 && row < size)).toBe(true);
      }
    },
  );

  it(`is empty for an empty pool, ${kernels}`, async () => {
    expect(await choose(generalScene({ items: 0, dimension: 20 }), { count: 0 })).toEqual([]);
  });

  it(`is the same again, and for a stream of the same seed, ${kernels}`, async () => {
    const scene = generalScene({ items: 40, dimension: 20 });
    const picked = await choose(scene, { count: 15, seed: 5 });
    expect(await choose(scene, { count: 15, seed: 5 })).toEqual(picked);
    expect(await choose(scene, { count: 15, random: seededRandom(5) })).toEqual(picked);
  });
}

function agreementSuite(subject: Subject, onReference: Choose, onOnnx: Choose): void {
  it('is that of the plain kernels on ONNX Runtime, between clusters', async () => {
    const { scene, clusterOf } = clusteredScene();
    const plain = await onReference(scene, { count: 5 });
    const picked = await onOnnx(scene, { count: 5 });
    expect(picked.map((row) => clusterOf[row])).toEqual(plain.map((row) => clusterOf[row]));
  });

  if (isReproducible(subject)) {
    it.each([20, 3])('is that of the plain kernels on ONNX Runtime: d = %i', async (dimension) => {
      const scene = generalScene({ items: 60, dimension });
      for (const count of [1, FEW]) {
        expect(await onOnnx(scene, { count })).toEqual(await onReference(scene, { count }));
      }
    });
  }
}

function inputSuite(strategy: QueryStrategy, choose: Choose): void {
  const scene = generalScene({ items: 30, dimension: 20 });
  const chooseFrom = (inputs: Partial<StrategyInputs>, count = 3) =>
    selectBatch(strategy, inputs, { count, kernels: referenceKernels, poolSize: 30 });

  it('stay as they were', async () => {
    const inputs = inputsOf(scene, declared(strategy));
    const before = structuredClone(inputs);
    await chooseFrom(inputs, 12);
    expect(inputs).toEqual(before);
  });

  it('may lack all but those that it needs', async () => {
    expect(await chooseFrom(inputsOf(scene, strategy.needs))).toHaveLength(3);
  });

  it.each(strategy.needs)('must not lack %s', async (name) => {
    const others = declared(strategy).filter((other) => other !== name);
    await expect(chooseFrom(inputsOf(scene, others))).rejects.toMatchObject({
      code: 'STRATEGY_INPUT_MISSING',
      details: { field: name },
    });
  });

  const given = inputsOf(scene, declared(strategy));
  const withMatrix = declared(strategy).filter((name) => matrixIn(given[name]!));
  it.each(
    withMatrix.flatMap((name) => [NaN, Infinity, -Infinity].map((bad) => [name, bad] as const)),
  )('are refused with row and column: %s with %d', async (name, bad) => {
    const inputs = structuredClone(inputsOf(scene, declared(strategy)));
    const { cols, data } = matrixIn(inputs[name]!)!;
    data[2 * cols + 1] = bad;
    await expect(chooseFrom(inputs)).rejects.toMatchObject({
      code: 'INPUT_NOT_FINITE',
      details: { field: name, row: 2, column: 1 },
    });
  });

  it('must have as many items as are asked for', async () => {
    await expect(choose(scene, { count: 31 })).rejects.toMatchObject({
      code: 'BATCH_EXCEEDS_POOL',
    });
    await expect(
      choose(generalScene({ items: 0, dimension: 20 }), { count: 1 }),
    ).rejects.toMatchObject({ code: 'BATCH_EXCEEDS_POOL' });
    for (const count of [-1, 1.5, NaN]) {
      await expect(choose(scene, { count })).rejects.toMatchObject({ code: 'BATCH_COUNT_INVALID' });
    }
  });
}

function orderSuite(subject: Subject, choose: Choose): void {
  const scene = generalScene({ items: 60, dimension: 20 });
  const answersBySeed = async () => {
    const answers = SEEDS.map((seed) => choose(scene, { count: FEW, seed }));
    return new Set((await Promise.all(answers)).map((picked) => picked.join()));
  };

  if (subject.randomised === true) {
    it('another seed gives another batch, as declared', async () => {
      expect((await answersBySeed()).size).toBeGreaterThan(1);
    });
  } else {
    it('the seed does not matter', async () => {
      expect((await answersBySeed()).size).toBe(1);
    });

    it('the order of the pool does not matter between clusters', async () => {
      const { scene: clustered, clusterOf } = clusteredScene();
      const straight = await choose(clustered, { count: 5 });
      const order = shuffled(clustered.pool.rows);
      const mixed = await choose(reordered(clustered, order), { count: 5 });
      expect(mixed.map((row) => clusterOf[order[row]!])).toEqual(
        straight.map((row) => clusterOf[row]),
      );
    });
  }

  if (isReproducible(subject)) {
    it.each([20, 3])('the order of the pool does not matter: d = %i', async (dimension) => {
      const straight = generalScene({ items: 60, dimension });
      const order = shuffled(60);
      const mixed = await choose(reordered(straight, order), { count: FEW });
      expect(mixed.map((row) => order[row])).toEqual(await choose(straight, { count: FEW }));
    });
  }

  if (subject.itemwise === true) {
    it('each part of the pool ranks as the whole does, as declared', async () => {
      const ranked = await choose(scene, { count: 60 });
      expect(await choose(scene, { count: 7 })).toEqual(ranked.slice(0, 7));
      const part = Array.from({ length: 20 }, (_, i) => 3 * i);
      const within = await choose(reordered(scene, part), { count: 20 });
      expect(within.map((row) => part[row]!)).toEqual(ranked.filter((row) => part.includes(row)));
    });
  }
}

/** Whether rounding and order leave its answer alone on items in general position. */
function isReproducible({ randomised, tieProne }: Subject): boolean {
  return randomised !== true && tieProne !== true;
}

function shuffled(size: number): readonly number[] {
  return sampleIndices(seededRandom(9), size, size);
}

function declared({ needs, uses }: QueryStrategy): readonly InputName[] {
  return [...needs, ...uses];
}
