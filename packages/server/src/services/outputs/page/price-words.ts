import type { LabellingCost } from '@alaas/core';

/** Money and days, as far as prices were given; else empty. */
export function priceWords({ money, hours, days }: LabellingCost): string {
  return [
    ...(money === undefined ? [] : [`${money.toFixed(2)} in money`]),
    ...(days === undefined ? [] : [`${workingTime(hours!, days)} of labelling`]),
  ].join(', ');
}

function workingTime(hours: number, days: number): string {
  return days < 1 ? `${hours.toFixed(1)} hours` : `${days.toFixed(1)} days`;
}
