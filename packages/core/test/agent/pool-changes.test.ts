import {
  changePool,
  observe,
  remainingLabels,
  startAgent,
  type AgentSettings,
  type AgentState,
} from '@alaas/core';
import { expect, test } from 'vitest';

const SETTINGS: AgentSettings = {
  mode: 'auto',
  arms: ['a', 'b'],
  budgetLabels: 20,
  poolSize: 50,
  classCount: 2,
  seed: 1,
  metric: 'accuracy',
  target: null,
  holdout: { kind: 'given', targets: [0, 1] },
  coldStart: 4,
  batch: 4,
  earlyStop: false,
  gainThreshold: 0.02,
  approval: 'automatic',
  continuedShare: 0,
};
const labels = (...rows: number[]) => rows.map((row) => ({ row, target: row % 2 }));

/** An agent that waits for the labels of its cold start. */
function begun(): AgentState {
  return observe(startAgent(SETTINGS), { kind: 'chosen', rows: [0, 1, 2, 3] });
}

test('a pool grows at its end, and what the agent waits for stays', () => {
  const before = begun();
  const after = changePool(before, { kind: 'grow', items: 7 });
  expect(after).toEqual({ ...before, settings: { ...SETTINGS, poolSize: 57 } });
  for (const items of [0, -1, 1.5, NaN]) {
    expect(() => changePool(before, { kind: 'grow', items })).toThrow(/from 1 on/);
  }
});

test('given labels cost nothing, and every arm learns from them', () => {
  const before = begun();
  // 2 is being labelled, so it stays with the people who have it.
  const after = changePool(before, { kind: 'give', labels: labels(2, 8, 9) });
  expect(after.pending).toEqual(before.pending);
  expect(remainingLabels(after)).toBe(remainingLabels(before));
  expect(after.arms.map(({ rows }) => rows)).toEqual([
    [8, 9],
    [8, 9],
  ]);
  const given = { kind: 'give', labels: labels(8, 9) } as const;
  expect(changePool(after, given)).toEqual(after);

  const labelled = observe(after, {
    kind: 'labelled',
    labels: labels(0, 1, 2, 3),
    unusable: [],
  });
  expect(labelled.arms[0]!.rows).toEqual([8, 9, 0, 1, 2, 3]);
  expect(labelled.ledger.map(({ row }) => row)).toEqual([8, 9, 0, 1, 2, 3]);
  expect(remainingLabels(labelled)).toBe(16);
});

test('what was delivered takes no more labels', () => {
  const state: AgentState = { ...begun(), pending: { kind: 'deliver', arm: 'a', rows: [] } };
  expect(() => changePool(state, { kind: 'give', labels: labels(8) })).toThrow(/too late/);
});
