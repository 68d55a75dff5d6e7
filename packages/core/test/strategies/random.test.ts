import { random, referenceKernels as kernels, selectBatch } from '@alaas/core';
import { expect, it } from 'vitest';

it('draws every ordered pair equally often', async () => {
  const draws = 12_000;
  const found = new Map<string, number>();
  for (let seed = 0; seed < draws; seed++) {
    const pair = await selectBatch(random, {}, { count: 2, poolSize: 4, seed, kernels });
    found.set(pair.join(), (found.get(pair.join()) ?? 0) + 1);
  }
  expect(found.size).toBe(12);
  // 1,000 of each pair on average; five standard deviations are 151.
  for (const times of found.values()) expect(Math.abs(times - draws / 12)).toBeLessThan(151);
});
