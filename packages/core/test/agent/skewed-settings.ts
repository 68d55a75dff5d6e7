import type { AgentSettings } from '@alaas/core';

/** A holdout of which nine in ten items are of one class. */
export const TARGETS = Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : 1));

/** An agent with one arm, judged by macro-F1 on that holdout. */
export const SETTINGS: AgentSettings = {
  mode: 'auto',
  arms: ['one'],
  budgetLabels: 50,
  poolSize: 500,
  classCount: 2,
  seed: 3,
  metric: 'macro-f1',
  target: null,
  holdout: { kind: 'given', targets: TARGETS },
  coldStart: 10,
  batch: 'grow',
  earlyStop: true,
  gainThreshold: 0.02,
  approval: 'automatic',
  continuedShare: 0,
};
