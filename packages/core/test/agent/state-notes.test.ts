import { carryOut, startAgent, stateNotes, type AgentSettings } from '@alaas/core';
import { describe, expect, it } from 'vitest';

import { syntheticWorld } from './synthetic-world.js';

const SETTINGS: AgentSettings = {
  mode: 'auto',
  arms: ['good'],
  budgetLabels: 100,
  poolSize: 500,
  classCount: 5,
  seed: 3,
  metric: 'accuracy',
  target: null,
  holdout: { kind: 'none' },
  coldStart: 10,
  batch: 'grow',
  earlyStop: true,
  gainThreshold: 0.02,
  approval: 'automatic',
  continuedShare: 0,
};

/** Labels of the synthetic world are `row % classCount`, and the first rows come first. */
async function notesOf(change: Partial<AgentSettings>): Promise<readonly string[]> {
  const world = syntheticWorld({ good: () => 0.7 });
  return stateNotes(await carryOut(startAgent({ ...SETTINGS, ...change }), world));
}

describe('what a reader must know of the labels', () => {
  it('is nothing where they suffice', async () => {
    expect(await notesOf({})).toEqual([]);
  });

  it('a budget below the cold start, with classes that never appear', async () => {
    const notes = await notesOf({ budgetLabels: 3 });
    expect(notes).toHaveLength(2);
    expect(notes[0]).toContain('leaves 3 labels to train on, fewer than the 10 of a cold start');
    expect(notes[0]).toContain('5 classes are more than that');
    expect(notes[1]).toContain('2 of 5 classes never appeared');
  });

  it('labels of one class', async () => {
    expect((await notesOf({ budgetLabels: 1 })).join()).toContain('All labels bought are of one');
  });

  it('a holdout of five', async () => {
    const holdout = { kind: 'given', targets: [0, 1, 2, 3, 4] } as const;
    const [note, ...others] = await notesOf({ holdout });
    expect(note).toContain('A holdout of 5 measures to about ±22 points');
    expect(others).toEqual([]);
  });

  it('says nothing of missing classes before the end', () => {
    expect(stateNotes(startAgent(SETTINGS))).toEqual([]);
  });
});
