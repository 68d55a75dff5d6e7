import {
  carryOut,
  classForecasts,
  heedFit,
  intervene,
  regretsOf,
  rungsOf,
  startAgent,
  type AgentSettings,
  type AgentState,
} from '@alaas/core';
import { describe, expect, it } from 'vitest';

import { syntheticWorld, type ArmCurve } from './synthetic-world.js';

const SETTINGS: AgentSettings = {
  mode: 'auto',
  arms: ['good', 'other'],
  budgetLabels: 600,
  poolSize: 1_500,
  classCount: 5,
  seed: 3,
  metric: 'accuracy',
  target: null,
  holdout: { kind: 'given', targets: Array.from({ length: 300 }, (_, i) => i % 5) },
  coldStart: 10,
  batch: 'grow',
  earlyStop: true,
  gainThreshold: 0.02,
  approval: 'automatic',
  continuedShare: 0,
};

const curve =
  (top: number, scale: number): ArmCurve =>
  (labels) =>
    top - (top - 0.2) * Math.exp(-((labels / scale) ** 0.7));

const CURVES = { good: curve(0.9, 60), other: curve(0.7, 200), third: curve(0.85, 80) };

function run(change: Partial<AgentSettings>): Promise<AgentState> {
  return carryOut(startAgent({ ...SETTINGS, ...change }), syntheticWorld(CURVES));
}

describe('rungs', () => {
  it('of compare: arms by value, who was dropped, and by which decision', async () => {
    const state = await run({
      mode: 'compare',
      arms: ['other', 'third', 'good'],
      earlyStop: false,
    });
    const rungs = rungsOf(state);
    expect(rungs.map(({ number, over }) => ({ number, over }))).toEqual([
      { number: 1, over: true },
      { number: 2, over: true },
      { number: 3, over: true },
    ]);
    expect(rungs.map(({ arms }) => arms.length)).toEqual([3, 2, 1]);
    for (const { arms } of rungs.slice(0, 2)) {
      const [out] = arms.filter(({ outcome }) => outcome === 'dropped');
      expect(state.decisions[out!.decision!]).toMatchObject({ kind: 'drop', arm: out!.strategy });
    }
    expect(rungs.map(({ spent }) => spent)).toEqual(
      rungs.map(({ spent }) => spent).sort((a, b) => a - b),
    );
  });

  it('of paper: an arm leaves in each', async () => {
    const rungs = rungsOf(await run({ mode: 'paper', arms: ['other', 'third', 'good'] }));
    expect(rungs.map(({ arms }) => arms.length)).toEqual([3, 2, 1]);
  });

  it('of auto: a champion that was beaten is out in the rung of its fall', async () => {
    const rungs = rungsOf(await run({ arms: ['other', 'good'], budgetLabels: 1_200 }));
    expect(rungs[0]!.arms.map(({ strategy }) => strategy)).toEqual(['good', 'other']);
    expect(rungs.at(-1)!.arms.map(({ strategy }) => strategy)).toEqual(['good']);
  });
});

describe('regrets', () => {
  it('are not known before the end, and none where every stop was carried out', async () => {
    expect(regretsOf(startAgent(SETTINGS))).toEqual([]);
    expect(regretsOf(await run({}))).toEqual([]);
  });

  it('measure a stop that was continued on purpose', async () => {
    const state = await run({ continuedShare: 1 });
    const [regret] = regretsOf(state);
    expect(regret).toMatchObject({
      rule: 'gain-exhausted',
      why: 'continued-on-purpose',
      spentInTheEnd: 600,
    });
    expect(regret!.valueInTheEnd).toBeGreaterThanOrEqual(regret!.valueThen);
    expect(regret!.wrong).toBe(regret!.valueInTheEnd - regret!.valueThen > 0.025);
  });

  it('know a target that was not met when the rule said so', async () => {
    const state = await run({ continuedShare: 1, target: 0.7 });
    const [regret] = regretsOf(state);
    expect(regret).toMatchObject({ rule: 'target-reached', wrong: regret!.valueThen < 0.695 });
  });
});

