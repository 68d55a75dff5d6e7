import { normalQuantile } from '../numeric/normal-quantile.js';
import type { CurveCell } from './curve-family.js';
import type { CellPosterior } from './posterior.js';
import { meanOf } from './weighted-values.js';

/**
 * Curves drawn from a posterior. Whatever a forecast is asked is counted on them, so that all its
 * answers agree with each other: every curve lies in [0, 1] and never falls.
 */
export interface CurveEnsemble {
  /** Weight of each curve, above 0; they sum to 1. */
  readonly weights: Float64Array;
  /**
   * Value of each curve at x > 0 labels per class. Cost O(curves).
   *
   * @param gainDeviation standard deviation of ln(true gain / a curve's gain) beyond the last point.
   */
  valuesAt(x: number, gainDeviation: number): Float64Array;
}

/** A posterior with its part in the ensemble, which no evidence changes. */
export interface EnsembleGroup {
  readonly cells: readonly CellPosterior[];
  /** In (0, 1]; those of all groups sum to 1. */
  readonly share: number;
}

/** What curves are drawn under. */
export interface EnsembleOptions {
  /** Variance of the error that all points share; it is no part of the curve that is forecast. */
  readonly sharedVariance: number;
  /** Labels per class of the last point; 0 when there is none. */
  readonly from: number;
  /** Highest value measured, 0 without any: no ceiling lies below it. */
  readonly highest: number;
  /** Spread of the curves about their mean, as a share of what the posterior says; in (0, 1]. */
  readonly spread: number;
  /** Curves drawn of each group, at most `MOST_DRAWS`. */
  readonly draws: number;
}

/** Draws of each group that make quantiles steady to a tenth of a point. */
export const MOST_DRAWS = 1000;
/** With a smaller share of the draws left than this, the points defy the family. */
const FEWEST = 0.05;
/** Standard deviation of a true curve about the best of its family. */
const MISFIT = 0.012;
/** Spread of a ceiling: standard deviation of ln(1 − ceiling), so that no forecast sticks to it. */
const CEILING_SPREAD = 0.7;

/** Draws the ensemble by a fixed even sequence: the same posterior gives the same curves. */
export function drawEnsemble(
  groups: readonly EnsembleGroup[],
  options: EnsembleOptions,
): CurveEnsemble {
  const drawn = groups.map(({ cells }) => drawCurves(cells, options));
  const curves = drawn.flat();
  const weights = Float64Array.from(
    groups.flatMap(({ share }, g) => drawn[g]!.map(() => share / drawn[g]!.length)),
  );
  const { from, highest, spread } = options;
  const within = (value: number, { ceiling }: DrawnCurve) =>
    Math.min(1, Math.max(ceiling, highest), Math.max(0, value));
  return {
    weights,
    valuesAt(x, gainDeviation) {
      const free = new Float64Array(curves.length);
      const bounded = new Float64Array(curves.length);
      let cell: CurveCell | undefined;
      let phi = 0;
      let phiFrom = 0;
      curves.forEach((curve, i) => {
        // Curves of a cell follow each other, so that its shape is computed once.
        if (curve.cell !== cell) {
          cell = curve.cell;
          phi = cell.shape(x);
          phiFrom = from > 0 && x > from ? cell.shape(from) : phi;
        }
        const gain = curve.height * (phiFrom - phi) * Math.exp(gainDeviation * curve.luck);
        free[i] = curve.level - curve.height * phiFrom + gain;
        bounded[i] = within(free[i], curve);
      });
      // The mean never falls either, so that neither does a curve drawn towards it. Bounds come last:
      // a band of easy data, where curves end at 1, has to reach 1 too.
      const mean = meanOf(bounded, weights);
      return free.map((value, i) => within(mean + spread * (value - mean), curves[i]!));
    },
  };
}

interface DrawnCurve {
  readonly cell: CurveCell;
  readonly level: number;
  readonly height: number;
  readonly ceiling: number;
  /** Whether the family's own curve ends within its ceiling. */
  readonly isPossible: boolean;
  /** Standard normal. */
  readonly luck: number;
}

