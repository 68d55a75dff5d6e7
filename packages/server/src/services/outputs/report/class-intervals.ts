import { seededRandom, wilsonInterval, type Evaluation, type Interval } from '@alaas/core';

/** 95 % intervals of the figures of one class; undefined where nothing was counted. */
export interface ClassIntervals {
  readonly precision?: Interval | undefined;
  readonly recall?: Interval | undefined;
  readonly f1?: Interval | undefined;
}

const RESAMPLES = 300;

/**
 * Intervals for each class: Wilson for precision and recall, percentile bootstrap over the measured
 * items for F1 (seeded, so that the same matrix gives the same intervals). Cost 300 · (n + C).
 */
export function classIntervals({ confusion, count }: Evaluation): readonly ClassIntervals[] {
  const f1 = bootstrapF1(confusion, count);
  return confusion.map((row, c) => {
    const hits = row[c]!;
    const support = sum(row);
    const predicted = sum(confusion.map((other) => other[c]!));
    return {
      precision: predicted > 0 ? wilsonInterval(hits, predicted) : undefined,
      recall: support > 0 ? wilsonInterval(hits, support) : undefined,
      f1: support + predicted > 0 ? f1[c] : undefined,
    };
  });
}

function bootstrapF1(confusion: readonly (readonly number[])[], count: number): Interval[] {
  const classes = confusion.length;
  const cells = new Int32Array(count);
  let filled = 0;
  confusion.forEach((row, truth) =>
    row.forEach((times, predicted) => {
      cells.fill(truth * classes + predicted, filled, (filled += times));
    }),
  );
  const random = seededRandom(1);
  const values = Array.from({ length: classes }, () => new Float64Array(RESAMPLES));
  for (let draw = 0; draw < RESAMPLES; draw++) {
    const hits = new Int32Array(classes);
    const marginals = new Int32Array(classes);
    for (let i = 0; i < count; i++) {
      const cell = cells[random.integer(count)]!;
      const truth = Math.floor(cell / classes);
      const predicted = cell % classes;
      if (truth === predicted) hits[truth]!++;
      marginals[truth]!++;
      marginals[predicted]!++;
    }
    for (let c = 0; c < classes; c++) {
      values[c]![draw] = marginals[c] === 0 ? 0 : (2 * hits[c]!) / marginals[c]!;
    }
  }
  return values.map((draws) => {
    draws.sort();
    const at = (share: number) => draws[Math.round(share * (RESAMPLES - 1))]!;
    return { low: at(0.025), high: at(0.975) };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
