import { seededRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';

import { sampleDistant, type DistantSample } from '../../src/numeric/sample-distant.js';

/** Points of a line. */
function sample(places: readonly number[], count: number, seed: number): Promise<number[]> {
  const size = places.length;
  const squaredFrom: DistantSample['squaredFrom'] = async (rows) =>
    Float32Array.from(rows.flatMap((row) => places.map((place) => (place - places[row]!) ** 2)));
  return sampleDistant({ size, count, first: 0, random: seededRandom(seed), squaredFrom });
}

describe('sampleDistant', () => {
  it('draws each sequence as often as drawing one by one does', async () => {
    const places = [0, 1, 3, 4, 7];
    const draws = 20_000;
    const found = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const key = (await sample(places, 4, seed)).join();
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    const wanted = sequences(places, 4);
    let chiSquare = 0;
    for (const [key, chance] of wanted) {
      chiSquare += ((found.get(key) ?? 0) - chance * draws) ** 2 / (chance * draws);
    }
    // 24 sequences, 23 degrees of freedom: exceeded in one of a thousand by chance.
    expect(wanted.size).toBe(24);
    expect(chiSquare).toBeLessThan(49.7);
  });

  it('draws distinct rows to the last, those without distance too', async () => {
    for (let seed = 0; seed < 50; seed++) {
      const picked = await sample([0, 5, 5, 0, 0, 9], 6, seed);
      expect([...picked].sort()).toEqual([0, 1, 2, 3, 4, 5]);
      // The first three differ in place; the others are what is left.
      expect(new Set(picked.slice(0, 3).map((row) => [0, 5, 5, 0, 0, 9][row])).size).toBe(3);
    }
  });

  it('never repeats among very many', async () => {
    const places = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3001);
    const picked = await sample(places, 700, 3);
    expect(new Set(picked).size).toBe(700);
  });
});

/** Chance of each sequence that begins with row 0, one row at a time, by distance². */
function sequences(places: readonly number[], count: number): Map<string, number> {
  const chances = new Map<string, number>();
  const extend = (rows: readonly number[], chance: number): void => {
    if (rows.length === count) return void chances.set(rows.join(), chance);
    const weights = places.map((place) =>
      Math.min(...rows.map((row) => (place - places[row]!) ** 2)),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [row, weight] of weights.entries()) {
      if (weight > 0) extend([...rows, row], (chance * weight) / total);
    }
  };
  extend([0], 1);
  return chances;
}
