import type { CurveCell, CurveFamily, NormalPrior } from './curve-family.js';
import { whiten, type CovarianceFactor } from './point-covariance.js';

/** Measured points as the regression takes them. */
export interface RegressionData {
  /** Labels per class, above 0. */
  readonly x: readonly number[];
  /** Values in [0, 1]. */
  readonly y: readonly number[];
  /** Of the part of their errors that they do not all share. */
  readonly covariance: CovarianceFactor;
}

/** Level and height of one cell after the points: a normal distribution in two dimensions. */
export interface CellPosterior {
  readonly family: CurveFamily;
  readonly cell: CurveCell;
  readonly levelPrior: NormalPrior;
  /** Logarithm of prior weight times evidence, up to a constant that all cells share. */
  readonly logWeight: number;
  readonly level: number;
  readonly height: number;
  /** Cholesky factor of the covariance, by rows: (0,0), (1,0), (1,1); level first. */
  readonly factor: readonly [number, number, number];
}

/** What the cells of a family are fitted under. */
export interface PosteriorOptions {
  /**
   * Variance of the error that all points share, as one holdout measures them all. It cannot be
   * told from the level, so it widens the level's prior here.
   */
  readonly sharedVariance: number;
  /** Value from which the families' scale starts, in [0, 1): a majority rate, or 0. */
  readonly floor: number;
}

/**
 * Closed-form Bayesian regression of the points on (1, −φ), for every cell of a family. Without
 * points it is the prior. Cost O(cells · points²).
 */
export function cellPosteriors(
  family: CurveFamily,
  data: RegressionData,
  { sharedVariance, floor }: PosteriorOptions,
): CellPosterior[] {
  const mass =
    Math.log(family.cells.reduce((sum, { logPrior }) => sum + Math.exp(logPrior), 0)) -
    Math.log(family.priorWeight ?? 1);
  const levelPrior = levelOn(family.level, floor);
  const heightPrior = onScale(family.height, floor, 0);
  const widened = {
    mean: levelPrior.mean,
    deviation: Math.hypot(levelPrior.deviation, Math.sqrt(sharedVariance)),
  };
  const { x, y, covariance } = data;
  const white = {
    ones: whiten(
      covariance,
      y.map(() => 1),
    ),
    values: whiten(covariance, y),
  };
  return family.cells.map((cell) => {
    const shape = whiten(covariance, x.map(cell.shape));
    const { logEvidence, ...rest } = regress({ ...white, shape }, [widened, heightPrior]);
    return { family, cell, levelPrior, logWeight: cell.logPrior - mass + logEvidence, ...rest };
  });
}

/**
 * How much of the scale above a majority rate is learnt differs more between data than how much of the
 * whole scale: with the spread of the latter, data with one class of 85 % would all end near 0.985.
 */
const WIDER = 3;

/** Where curves end, as a prior of values; no wider on a short scale than on the whole one. */
function levelOn(level: NormalPrior, floor: number): NormalPrior {
  const { mean, deviation } = onScale(level, floor, floor);
  return { mean, deviation: Math.min(level.deviation, WIDER * deviation) };
}

/** A prior on the scale from `floor` to 1, as a prior of values. */
function onScale({ mean, deviation }: NormalPrior, floor: number, origin: number): NormalPrior {
  return { mean: origin + (1 - floor) * mean, deviation: (1 - floor) * deviation };
}

interface WhitenedData {
  readonly ones: Float64Array;
  readonly shape: Float64Array;
  readonly values: Float64Array;
}

function regress(
  { ones, shape, values }: WhitenedData,
  [level, height]: readonly [NormalPrior, NormalPrior],
): Pick<CellPosterior, 'level' | 'height' | 'factor'> & { logEvidence: number } {
  // Normal equations: precision [[p, q], [q, r]] times (level, height) = (s, t).
  const levelPrecision = 1 / level.deviation ** 2;
  const heightPrecision = 1 / height.deviation ** 2;
  let [p, q, r] = [levelPrecision, 0, heightPrecision];
  let [s, t] = [p * level.mean, r * height.mean];
  let squares = s * level.mean + t * height.mean;
  values.forEach((y, i) => {
    const one = ones[i]!;
    const phi = shape[i]!;
    p += one * one;
    q -= one * phi;
    r += phi * phi;
    s += one * y;
    t -= phi * y;
    squares += y * y;
  });
  const determinant = p * r - q * q;
  const a = (r * s - q * t) / determinant;
  const b = (p * t - q * s) / determinant;
  return {
    level: a,
    height: b,
    factor: [Math.sqrt(r / determinant), -q / Math.sqrt(r * determinant), 1 / Math.sqrt(r)],
    logEvidence:
      0.5 * Math.log((levelPrecision * heightPrecision) / determinant) +
      0.5 * (s * a + t * b - squares),
  };
}
