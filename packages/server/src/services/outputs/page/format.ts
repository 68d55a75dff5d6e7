const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 12345 → `12,345`. */
export function whole(count: number): string {
  return WHOLE.format(count);
}

/** 0.8416 → `84.2 %`, with a no-break space. */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}\u00a0%`;
}

/** A probability in whole per cent: 0.113 → `11 %`; never `0 %`, which nothing in life has. */
export function chance(probability: number): string {
  return probability < 0.005 ? `below 1\u00a0%` : percent(probability, 0);
}

/** { low: 0.821, high: 0.86 } → `82.1–86.0 %`, not broken at the dash. */
export function percentRange(interval: { low: number; high: number }): string {
  return `${percentNumbers(interval)}\u00a0%`;
}

/** { low: 0.821, high: 0.86 } → `82.1–86.0`, for columns whose unit is said elsewhere. */
export function percentNumbers({ low, high }: { low: number; high: number }): string {
  return `${(100 * low).toFixed(1)}\u2060–\u2060${(100 * high).toFixed(1)}`;
}

/** A difference of shares in points: 0.041 → `+4.1`, with a real minus sign. */
export function points(difference: number): string {
  const rounded = (100 * difference).toFixed(1);
  const size = rounded.replace('-', '');
  return `${Number(rounded) < 0 ? '−' : '+'}${size}`;
}

/** Seconds as people say them: `0.4 s`, `38 s`, `2 min 5 s`, `1 h 12 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  const minutes = Math.floor(rounded / 60);
  if (minutes < 60)
    return rounded % 60 === 0 ? `${minutes} min` : `${minutes} min ${rounded % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Estimated width of a text in em: East Asian characters are square, others about 0.56 em. */
export function widthEm(text: string): number {
  let width = 0;
  for (const symbol of text) width += symbol.codePointAt(0)! >= 0x2e80 ? 1 : 0.56;
  return width;
}

/** Cuts a text so that it is estimated to fit a width in em. */
export function shortenToWidth(text: string, em: number): string {
  const symbols = [...text];
  if (widthEm(text) <= em) return text;
  let length = symbols.length;
  while (length > 1 && widthEm(symbols.slice(0, length).join('')) > em - 1) length--;
  return `${symbols.slice(0, length).join('').trimEnd()}…`;
}