describe('forecasts by class', () => {
  it('for classes with ten items in the holdout, lowest recall first', async () => {
    const targets = Array.from({ length: 300 }, (_, i) => (i < 291 ? i % 4 : 4));
    const state = await run({ holdout: { kind: 'given', targets }, target: 0.7 });
    const classes = classForecasts(state);
    expect(classes.map(({ target }) => target).sort()).toEqual([0, 1, 2, 3]);
    const recalls = classes.map(({ recall }) => recall);
    expect(recalls).toEqual([...recalls].sort((a, b) => a - b));
    for (const { recall, interval, forecast, items } of classes) {
      expect(items).toBeGreaterThanOrEqual(72);
      expect(interval.low).toBeLessThanOrEqual(recall);
      expect(interval.high).toBeGreaterThanOrEqual(recall);
      expect(forecast!.labels).toBe(state.settings.budgetLabels);
      expect(forecast!.p10).toBeLessThanOrEqual(forecast!.p90);
    }
  });

  it('none without a holdout', async () => {
    expect(classForecasts(await run({ holdout: { kind: 'none' } }))).toEqual([]);
  });
});

describe('interventions that the world brings', () => {
  it('are heeded at their point, so that a run made again ends alike', async () => {
    const asking = { ...SETTINGS, approval: 'person' } as const;
    const asked = await carryOut(startAgent(asking), syntheticWorld(CURVES));
    expect(asked.pending.kind).toBe('ask');
    const decision = asked.decisions.length - 1;
    const veto = { kind: 'veto', decision } as const;
    const ended = await carryOut(intervene(asked, veto), syntheticWorld(CURVES));
    const again = await carryOut(startAgent(asking), {
      ...syntheticWorld(CURVES),
      heed: (state) => (state.observed === asked.observed ? intervene(state, veto) : state),
    });
    expect(again).toEqual(ended);
  });
});

describe('wider bands', () => {
  it('are those of every forecast, about the same middle, and no stop comes earlier', async () => {
    const usual = await run({});
    const wide = await run({ bandWidening: 3 });
    const [first, wider] = [usual.forecasts[0]!, wide.forecasts[0]!];
    expect(wider.p50).toBe(first.p50);
    expect(wider.p50 - wider.p10).toBeCloseTo(3 * (first.p50 - first.p10), 10);
    expect(wide.ledger.length).toBeGreaterThanOrEqual(usual.ledger.length);
  });
});

describe('data on which forecasts cannot be relied', () => {
  const doubtful = { bandWidening: 1, verdict: 'do-not-rely-on-the-forecast' } as const;

  it('let no early stop be taken by itself: it is noted, and the budget is spent', async () => {
    const usual = await run({});
    expect(usual.decisions.at(-1)).toMatchObject({
      kind: 'stop',
      reason: 'gain-exhausted',
      status: 'taken',
    });
    const state = await carryOut(startAgent(SETTINGS), {
      ...syntheticWorld(CURVES),
      heed: (present) => heedFit(present, doubtful),
    });
    const stops = state.decisions.filter(({ kind }) => kind === 'stop');
    expect(stops.map(({ reason, status }) => `${reason} ${status}`)).toEqual([
      'gain-exhausted asked',
      'budget-spent taken',
    ]);
    expect(state.ledger).toHaveLength(SETTINGS.budgetLabels);
  });

  it('leave it to a person where there is one', async () => {
    const asking = startAgent({ ...SETTINGS, approval: 'person' });
    const world = {
      ...syntheticWorld(CURVES),
      heed: (present: AgentState) => heedFit(present, doubtful),
    };
    const asked = await carryOut(asking, world);
    expect(asked.pending.kind).toBe('ask');
    const decision = asked.decisions.length - 1;
    const ended = await carryOut(intervene(asked, { kind: 'approve', decision }), world);
    expect(ended.decisions[decision]).toMatchObject({ kind: 'stop', reason: 'gain-exhausted' });
    expect(ended.ledger.length).toBeLessThan(SETTINGS.budgetLabels);
  });

  it('change nothing when they fit', async () => {
    const state = startAgent(SETTINGS);
    expect(heedFit(state, { bandWidening: 1, verdict: 'go' })).toBe(state);
  });
});
