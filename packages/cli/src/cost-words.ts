/** Money and working time, as far as they are known. */
interface Cost {
  readonly money?: number;
  readonly hours?: number;
  readonly days?: number;
}

/** A cost in running text, as `23.20 in money, 2.6 hours`; empty without prices. */
export function costWords({ money, hours, days }: Cost): string {
  return [
    ...(money === undefined ? [] : [`${money.toFixed(2)} in money`]),
    ...(days === undefined || hours === undefined
      ? []
      : [days < 1 ? `${hours.toFixed(1)} hours` : `${days.toFixed(1)} days`]),
  ].join(', ');
}

/** A number with its unit, if any, and its cost in brackets. */
export function pricedLabels(labels: number, cost: Cost | null, unit = ''): string {
  const words = cost === null ? '' : costWords(cost);
  return `${labels}${unit}${words && ` (${words})`}`;
}
