/**
 * The predictor that the agent began with, as its notes describe it: three families on a grid with
 * hand-set priors, points with independent errors, a quarter straight in the logarithm. Kept for
 * comparison alone.
 */

const LEVEL = { mean: 0.9, deviation: 0.12 };
const HEIGHT = { mean: 0.6, deviation: 0.5 };
const STRAIGHT_SHARE = 0.25;
const STRAIGHT_CAP = 0.98;
const MISFIT = 0.012;

/**
 * Fits points `{ labels, value }`; answers a mean forecast with P10 and P90, and the probability that
 * the value rises by less than a gain between two numbers of labels.
 */
export function fitPrototype(points, { classCount, holdout }) {
  const data = points.map(({ labels, value }) => {
    const x = labels / classCount;
    const share = (value * holdout + 1) / (holdout + 2);
    const variance = (share * (1 - share)) / holdout + (0.02 / Math.sqrt(x) + 0.004) ** 2;
    return { x, y: value, weight: 1 / variance };
  });
  const cells = CELLS.map(({ shape, logPrior }) => {
    const { logEvidence, ...fit } = regress(data, shape);
    return { shape, ...fit, logWeight: logPrior + logEvidence };
  });
  const top = Math.max(...cells.map(({ logWeight }) => logWeight));
  const total = cells.reduce((sum, { logWeight }) => sum + Math.exp(logWeight - top), 0);
  const mixture = cells.map((cell) => ({ ...cell, mass: Math.exp(cell.logWeight - top) / total }));
  const straight = straightLine(data);
  return {
    forecast(labels) {
      const x = labels / classCount;
      const parts = mixture.map(({ mass, shape, a, b, covariance: [aa, ab, bb] }) => {
        const phi = shape(x);
        const variance = aa - 2 * phi * ab + phi * phi * bb + MISFIT ** 2;
        return { mass, mean: a - b * phi, deviation: Math.sqrt(variance) };
      });
      const average = parts.reduce((sum, { mass, mean }) => sum + mass * mean, 0);
      const mean = (1 - STRAIGHT_SHARE) * average + STRAIGHT_SHARE * straight(x);
      const shift = mean - average;
      const at = (share) => Math.min(1, Math.max(0, shift + quantileOf(parts, share)));
      return { p10: at(0.1), p50: Math.min(1, Math.max(0, mean)), p90: at(0.9) };
    },
    probabilityGainBelow(gain, fromLabels, toLabels) {
      const [from, to] = [fromLabels / classCount, toLabels / classCount];
      const bent = mixture.reduce((sum, { mass, shape, b, covariance: [, , bb] }) => {
        const fall = shape(from) - shape(to);
        const deviation = Math.max(1e-9, Math.sqrt(bb) * fall);
        return sum + mass * normalCdf((gain - b * fall) / deviation);
      }, 0);
      const isBelow = straight(to) - straight(from) < gain ? 1 : 0;
      return (1 - STRAIGHT_SHARE) * bent + STRAIGHT_SHARE * isBelow;
    },
  };
}

/** Nodes of a normal prior over ±2.5 deviations, with the logarithm of their weight. */
function nodes(mean, deviation, count) {
  return Array.from({ length: count }, (_, i) => {
    const z = -2.5 + (5 * i) / (count - 1);
    return { value: mean + z * deviation, logPrior: -(z * z) / 2 };
  });
}

function cellsOf(rates, powers, shapeOf) {
  const cells = rates.flatMap((rate) =>
    powers.map((power) => ({
      logPrior: rate.logPrior + power.logPrior,
      shape: shapeOf(Math.exp(rate.value), power.value),
    })),
  );
  const mass = Math.log(cells.reduce((sum, { logPrior }) => sum + Math.exp(logPrior), 0));
  return cells.map(({ shape, logPrior }) => ({ shape, logPrior: logPrior - mass }));
}

const CELLS = [
  ...cellsOf(
    nodes(Math.log(0.6), 0.6, 21),
    [{ value: 1, logPrior: 0 }],
    (rate) => (x) => x ** -rate,
  ),
  ...cellsOf(
    nodes(Math.log(0.6), 0.8, 15),
    nodes(0.6, 0.25, 7).filter(({ value }) => value >= 0.1),
    (rate, power) => (x) => Math.exp(-rate * x ** power),
  ),
  ...cellsOf(
    nodes(Math.log(2), 1, 15),
    nodes(1, 0.3, 7),
    (rate, power) => (x) => 1 / (1 + rate * x ** power),
  ),
];

/** Bayesian regression of y on (1, −φ): mean, covariance and the logarithm of the evidence. */
function regress(data, shape) {
  const precisions = [1 / LEVEL.deviation ** 2, 1 / HEIGHT.deviation ** 2];
  let [p, q, r] = [precisions[0], 0, precisions[1]];
  let [s, t] = [p * LEVEL.mean, r * HEIGHT.mean];
  let squares = s * LEVEL.mean + t * HEIGHT.mean;
  for (const { x, y, weight } of data) {
    const phi = shape(x);
    p += weight;
    q -= weight * phi;
    r += weight * phi * phi;
    s += weight * y;
    t -= weight * phi * y;
    squares += weight * y * y;
  }
  const determinant = p * r - q * q;
  const [a, b] = [(r * s - q * t) / determinant, (p * t - q * s) / determinant];
  const logEvidence =
    0.5 * Math.log((precisions[0] * precisions[1]) / determinant) + 0.5 * (s * a + t * b - squares);
  return { a, b, covariance: [r / determinant, -q / determinant, p / determinant], logEvidence };
}

/** Weighted least squares on ln(x), capped. */
function straightLine(data) {
  const sum = (of) => data.reduce((total, point) => total + point.weight * of(point), 0);
  const mass = sum(() => 1);
  const middle = sum(({ x }) => Math.log(x)) / mass;
  const level = sum(({ y }) => y) / mass;
  const spread = sum(({ x }) => (Math.log(x) - middle) ** 2);
  const slope = spread > 0 ? sum(({ x, y }) => (Math.log(x) - middle) * (y - level)) / spread : 0;
  return (x) => Math.min(STRAIGHT_CAP, level + slope * (Math.log(x) - middle));
}

function quantileOf(parts, share) {
  let [low, high] = [-2, 3];
  for (let step = 0; step < 40; step++) {
    const value = (low + high) / 2;
    const below = parts.reduce(
      (sum, { mass, mean, deviation }) => sum + mass * normalCdf((value - mean) / deviation),
      0,
    );
    if (below < share) low = value;
    else high = value;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 26.2.17: off by less than 1e-7. */
function normalCdf(z) {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}
