import {
  CodedError,
  carryOut,
  intervene,
  observe,
  spentLabels,
  startAgent,
  type AgentMode,
  type AgentSettings,
  type AgentState,
} from '@alaas/core';
import fc from 'fast-check';
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
  holdout: { kind: 'bought', items: 72 },
  coldStart: 10,
  batch: 'grow',
  earlyStop: true,
  gainThreshold: 0.02,
  approval: 'automatic',
  continuedShare: 0,
};

/** Saturating curve that ends at `top`. */
const curve =
  (top: number, scale: number): ArmCurve =>
  (labels) =>
    top - (top - 0.2) * Math.exp(-((labels / scale) ** 0.7));

const CURVES = { good: curve(0.9, 60), other: curve(0.8, 120), third: curve(0.85, 80) };

function run(change: Partial<AgentSettings> = {}, curves: Record<string, ArmCurve> = CURVES) {
  const world = syntheticWorld(curves);
  return carryOut(startAgent({ ...SETTINGS, ...change }), world).then((state) => ({
    state,
    world,
  }));
}

const stopOf = ({ decisions }: AgentState) => decisions.findLast(({ kind }) => kind === 'stop');

describe('every mode', () => {
  const modes: AgentMode[] = ['auto', 'compare', 'paper', 'replay'];

  it.each(modes)('%s spends no more than its budget and delivers', async (mode) => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          budgetLabels: fc.integer({ min: 1, max: 500 }),
          batch: fc.oneof(fc.constant('grow' as const), fc.integer({ min: 30, max: 200 })),
          holdoutShare: fc.integer({ min: 0, max: 50 }),
          earlyStop: fc.boolean(),
          arms: fc.constantFrom(['good'], ['good', 'other'], ['other', 'good', 'third']),
          seed: fc.integer(),
        }),
        async ({ holdoutShare, ...settings }) => {
          const items = Math.floor((settings.budgetLabels * holdoutShare) / 100);
          const { state } = await run({
            ...settings,
            mode,
            holdout: items === 0 ? { kind: 'none' } : { kind: 'bought', items },
          });
          expect(state.pending.kind).toBe('deliver');
          expect(spentLabels(state)).toBeLessThanOrEqual(settings.budgetLabels);
          if (!settings.earlyStop) {
            const left = settings.budgetLabels - spentLabels(state);
            // Arms that grow together may leave less than one label for each.
            expect(left).toBeLessThan(Math.max(1, settings.arms.length));
          }
          for (const { rows } of state.arms) {
            expect(rows.some((row) => state.holdout.rows.includes(row))).toBe(false);
            expect(new Set(rows).size).toBe(rows.length);
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  it.each(modes)('%s goes on to the same result from its state as JSON', async (mode) => {
    const arms = ['other', 'good', 'third'];
    const states: AgentState[] = [];
    const started = startAgent({ ...SETTINGS, mode, arms });
    const end = await carryOut(started, syntheticWorld(CURVES), (state) => states.push(state));
    for (const state of states) {
      const read = JSON.parse(JSON.stringify(state)) as AgentState;
      expect(read).toEqual(state);
    }
    for (const at of [1, Math.floor(states.length / 3), states.length - 2]) {
      const read = JSON.parse(JSON.stringify(states[at])) as AgentState;
      expect(await carryOut(read, syntheticWorld(CURVES))).toEqual(end);
    }
  });

  it('pays each label once, though several arms ask for it', async () => {
    const { state, world } = await run({ mode: 'compare', earlyStop: false });
    expect(new Set(world.labelled).size).toBe(world.labelled.length);
    expect(world.labelled.length).toBe(spentLabels(state));
  });

  it('trains the delivered model on every label and the holdout', async () => {
    const { state } = await run();
    const paid = [...state.ledger.map(({ row }) => row), ...state.holdout.rows];
    expect(state.pending).toMatchObject({ kind: 'deliver', arm: 'good' });
    if (state.pending.kind !== 'deliver') return;
    expect(new Set(state.pending.rows)).toEqual(new Set(paid));
  });

  it('drops an arm that fails, with the reason, and goes on with one that was dropped before', async () => {
    const world = syntheticWorld(CURVES, { failing: { arm: 'good', round: 3 } });
    const state = await carryOut(startAgent(SETTINGS), world);
    expect(state.champion).toBe('other');
    expect(state.arms[0]).toMatchObject({ status: 'failed', reason: 'it broke' });
    const drops = state.decisions.filter(({ reason }) => reason === 'failed');
    expect(drops).toMatchObject([{ kind: 'drop', arm: 'good' }]);
  });

  it('ends with AGENT_NO_ARM_LEFT when the last arm fails', async () => {
    const world = syntheticWorld(CURVES, { failing: { arm: 'good', round: 1 } });
    const only = startAgent({ ...SETTINGS, arms: ['good'] });
    await expect(carryOut(only, world)).rejects.toMatchObject({ code: 'AGENT_NO_ARM_LEFT' });
  });

  it('asks for other items in place of those that nobody can label', async () => {
    const world = syntheticWorld(CURVES, { unusable: (row) => row % 3 === 0 });
    const state = await carryOut(startAgent({ ...SETTINGS, earlyStop: false }), world);
    expect(spentLabels(state)).toBe(SETTINGS.budgetLabels);
    expect(state.unusable.length).toBeGreaterThan(0);
    expect(state.ledger.some(({ row }) => state.unusable.includes(row))).toBe(false);
  });

  it('cuts the cold start to a budget that is smaller', async () => {
    const { state } = await run({ budgetLabels: 4, holdout: { kind: 'none' } });
    expect(state.ledger).toHaveLength(4);
    expect(stopOf(state)?.reason).toBe('budget-spent');
  });

  it('stops where the pool ends', async () => {
    const { state } = await run({ poolSize: 600, earlyStop: false });
    expect(stopOf(state)?.reason).toBe('budget-spent');
    expect(spentLabels(state)).toBe(600);
  });
});

describe('auto', () => {
  it('keeps a champion that is right, at a tenth of the budget', async () => {
    const { state } = await run({ earlyStop: false });
    expect(state.champion).toBe('good');
    const tried = state.ledger.filter(({ arm }) => arm === 'other').length;
    expect(tried).toBeLessThanOrEqual(0.1 * (600 - 72 - 10));
    expect(state.decisions[0]).toMatchObject({ kind: 'drop', arm: 'other' });
  });

  it('changes a champion that is clearly beaten', async () => {
    const { state } = await run(
      { arms: ['other', 'good'], budgetLabels: 1_200 },
      {
        good: curve(0.95, 20),
        other: curve(0.6, 200),
      },
    );
    expect(state.champion).toBe('good');
    expect(state.decisions[0]).toMatchObject({
      kind: 'promote',
      arm: 'good',
      reason: 'paired-test',
    });
    expect(state.decisions[0]!.probabilityWrong).toBeLessThan(0.06);
  });

  it('tries no challenger without a holdout', async () => {
    const { state } = await run({ holdout: { kind: 'none' } });
    expect(state.arms.map(({ id }) => id)).toEqual(['good']);
    expect(spentLabels(state)).toBe(600);
  });

  it('takes the class-aware challenger where the holdout shows skewed classes', async () => {
    const targets = Array.from({ length: 100 }, (_, i) => (i < 85 ? 0 : 1 + (i % 4)));
    const { state } = await run({
      arms: ['good', 'other', 'third'],
      holdout: { kind: 'given', targets },
    });
    expect(state.arms.map(({ id }) => id)).toEqual(['good', 'third']);
  });
});

describe('compare', () => {
  it('halves the arms rung by rung within a quarter of the budget', async () => {
    const { state } = await run({
      mode: 'compare',
      arms: ['other', 'third', 'good'],
      earlyStop: false,
    });
    const drops = state.decisions.filter(({ kind }) => kind === 'drop');
    expect(drops).toHaveLength(2);
    expect(state.arms.filter(({ status }) => status === 'racing')).toHaveLength(1);
    const lastDrop = drops.at(-1)!;
    expect(lastDrop.spent - 72 - 10).toBeLessThanOrEqual(0.25 * (600 - 72 - 10) + 3);
  });

  it('says that arms cannot be told apart without a holdout', async () => {
    const { state } = await run({ mode: 'compare', holdout: { kind: 'none' } });
    expect(state.decisions[0]).toMatchObject({ kind: 'no-comparison', reason: 'no-holdout' });
    expect(state.champion).toBe('good');
  });
});

describe('stops', () => {
  it('when little is left to gain', async () => {
    const { state } = await run(
      { holdout: { kind: 'given', targets: holdoutOf(300) } },
      {
        good: curve(0.8, 15),
        other: curve(0.7, 40),
      },
    );
    expect(stopOf(state)).toMatchObject({ reason: 'gain-exhausted', status: 'taken' });
    expect(spentLabels(state)).toBeLessThan(600);
    expect(stopOf(state)!.probabilityWrong).toBeLessThanOrEqual(0.2);
  });

  it('when the target is met with 90 % probability', async () => {
    const { state } = await run({
      target: 0.7,
      holdout: { kind: 'given', targets: holdoutOf(300) },
    });
    expect(stopOf(state)).toMatchObject({ reason: 'target-reached' });
    expect(stopOf(state)!.evidence['p10']).toBeGreaterThanOrEqual(0.699);
  });

  it('not by itself where the target is out of reach: it is noted, once', async () => {
    const { state } = await run({ target: 0.99, gainThreshold: 0 });
    const noted = state.decisions.filter(({ reason }) => reason === 'target-out-of-reach');
    expect(noted).toHaveLength(1);
    expect(noted[0]!.status).toBe('asked');
    expect(stopOf(state)?.reason).toBe('budget-spent');
  });

  it('never early when told so', async () => {
    const { state } = await run({ earlyStop: false, target: 0.5 });
    expect(spentLabels(state)).toBe(600);
  });

  it('continues a share of them on purpose', async () => {
    const { state } = await run({ continuedShare: 1, target: 0.6 });
    const first = state.decisions.find(({ kind }) => kind === 'stop')!;
    expect(first.status).toBe('continued-on-purpose');
    expect(spentLabels(state)).toBe(600);
  });
});

describe('people', () => {
  const asking = {
    approval: 'person',
    target: 0.7,
    holdout: { kind: 'given', targets: holdoutOf(300) },
  } as const;

  async function asked() {
    const { state, world } = await run(asking);
    expect(state.pending).toMatchObject({ kind: 'ask' });
    return { state, world, id: state.decisions.length - 1 };
  }

  it('approve a stop', async () => {
    const { state, id } = await asked();
    const ended = intervene(state, { kind: 'approve', decision: id });
    expect(ended.pending.kind).toBe('deliver');
    expect(ended.decisions[id]!.status).toBe('approved');
  });

  it('veto a stop, which is not proposed again', async () => {
    const { state, world, id } = await asked();
    const refused = intervene(state, { kind: 'veto', decision: id });
    expect(refused.decisions[id]!.status).toBe('vetoed');
    const ended = await carryOut(refused, world);
    const again = ended.decisions.slice(id + 1).map(({ reason }) => reason);
    expect(again).not.toContain(state.decisions[id]!.reason);
  });

  it('postpone a stop until more labels are there', async () => {
    const { state, world, id } = await asked();
    const before = state.arms[0]!.rows.length;
    const later = await carryOut(
      intervene(state, { kind: 'postpone', decision: id, labels: 50 }),
      world,
    );
    expect(later.pending).toMatchObject({ kind: 'ask' });
    expect(later.arms[0]!.rows.length).toBeGreaterThanOrEqual(before + 50);
  });

  it('bring a dropped arm back', async () => {
    const { state, world, id } = await asked();
    const drop = state.decisions.find(({ kind }) => kind === 'drop')!;
    const revived = intervene(state, { kind: 'veto', decision: drop.id });
    expect(revived.decisions[drop.id]!.status).toBe('reverted');
    expect(revived.arms.every(({ status }) => status === 'racing')).toBe(true);
    const ended = await carryOut(intervene(revived, { kind: 'veto', decision: id }), world);
    expect(ended.arms.find((arm) => arm.id === drop.arm)!.points.length).toBeGreaterThan(
      state.arms.find((arm) => arm.id === drop.arm)!.points.length,
    );
    expect(spentLabels(ended)).toBeLessThanOrEqual(600);
  });

  it('add to the budget after the end', async () => {
    const { state, world } = await run({ earlyStop: false });
    const extended = await carryOut(intervene(state, { kind: 'extend', labels: 50 }), world);
    expect(spentLabels(extended)).toBe(650);
  });

  it.each([
    ['an unknown decision', { kind: 'veto', decision: 99 }, 'AGENT_DECISION_UNKNOWN'],
    ['a veto that comes too late', { kind: 'veto', decision: 1 }, 'AGENT_DECISION_SETTLED'],
    ['an arm that races', { kind: 'revive', arm: 'good' }, 'AGENT_ARM_UNKNOWN'],
    ['an arm after the end', { kind: 'revive', arm: 'other' }, 'AGENT_DECISION_SETTLED'],
    ['no labels at all', { kind: 'extend', labels: 0 }, 'AGENT_SETTING_INVALID'],
  ] as const)('are told of %s', async (_, intervention, code) => {
    const { state } = await run({ target: 0.7 });
    expect(codeOf(() => intervene(state, intervention))).toBe(code);
  });
});

describe('settings', () => {
  it.each([
    ['target', 1.2],
    ['target', 0],
    ['budgetLabels', 0],
    ['budgetLabels', 5_000],
    ['arms', []],
    ['arms', ['good', 'good']],
    ['batch', 0],
    ['classCount', 1],
    ['holdout', { kind: 'bought', items: 600 }],
    ['continuedShare', 2],
  ] as const)('refuse %s = %j by name', (field, value) => {
    let refused: unknown;
    try {
      startAgent({ ...SETTINGS, [field]: value });
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(CodedError);
    expect(refused).toMatchObject({ code: 'AGENT_SETTING_INVALID', details: { field } });
  });

  it('an answer to something that was not asked is refused', () => {
    const state = startAgent(SETTINGS);
    expect(codeOf(() => observe(state, { kind: 'trained', results: [] }))).toBe(
      'AGENT_OBSERVATION_UNEXPECTED',
    );
  });
});

function holdoutOf(items: number): number[] {
  return Array.from({ length: items }, (_, i) => i % 5);
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof CodedError) return (error as CodedError).code;
    throw error;
  }
  return undefined;
}
