import {
  CodedError,
  judgeProof,
  proveConcept,
  referenceKernels as kernels,
  seededRandom,
  type Proof,
  type ProofTask,
} from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { beforeAll, describe, expect, it } from 'vitest';

const CLASSES = 3;

/** A proof on some classes of items, the first 120 of 160 labelled; `change` changes the task. */
function proof(
  change: Partial<ProofTask> & { spread?: number; relabel?: (target: number) => number } = {},
): Promise<Proof> {
  const { spread = 1.5, relabel = (target: number) => target, ...task } = change;
  const { embeddings, targets } = seededClasses({
    items: 160,
    classes: CLASSES,
    dimension: 16,
    spread,
    seed: 4,
  });
  const labelled = Array.from({ length: 120 }, (_, i) => i);
  return proveConcept({
    pool: embeddings,
    labelled,
    targets: Int32Array.from(labelled, (row) => relabel(targets[row]!)),
    classCount: CLASSES,
    metric: 'accuracy',
    arms: ['uncertainty-herding', 'margin', 'random'],
    budgetLabels: 400,
    seed: 1,
    kernels,
    ...task,
  });
}

describe('proveConcept', () => {
  let found: Proof;
  beforeAll(async () => {
    found = await proof({ target: 0.6 });
  });

  it('races every arm from one beginning to the end of the labels', () => {
    const { race, arms } = found;
    expect(race.racedItems).toBe(84);
    expect(race.holdoutItems).toBeGreaterThan(36);
    expect(arms.map(({ strategy }) => strategy)).toEqual([
      'uncertainty-herding',
      'margin',
      'random',
    ]);
    const [first] = arms;
    for (const { points, failure } of arms) {
      expect(failure).toBeNull();
      // The beginning is shared, and with all labels all arms are the same.
      expect(points[0]).toEqual(first!.points[0]);
      expect(points.at(-1)!.labels).toBe(84);
      expect(points.at(-1)!.value).toBeCloseTo(first!.points.at(-1)!.value, 1);
      for (const { value, low, high } of points) {
        expect(low).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(high);
      }
    }
  });

  it('compares with random picks only while there is a choice', () => {
    const { advantage, race, champion } = found;
    expect(champion).toBe('uncertainty-herding');
    expect(advantage!.fromLabels).toBeGreaterThan(10);
    expect(advantage!.toLabels).toBeLessThanOrEqual(race.choiceLabels);
    expect(advantage!.low).toBeLessThan(advantage!.difference);
    expect(advantage!.difference).toBeLessThan(advantage!.high);
  });

  it('forecasts the budget, the target and the savings without contradiction', () => {
    const { forBudget, toTarget, curve, saved } = found.forecast;
    expect(forBudget).toEqual(curve.forecast(400));
    expect(toTarget).toEqual(curve.labelsTo(0.6, 400));
    expect(saved!.labels).toBe(400);
    const [p10, p90] = [saved!.p10 ?? Infinity, saved!.p90 ?? Infinity];
    expect(p10).toBeLessThanOrEqual(p90);
  });

  it('is the same for the same seed', async () => {
    const again = await proof({ target: 0.6 });
    expect(again.arms).toEqual(found.arms);
    expect(again.domainFit).toEqual(found.domainFit);
    expect(again.forecast.forBudget).toEqual(found.forecast.forBudget);
  });

  it('goes on without an arm that fails, and says why it did', async () => {
    const { arms, champion } = await proof({ arms: ['similar-to', 'margin', 'random'] });
    expect(arms[0]).toMatchObject({ strategy: 'similar-to' });
    expect(arms[0]!.failure).toContain('needs examples');
    expect(champion).toBe('margin');
  });

  it('works in macro-F1, where a class is rare', async () => {
    const random = seededRandom(2);
    const relabel = (target: number) => (target === 2 && random.next() < 0.9 ? 0 : target);
    const { forecast, domainFit } = await proof({ metric: 'macro-f1', relabel });
    expect(domainFit.skew.skewed).toBe(true);
    const skew = domainFit.reasons.find(({ measure }) => measure === 'skew')!;
    expect(skew.advice).toMatch(/^Go on judging by macro-F1/);
    expect(forecast.forBudget.p10).toBeGreaterThan(0);
    expect(forecast.forBudget.p90).toBeLessThanOrEqual(1);
  });

  it('refuses labels of one class', async () => {
    await expect(proof({ relabel: () => 1 })).rejects.toThrow(CodedError);
    await expect(proof({ relabel: () => 1 })).rejects.toMatchObject({
      code: 'DOMAIN_FIT_ONE_CLASS',
    });
  });

  it('ends when it is cancelled', async () => {
    await expect(proof({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  describe('is judged', () => {
    it('by what speaks against it, what forbids to begin first', () => {
      const domainFit = { ...found.domainFit, reasons: [] };
      const sure = { difference: 0.1, low: 0.05, high: 0.15, standardError: 0.02, z: 5 };
      const advantage = { ...sure, fromLabels: 13, toLabels: 42 };
      const plain = { ...found, domainFit, advantage };
      expect(judgeProof(plain)).toEqual({ verdict: 'go', advantage: 'better', reasons: [] });

      const worse = { ...advantage, difference: 0, low: -0.01, high: 0.01 };
      const nothing = judgeProof({ ...plain, advantage: worse });
      expect(nothing).toMatchObject({ verdict: 'go-with-care', advantage: 'nothing' });
      expect(nothing.reasons[0]!.text).toContain('Active learning brings nothing here');

      const toTarget = { target: 0.99, atMost: 400, probabilityUnreachable: 0.97 };
      const reasons = [{ measure: 'skew', severity: 'care', text: 'Skewed.', advice: '' }] as const;
      const missed = judgeProof({
        ...plain,
        domainFit: { ...domainFit, reasons },
        forecast: { ...found.forecast, toTarget },
      });
      expect(missed.verdict).toBe('no-go');
      expect(missed.reasons.map(({ measure }) => measure)).toEqual(['target', 'skew']);
    });

    it('no target is out of reach of a forecast that cannot be relied on', () => {
      const toTarget = { target: 0.99, atMost: 400, probabilityUnreachable: 0.97 };
      const shape = { kind: 'unknown', reasons: ['It falls.'] } as const;
      const { reasons } = judgeProof({
        ...found,
        forecast: { ...found.forecast, toTarget, shape },
      });
      expect(reasons.map(({ measure }) => measure)).not.toContain('target');
    });
  });
});
