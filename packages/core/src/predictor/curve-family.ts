/** A normal distribution. */
export interface NormalPrior {
  readonly mean: number;
  readonly deviation: number;
}

/** One node of a family's grid: a curve shape whose level and height are still free. */
export interface CurveCell {
  /** Logarithm of the prior weight among the family's cells, up to a constant. */
  readonly logPrior: number;
  /** φ(x) at x > 0 labels per class, finite and never rising. */
  readonly shape: (x: number) => number;
}

/**
 * A kind of learning curve y = a − b·φ(x), x = labels per class, b ≥ 0.
 *
 * The parameters inside φ lie on a grid, `cells`; a and b follow in closed form for each cell.
 */
export interface CurveFamily {
  readonly id: string;
  /** The formula for people, as in the docs. */
  readonly formula: string;
  /** Paper or textbook. */
  readonly source: string;
  /** Prior of the level a, on a scale from the floor (0) to always right (1). */
  readonly level: NormalPrior;
  /** Prior of the height b, on the same scale. */
  readonly height: NormalPrior;
  /** The highest value that a curve of this family may forecast, in (0, 1]; below 1, about it. */
  readonly ceiling: number;
  /** Whether φ falls to 0, so that a is the value with labels without end. */
  readonly asymptotic: boolean;
  readonly cells: readonly CurveCell[];
  /** Weight among the families before any point, above 0. Default 1. */
  readonly priorWeight?: number;
}

/** What is known of a level and a height before any label: hand-set, see docs/decisions/0004. */
export const LEVEL: NormalPrior = { mean: 0.9, deviation: 0.12 };
export const HEIGHT: NormalPrior = { mean: 0.5, deviation: 0.3 };

/** Nodes of a log-normal prior, evenly spaced in the logarithm over ±2.5 deviations. */
export function logNormalNodes(
  median: number,
  deviation: number,
  count: number,
): readonly { readonly value: number; readonly logPrior: number }[] {
  return normalNodes({ mean: Math.log(median), deviation }, count).map(({ value, logPrior }) => ({
    value: Math.exp(value),
    logPrior,
  }));
}

/** Nodes of a normal prior, evenly spaced over ±2.5 deviations. */
export function normalNodes(
  { mean, deviation }: NormalPrior,
  count: number,
): readonly { readonly value: number; readonly logPrior: number }[] {
  return Array.from({ length: count }, (_, i) => {
    const z = count === 1 ? 0 : -REACH + (2 * REACH * i) / (count - 1);
    return { value: mean + z * deviation, logPrior: -(z * z) / 2 };
  });
}

const REACH = 2.5;
