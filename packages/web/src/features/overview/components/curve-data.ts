import type { RunArm, RunForecasts } from '@alaas/client';

/** One place on the axis of labels: the value of each arm measured there, and what is expected. */
export interface CurveRow {
  readonly labels: number;
  readonly values: Readonly<Record<string, number>>;
  /** Within these the value is expected to be, four times of five. */
  readonly band?: readonly [low: number, high: number];
  readonly middle?: number;
}

/** Measured points and expected ones in one table, by count of labels. */
export function curveRows(
  arms: readonly RunArm[],
  forecast: RunForecasts['forecast'],
): readonly CurveRow[] {
  const rows = new Map<number, CurveRow>();
  const change = (labels: number, part: (row: CurveRow) => Partial<CurveRow>): void => {
    const row = rows.get(labels) ?? { labels, values: {} };
    rows.set(labels, { ...row, ...part(row) });
  };
  for (const { strategy, points } of arms) {
    for (const { labels, value } of points) {
      if (value !== null)
        change(labels, ({ values }) => ({ values: { ...values, [strategy]: value } }));
    }
  }
  for (const { labels, p10, p50, p90 } of forecast) {
    change(labels, () => ({ band: [p10, p90], middle: p50 }));
  }
  return [...rows.values()].sort((a, b) => a.labels - b.labels);
}

/** Where the axis of values begins: a round tenth below everything that is shown. */
export function lowestTick(rows: readonly CurveRow[]): number {
  const shown = rows.flatMap(({ values, band }) => [...Object.values(values), ...(band ?? [])]);
  return Math.max(0, Math.floor(Math.min(1, ...shown) * 10 - 0.01) / 10);
}
