/** A share as a percentage with one decimal: `87.3 %`. */
export function percent(share: number): string {
  return `${points(share)} %`;
}

/** A share as percentage points with one decimal: `2.0`. */
export function points(share: number): string {
  return (100 * share).toFixed(1);
}