/**
 * Curves of a group; one that falls, or whose family has it end beyond its ceiling, is turned away.
 * What the family does not explain may well pass the ceiling, and is cut off there: without that,
 * forecasts of data that are learnt to the end lie too low.
 */
function drawCurves(cells: readonly CellPosterior[], options: EnsembleOptions): DrawnCurve[] {
  const { draws } = options;
  const posteriors = spreadOver(cells, draws);
  const enough = (curves: readonly DrawnCurve[]) => curves.length >= FEWEST * draws;
  const rising = posteriors
    .map((posterior, i) => drawCurve(posterior, NORMALS[i]!, options))
    .filter(({ height }) => height >= 0);
  const possible = rising.filter(({ isPossible }) => isPossible);
  if (enough(possible)) return possible;
  // A steep rise asks for levels beyond the ceiling: their values are cut off there.
  if (enough(rising)) return rising;
  return posteriors.map((posterior, i) => drawFlat(posterior, NORMALS[i]!));
}

/** As many posteriors as draws, each cell as often as its weight says, in the order of the cells. */
function spreadOver(cells: readonly CellPosterior[], draws: number): CellPosterior[] {
  const top = cells.reduce((max, { logWeight }) => Math.max(max, logWeight), -Infinity);
  const masses = cells.map(({ logWeight }) => Math.exp(logWeight - top));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  let at = 0;
  let reached = masses[0]!;
  return Array.from({ length: draws }, (_, i) => {
    while (reached < ((i + 0.5) / draws) * total && at < cells.length - 1) reached += masses[++at]!;
    return cells[at]!;
  });
}

function drawCurve(
  { family, cell, levelPrior, level, height, factor }: CellPosterior,
  z: readonly number[],
  { sharedVariance, spread }: EnsembleOptions,
): DrawnCurve {
  const measuredLevel = level + factor[0] * z[0]!;
  // What was measured is level plus shared error; the part that is the level's own is drawn from it.
  const variance = levelPrior.deviation ** 2;
  const ownPart = variance / (variance + sharedVariance);
  // Drawing towards the mean is for the curve: the holdout's error is known, so it stays whole.
  const deviation = Math.sqrt((ownPart * sharedVariance) / spread ** 2 + MISFIT ** 2);
  const familyLevel = levelPrior.mean + ownPart * (measuredLevel - levelPrior.mean);
  return {
    cell,
    level: familyLevel + deviation * z[2]!,
    isPossible: !family.asymptotic || familyLevel <= family.ceiling,
    height: height + factor[1] * z[0]! + factor[2] * z[1]!,
    luck: z[3]!,
    ceiling: 1 - (1 - family.ceiling) * Math.exp(-CEILING_SPREAD * z[3]!),
  };
}

/** The curve without any gain that fits best: what is left when all points fall. */
function drawFlat(
  { cell, level, height, factor }: CellPosterior,
  z: readonly number[],
): DrawnCurve {
  const heightVariance = factor[1] ** 2 + factor[2] ** 2;
  const mean = level - ((factor[0] * factor[1]) / heightVariance) * height;
  const spread = Math.hypot((factor[0] * factor[2]) / Math.sqrt(heightVariance), MISFIT);
  return { cell, level: mean + spread * z[0]!, height: 0, luck: 0, ceiling: 1, isPossible: true };
}

/** Steps of the most even sequence in four dimensions: powers of 1 / r, where r⁵ = r + 1. */
const STEPS = [1, 2, 3, 4].map((power) => 1.1673039782614187 ** -power);

/** Points of a Kronecker sequence, each as four standard normals (Roberts 2018, R-sequence). */
const NORMALS = Array.from({ length: MOST_DRAWS }, (_, i) =>
  STEPS.map((step) => normalQuantile((0.5 + (i + 1) * step) % 1)),
);
