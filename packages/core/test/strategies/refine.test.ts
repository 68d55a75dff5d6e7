import {
  badge,
  margin,
  maxHerding,
  referenceKernels as kernels,
  refine,
  seededRandom,
  selectBatch,
  typiclust,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const scene = generalScene({ items: 120, dimension: 20 });
const inputs = inputsOf(scene, [...refine.needs, ...refine.uses]);

describe('refine', () => {
  it('takes from what margin, BADGE and TypiClust would take', async () => {
    // One round down to one batch: each of the three keeps a batch, on a stream of its own.
    const options = { rounds: 1, kept: 1 };
    const picked = await selectBatch(refine, inputs, { count: 10, seed: 2, kernels, options });
    const kept = new Set<number>();
    for (const strategy of [margin, badge, typiclust]) {
      const random = seededRandom(2).fork(`${strategy.id}-10`);
      const own = await selectBatch(strategy, inputs, {
        count: 10,
        random,
        kernels,
      });
      for (const row of own) kept.add(row);
    }
    expect(kept.size).toBeLessThan(40);
    expect(picked.every((row) => kept.has(row))).toBe(true);
  });

  it('is MaxHerding when nothing is sifted out', async () => {
    const options = { kept: 1000 };
    const request = { count: 10, kernels };
    expect(await selectBatch(refine, inputs, { ...request, options })).toEqual(
      await selectBatch(maxHerding, inputs, request),
    );
  });
});
