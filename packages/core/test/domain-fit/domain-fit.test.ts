import {
  domainFit,
  fitFeatureSpace,
  matrix,
  referenceKernels,
  sampleIndices,
  seededRandom,
  takeRows,
  toFeatures,
  type DomainFitTask,
  type Matrix,
} from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const CLASSES = 4;
const POOL = seededClasses({ items: 900, classes: CLASSES, dimension: 24, seed: 5 });

/** A report on `count` random labels of the pool, after something was done to either. */
function report(
  change: {
    embeddings?: Matrix;
    relabel?: (target: number, row: number) => number;
    count?: number;
    rows?: (row: number) => boolean;
    forecasts?: DomainFitTask['forecasts'];
  } = {},
) {
  const embeddings = change.embeddings ?? POOL.embeddings;
  const random = seededRandom(7);
  const eligible = [...POOL.targets.keys()].filter(change.rows ?? (() => true));
  const labelled = sampleIndices(random, eligible.length, change.count ?? 300).map(
    (i) => eligible[i]!,
  );
  const relabel = change.relabel ?? ((target: number) => target);
  return domainFit({
    features: toFeatures(fitFeatureSpace(embeddings), embeddings),
    labelled,
    targets: Int32Array.from(labelled, (row) => relabel(POOL.targets[row]!, row)),
    classCount: CLASSES,
    kernels: referenceKernels,
    random,
    forecasts: change.forecasts,
  });
}

describe('domain fit', () => {
  it('says go where classes are apart and nothing is strange', async () => {
    const { verdict, signal, noise, pool } = await report();
    expect(verdict).toBe('go');
    expect(signal.probe.value).toBeGreaterThan(0.9);
    expect(signal.purity.low).toBeGreaterThan(signal.purityByChance);
    expect(noise.share.low).toBeLessThan(0.02);
    expect(pool.offTopic.value).toBeLessThan(0.05);
  });

  it('sees that labels have nothing to do with the embedding', async () => {
    const random = seededRandom(1);
    const { verdict, reasons } = await report({ relabel: () => random.integer(CLASSES) });
    expect(verdict).toBe('do-not-rely-on-the-forecast');
    expect(reasons[0]).toMatchObject({ measure: 'signal', severity: 'severe' });
  });

  it.each([0.12, 0.25])('estimates a share of %d wrong labels', async (share) => {
    const random = seededRandom(2);
    const wrong = new Set<number>();
    const { noise, reasons } = await report({
      relabel(target, row) {
        if (random.next() >= share) return target;
        wrong.add(row);
        return (target + 1 + random.integer(CLASSES - 1)) % CLASSES;
      },
    });
    expect(noise.share.low).toBeLessThan(share);
    expect(noise.share.high).toBeGreaterThan(0.8 * share);
    expect(reasons.map(({ measure }) => measure)).toContain('label-noise');
  });

  it('sees twins in the pool', async () => {
    // Every third row repeats its neighbour.
    const rows = Array.from(POOL.targets.keys(), (row) => (row % 3 === 0 ? row + 1 : row));
    const { pool, reasons } = await report({ embeddings: takeRows(POOL.embeddings, rows) });
    expect(pool.nearDuplicates.value).toBeGreaterThan(0.5);
    expect(reasons.map(({ measure }) => measure)).toContain('near-duplicates');
  });

  it('sees a part of the pool that is unlike anything labelled', async () => {
    const noise = seededRandom(3);
    const strange = matrix(
      POOL.embeddings.rows,
      POOL.embeddings.cols,
      POOL.embeddings.data.map((value, at) =>
        Math.floor(at / POOL.embeddings.cols) < 450 ? noise.normal() : value,
      ),
    );
    const { pool, verdict } = await report({ embeddings: strange, rows: (row) => row >= 450 });
    expect(pool.offTopic.value).toBeGreaterThan(0.4);
    expect(verdict).not.toBe('go');
  });

  it('names skewed and scarce classes', async () => {
    const { skew, reasons } = await report({
      rows: (row) => POOL.targets[row] === 0 || row % 41 === 0,
      count: 200,
    });
    expect(skew.skewed).toBe(true);
    const measures = reasons.map(({ measure }) => measure);
    expect(measures).toContain('skew');
    expect(measures).toContain('scarce-classes');
  });

  it('does not rely on forecasts that failed on the labels at hand', async () => {
    const unknown = await report({ forecasts: { meanAbsoluteError: 0.01, shape: 'unknown' } });
    expect(unknown.verdict).toBe('do-not-rely-on-the-forecast');
    const off = await report({ forecasts: { meanAbsoluteError: 0.07, shape: 'ok' } });
    expect(off.verdict).toBe('go-with-care');
    expect(off.reasons[0]!.text).toContain('7.0 points');
  });

  it('widens bands for data unlike the references, and never narrows them', async () => {
    const { bandWidening, profile } = await report();
    expect(bandWidening).toBeGreaterThanOrEqual(1);
    expect(profile.nearest).not.toBe('');
  });

  it('gives finite numbers for a constant embedding', async () => {
    const flat = matrix(900, 24, new Float32Array(900 * 24).fill(1));
    const { verdict, pool, signal } = await report({ embeddings: flat });
    expect(verdict).toBe('do-not-rely-on-the-forecast');
    expect(Number.isFinite(pool.intrinsicDimension)).toBe(true);
    expect(Number.isFinite(signal.probe.value)).toBe(true);
  });

  it('refuses labels of one class, and too few', async () => {
    await expect(report({ relabel: () => 2 })).rejects.toMatchObject({
      code: 'DOMAIN_FIT_ONE_CLASS',
    });
    await expect(report({ count: 19 })).rejects.toMatchObject({
      code: 'DOMAIN_FIT_TOO_FEW_LABELS',
    });
  });
});
