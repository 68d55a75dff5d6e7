/** Money and working time, as far as they are known. */
interface Cost {
  readonly money?: number;
  readonly days?: number;
}

/** A cost in running text, as `price 23.20, 2.6 days`; empty without prices. */
export function costWords({ money, days }: Cost): string {
  return [
    ...(money === undefined ? [] : [`price ${money.toFixed(2)}`]),
    ...(days === undefined ? [] : [`${days.toFixed(days < 1 ? 2 : 1)} days`]),
  ].join(', ');
}

/** A number with its unit, if any, and its cost in brackets. */
export function pricedLabels(labels: number, cost: Cost | null, unit = ''): string {
  const words = cost === null ? '' : costWords(cost);
  return `${labels}${unit}${words && ` (${words})`}`;
}
