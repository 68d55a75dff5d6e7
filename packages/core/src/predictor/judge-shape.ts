import type { CurveOptions, MeasuredPoint } from './measured-points.js';
import { pointNoise } from './point-noise.js';

/** Whether the points look like a learning curve; only then may anything stop by itself. */
export type CurveShape =
  | { readonly kind: 'ok' }
  /** Reasons are plain sentences. */
  | { readonly kind: 'unknown'; readonly reasons: readonly string[] };

/** A fall of more standard errors than this is none of chance. */
const FALL = 2;
/** Standard normal quantile of 0.99: one curve in a hundred is called unknown by mistake. */
const Z_RESIDUALS = 2.326;

/**
 * Judges the points, in the order of their labels, against the curve that fits them best.
 *
 * @param fitted values of that curve at the points.
 */
export function judgeShape(
  points: readonly MeasuredPoint[],
  fitted: readonly number[],
  options: CurveOptions,
): CurveShape {
  const noises = points.map((point) => pointNoise(point, options).own);
  const reasons = [...fallOf(points, noises), ...misfitOf(points, fitted, noises)];
  return reasons.length === 0 ? { kind: 'ok' } : { kind: 'unknown', reasons };
}

function fallOf(points: readonly MeasuredPoint[], noises: readonly number[]): string[] {
  let best = 0;
  let worst = { errors: FALL, text: '' };
  points.forEach(({ labels, value }, i) => {
    const from = points[best]!;
    const errors = (from.value - value) / Math.sqrt(noises[best]! + noises[i]!);
    if (errors > worst.errors) {
      const text = `The value fell from ${percent(from.value)} at ${from.labels} labels to ${percent(value)} at ${labels}, ${errors.toFixed(1)} standard errors.`;
      worst = { errors, text };
    }
    if (value >= from.value) best = i;
  });
  return worst.text === '' ? [] : [worst.text];
}

function misfitOf(
  points: readonly MeasuredPoint[],
  fitted: readonly number[],
  noises: readonly number[],
): string[] {
  const freedom = points.length - 1;
  if (freedom < 2) return [];
  const residuals = points.map(({ value }, i) => value - fitted[i]!);
  // The mean is the holdout's own error, which no shape explains.
  const total = noises.reduce((sum, noise) => sum + 1 / noise, 0);
  const shift = residuals.reduce((sum, r, i) => sum + r / noises[i]!, 0) / total;
  const squares = residuals.reduce((sum, r, i) => sum + (r - shift) ** 2 / noises[i]!, 0);
  if (squares <= chiSquareBound(freedom)) return [];
  const typical = Math.sqrt(squares / freedom);
  return [
    `The points scatter about the best curve by ${typical.toFixed(1)} times what chance explains.`,
  ];
}

/** 0.99 quantile of χ² (Wilson and Hilferty 1931). */
function chiSquareBound(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + Z_RESIDUALS * Math.sqrt(spread)) ** 3;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
