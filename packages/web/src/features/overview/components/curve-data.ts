import type { RunForecasts } from '@alaas/client';
import type { CurveArm } from './curve-lines';

/** A measured value, with its 95 % interval where it has one. */
export interface Measured {
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | undefined;
}

/** One place on the axis of labels: what each arm was measured at there, and what is expected. */
export interface CurveRow {
  readonly labels: number;
  readonly values: Readonly<Record<string, Measured>>;
  /** Within these the value is expected to be, four times of five. */
  readonly band?: readonly [low: number, high: number];
  readonly middle?: number;
}

/** Measured points and expected ones in one table, by count of labels. */
export function curveRows(
  arms: readonly CurveArm[],
  forecast: RunForecasts['forecast'],
): readonly CurveRow[] {
  const rows = new Map<number, CurveRow>();
  const change = (labels: number, part: (row: CurveRow) => Partial<CurveRow>): void => {
    const row = rows.get(labels) ?? { labels, values: {} };
    rows.set(labels, { ...row, ...part(row) });
  };
  for (const { strategy, points } of arms) {
    for (const { labels, value, interval: found } of points) {
      if (value === null) continue;
      const interval = found === null ? undefined : ([found.low, found.high] as const);
      const measured = { value, interval };
      change(labels, ({ values }) => ({ values: { ...values, [strategy]: measured } }));
    }
  }
  for (const { labels, p10, p50, p90 } of forecast) {
    change(labels, () => ({ band: [p10, p90], middle: p50 }));
  }
  return [...rows.values()].sort((a, b) => a.labels - b.labels);
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2];
const MOST_STEPS = 6;

/** Round shares from below everything that is shown up to 1. */
export function shareTicks(shown: readonly number[]): readonly number[] {
  const lowest = Math.min(1, ...shown);
  const step = STEPS.find((one) => (1 - lowest) / one < MOST_STEPS) ?? STEPS.at(-1)!;
  const first = Math.max(0, Math.floor(lowest / step + 1e-9));
  const last = Math.round(1 / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Math.min(1, (first + i) * step));
}

/** Every value that a chart of the rows has to hold. */
export function shownValues(rows: readonly CurveRow[]): readonly number[] {
  return rows.flatMap(({ values, band }) => [
    ...Object.values(values).flatMap(({ value, interval }) => [value, ...(interval ?? [])]),
    ...(band ?? []),
  ]);
}

/** Round counts from 0 up to the largest. */
export function countTicks(largest: number): readonly number[] {
  const rough = Math.max(1, largest / 5);
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((one) => one * unit >= rough) ?? 10) * unit);
  return Array.from({ length: Math.floor(largest / step) + 1 }, (_, i) => i * step);
}
