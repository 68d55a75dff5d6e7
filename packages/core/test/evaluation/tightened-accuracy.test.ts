import { seededRandom, tightenedAccuracy } from '@alaas/core';
import { describe, expect, it } from 'vitest';

/** Items whose confidence tells, too boldly, how likely the model is right. */
function drawn(count: number, seed: number) {
  const random = seededRandom(seed);
  const confidences = Float64Array.from({ length: count }, () => 0.4 + 0.6 * random.next());
  const correct = Uint8Array.from(confidences, (p) => (random.next() < p - 0.1 ? 1 : 0));
  return { confidences, correct };
}

describe('tightenedAccuracy', () => {
  it('puts an overconfident model right, with less error than the holdout alone', () => {
    const pool = drawn(5000, 1).confidences;
    const truth = 0.7 - 0.1;
    const [ours, plain] = [0, 0].map(() => [] as number[]);
    let held = 0;
    for (let seed = 10; seed < 210; seed++) {
      const { confidences: holdout, correct } = drawn(200, seed);
      const estimate = tightenedAccuracy({ pool, holdout, correct });
      const share = correct.reduce((sum, right) => sum + right, 0) / correct.length;
      ours!.push((estimate.value - truth) ** 2);
      plain!.push((share - truth) ** 2);
      if (estimate.interval.low <= truth && truth <= estimate.interval.high) held++;
    }
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(ours!)).toBeLessThan(mean(plain!));
    expect(held).toBeGreaterThan(182);
  });

  it('stays within [0, 1] and never claims certainty', () => {
    const sure = { pool: new Float64Array(50).fill(1), holdout: new Float64Array(20).fill(1) };
    const right = tightenedAccuracy({ ...sure, correct: new Uint8Array(20).fill(1) });
    expect(right.value).toBe(1);
    expect(right.interval.low).toBeLessThan(1);
    const wrong = tightenedAccuracy({ ...sure, correct: new Uint8Array(20) });
    expect(wrong.value).toBe(0);
    expect(wrong.interval.high).toBeGreaterThan(0);
  });

  it('refuses an empty pool, too few items and other lengths', () => {
    const refused = expect.objectContaining({ code: 'INPUT_SHAPE' });
    const two = Float64Array.of(0.5, 0.6);
    const cases = [
      { pool: new Float64Array(0), holdout: two, correct: Uint8Array.of(1, 0) },
      { pool: two, holdout: two.subarray(1), correct: Uint8Array.of(1) },
      { pool: two, holdout: two, correct: Uint8Array.of(1) },
    ];
    for (const sample of cases) expect(() => tightenedAccuracy(sample)).toThrowError(refused);
  });
});
