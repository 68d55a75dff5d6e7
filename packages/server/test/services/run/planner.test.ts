import { describe, expect, test } from 'vitest';

import { budgetPlanner, type PlannerState } from '../../../src/services/run/rounds/planner.js';

const START: PlannerState = { round: 0, labelled: 0, open: 1000, classCount: 3, trained: false };
const plannerOf = (keys: Partial<Parameters<typeof budgetPlanner>[0]> = {}) =>
  budgetPlanner({ strategy: { id: 'margin', options: {} }, batch: 'grow', budget: 100, ...keys });

describe('the plan of a run', () => {
  test('begins with 10 labels, one for each class, or a batch, whichever is most', async () => {
    const first = async (state: Partial<PlannerState>, batch: number | 'grow' = 'grow') =>
      (await plannerOf({ batch }))({ ...START, ...state })?.count;
    expect(await first({})).toBe(10);
    expect(await first({ classCount: 77 })).toBe(77);
    expect(await first({}, 40)).toBe(40);
    expect(await first({}, 4)).toBe(10);
    expect(await first({ classCount: 150 })).toBe(100);
    expect(await first({ open: 7 })).toBe(7);
  });

  test('goes on by the strategy with its options, a quarter more each time or by a fixed batch', async () => {
    const strategy = { id: 'typiclust', options: { neighbours: 5 } };
    const state = { ...START, labelled: 40, trained: true };
    expect((await plannerOf({ strategy }))(state)).toEqual({
      strategy: 'typiclust',
      options: strategy.options,
      count: 10,
    });
    expect((await plannerOf({ strategy, batch: 25 }))(state)).toMatchObject({ count: 25 });
    expect((await plannerOf({ strategy, batch: 25 }))({ ...state, labelled: 90 })).toMatchObject({
      count: 10,
    });
  });

  test('ends when the budget is spent or nothing is left', async () => {
    expect((await plannerOf())({ ...START, labelled: 100, trained: true })).toBeUndefined();
    expect((await plannerOf())({ ...START, labelled: 50, open: 0, trained: true })).toBeUndefined();
  });

  test('a strategy that needs a head waits for two classes; one that does not begins at once', async () => {
    const oneClass = { ...START, labelled: 10, trained: false };
    expect((await plannerOf())(oneClass)).toMatchObject({ strategy: 'max-herding' });
    const strategy = { id: 'k-center', options: {} };
    expect((await plannerOf({ strategy }))(oneClass)).toMatchObject({ strategy: 'k-center' });
  });
});
