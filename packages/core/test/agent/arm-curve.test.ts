import { curveOf, startAgent, type ArmPoint } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from './skewed-settings.js';

/** Macro-F1 of a head that gives every item the largest class. */
const OF_NO_MODEL = (2 * 0.9) / 1.9 / 2;

function curveOfPoints(values: readonly (readonly [number, number])[]) {
  const state = startAgent(SETTINGS);
  const points = values.map(([labels, macroF1], round): ArmPoint => ({
    round,
    labels,
    spent: labels,
    accuracy: 0.9,
    macroF1,
    macroF1Error: 0.05,
    correct: null,
  }));
  return curveOf(state, { ...state.arms[0]!, points })!;
}

describe('the curve of an arm, judged by macro-F1', () => {
  it('begins where the head has learnt of a second class', () => {
    const flat = [10, 13, 16, 20].map((labels) => [labels, OF_NO_MODEL] as const);
    const risen = [
      [25, 0.636],
      [31, 0.789],
      [39, 0.8],
      [49, 0.81],
    ] as const;
    const curve = curveOfPoints([...flat, ...risen]);
    expect(curve.points.map(({ labels }) => labels)).toEqual([25, 31, 39, 49]);
    expect(curve.probabilityAtLeast(0.75, 500)).toBeGreaterThan(0.5);
  });

  it('has all its points where the head never learns of one', () => {
    const curve = curveOfPoints([10, 13, 16, 20].map((labels) => [labels, OF_NO_MODEL]));
    expect(curve.points).toHaveLength(4);
  });
});
