import { measureArm, startAgent, type AgentSettings } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { SETTINGS, TARGETS } from './skewed-settings.js';

function measure(predictions: readonly number[], change: Partial<AgentSettings> = {}) {
  const state = startAgent({ ...SETTINGS, ...change });
  return measureArm(state, 'one', Int32Array.from(predictions));
}

/** Five of the ten rare items are found. */
const HALF_FOUND = TARGETS.map((target, i) => (i < 95 ? 0 : target));

describe('figures of an arm', () => {
  it('are those of its answers, item by item', () => {
    const { trained, evaluation } = measure(HALF_FOUND);
    expect(trained).toMatchObject({ arm: 'one', accuracy: 0.95 });
    expect(trained.macroF1).toBe(evaluation.macroF1);
    expect(trained.correct).toBe(`${'1'.repeat(90)}${'0'.repeat(5)}${'1'.repeat(5)}`);
  });

  it('have an error of macro-F1 that knows how few the rare items are', () => {
    const rare = measure(HALF_FOUND).trained.macroF1Error!;
    const even = TARGETS.map((_, i) => i % 2);
    const answers = even.map((target, i) => (i < 5 ? 1 - target : target));
    const common = measure(answers, { holdout: { kind: 'given', targets: even } });
    expect(rare).toBeGreaterThan(2 * common.trained.macroF1Error!);
    expect(measure(HALF_FOUND).trained.macroF1Error).toBe(rare);
  });

  it('have one that counts the classes of which the holdout says nothing', () => {
    const known = measure(HALF_FOUND).trained.macroF1Error!;
    const half = measure(HALF_FOUND, { classCount: 4 }).trained.macroF1Error!;
    expect(half).toBeCloseTo(Math.hypot(known, 0.1), 12);
  });

  it('have one above 0 where every answer is right, and none where accuracy counts', () => {
    expect(measure(TARGETS).trained.macroF1Error).toBeGreaterThan(0);
    expect(measure(TARGETS, { metric: 'accuracy' }).trained).not.toHaveProperty('macroF1Error');
  });
});
