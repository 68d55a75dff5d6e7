/** Quantiles: the truth is below p10 and above p90 with a probability of 10 % each. */
export interface Band {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** Quantiles of weighted values; `shares` in (0, 1), rising. Cost O(n·ln n). */
export function quantilesOf(
  values: Float64Array,
  weights: Float64Array,
  shares: readonly number[],
): number[] {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  let at = 0;
  let reached = weights[order[0]!]!;
  return shares.map((share) => {
    while (reached < share && at < order.length - 1) reached += weights[order[++at]!]!;
    return values[order[at]!]!;
  });
}

/** The band of weighted values. */
export function bandOf(values: Float64Array, weights: Float64Array): Band {
  const [p10, p50, p90] = quantilesOf(values, weights, [0.1, 0.5, 0.9]);
  return { p10: p10!, p50: p50!, p90: p90! };
}

/** Mean of values whose weights sum to 1. */
export function meanOf(values: Float64Array, weights: Float64Array): number {
  return values.reduce((sum, value, i) => sum + weights[i]! * value, 0);
}

/** Weight of the values below a bound, within [0, 1]. */
export function shareBelow(values: Float64Array, weights: Float64Array, bound: number): number {
  let share = 0;
  values.forEach((value, i) => {
    if (value < bound) share += weights[i]!;
  });
  return Math.min(1, share);
}
