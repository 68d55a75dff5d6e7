import { evaluate } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const outcomes = fc.integer({ min: 1, max: 5 }).chain((classCount) =>
  fc.record({
    classCount: fc.constant(classCount),
    pairs: fc.array(fc.tuple(fc.nat(classCount - 1), fc.nat(classCount - 1)), {
      minLength: 1,
      maxLength: 60,
    }),
  }),
);

const columns = (pairs: readonly (readonly [number, number])[]) =>
  [
    Int32Array.from(pairs, ([predicted]) => predicted),
    Int32Array.from(pairs, ([, truth]) => truth),
  ] as const;

describe('evaluate', () => {
  it('follows the definition of scikit-learn on a worked example', () => {
    // By hand after f1_score(average='macro', zero_division=0):
    // y_true = [0,0,0,1,1,2,2,2,2], y_pred = [0,0,1,1,3,2,2,0,2]; class 4 occurs nowhere.
    const truth = Int32Array.of(0, 0, 0, 1, 1, 2, 2, 2, 2);
    const predicted = Int32Array.of(0, 0, 1, 1, 3, 2, 2, 0, 2);
    const result = evaluate(predicted, truth, 5);
    expect(result.accuracy).toBeCloseTo(6 / 9, 12);
    expect(result.macroF1).toBeCloseTo((2 / 3 + 1 / 2 + 6 / 7 + 0) / 4, 12);
    expect(result.perClass[2]).toEqual({ precision: 1, recall: 0.75, f1: 6 / 7, support: 4 });
    expect(result.perClass[3]).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
    expect(result.confusion).toEqual([
      [2, 1, 0, 0, 0],
      [0, 1, 0, 1, 0],
      [1, 0, 3, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
  });

  it('keeps its figures in step with each other', () => {
    fc.assert(
      fc.property(outcomes, ({ classCount, pairs }) => {
        const result = evaluate(...columns(pairs), classCount);
        const supports = result.perClass.map(({ support }) => support);
        expect(supports.reduce((a, b) => a + b, 0)).toBe(pairs.length);
        expect(result.count).toBe(pairs.length);
        // Accuracy is the mean recall, weighted by support.
        const hits = result.perClass.reduce((sum, c) => sum + c.recall * c.support, 0);
        expect(result.accuracy).toBeCloseTo(hits / pairs.length, 10);
        for (const { precision, recall, f1 } of result.perClass) {
          const harmonic =
            precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
          expect(f1).toBeCloseTo(harmonic, 10);
        }
        expect(result.macroF1).toBeLessThanOrEqual(1);
      }),
      { seed: 4 },
    );
  });

  it('does not depend on the order of items', () => {
    fc.assert(
      fc.property(outcomes, ({ classCount, pairs }) => {
        const backwards = evaluate(...columns([...pairs].reverse()), classCount);
        expect(backwards).toEqual(evaluate(...columns(pairs), classCount));
      }),
      { seed: 5 },
    );
  });

  it('gives 1 when all is right, 0 when all is wrong', () => {
    const truth = Int32Array.of(0, 1, 2);
    expect(evaluate(truth, truth, 3)).toMatchObject({ accuracy: 1, macroF1: 1 });
    expect(evaluate(Int32Array.of(1, 2, 0), truth, 3)).toMatchObject({ accuracy: 0, macroF1: 0 });
  });

  it('refuses lengths that differ, and nothing to measure', () => {
    expect(() => evaluate(new Int32Array(2), new Int32Array(3), 1)).toThrowError(
      expect.objectContaining({ code: 'INPUT_SHAPE' }),
    );
    expect(() => evaluate(new Int32Array(0), new Int32Array(0), 1)).toThrowError(
      expect.objectContaining({ code: 'INPUT_SHAPE' }),
    );
  });
});
