/** Round numbers from at or below `low` to at or above `high`, about `count` steps apart. */
export function niceTicks(low: number, high: number, count: number): readonly number[] {
  const span = high > low ? high - low : Math.abs(low) || 1;
  const step = niceStep(span / Math.max(1, count));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** 1, 2 or 5 times a power of ten, the smallest that is not below `rough`. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
}
