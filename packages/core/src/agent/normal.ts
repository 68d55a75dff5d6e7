/** Distribution function of the standard normal (Abramowitz and Stegun 1964, 7.1.26; error < 2·10⁻⁷). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp((-z * z) / 2);
  return z >= 0 ? 1 - tail : tail;
}
