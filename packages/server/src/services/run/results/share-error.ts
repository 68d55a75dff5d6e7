import type { Interval, MeasuredPoint } from '@alaas/core';

const Z95 = 1.96;

/** Standard error of a share of so many items, with one right and one wrong more: never 0. */
export function shareError(share: number, count: number): number {
  const shrunk = (share * count + 1) / (count + 2);
  return Math.sqrt((shrunk * (1 - shrunk)) / count);
}

/** 95 % interval of a point that was measured on so many items. */
export function pointInterval(
  { value, standardError }: Omit<MeasuredPoint, 'labels'>,
  items: number,
): Interval {
  const half = Z95 * (standardError ?? shareError(value, items));
  return { low: Math.max(0, value - half), high: Math.min(1, value + half) };
}
