/** The bars that the agent has to meet on the four sets it was made with, and which it misses. */
import { agentRuns, labelsTo, regretOf, shareAboveRandom, valuesAt } from './sum-up-modes.mjs';

/** Percent of Uncertainty Herding alone at 1, 2, 5, 10, 20 labels per class. */
export const ACCURACY_BARS = {
  banking77: [57, 72, 85.5, 88, 90],
  digits: [73, 83, 92, 94.5, 96.5],
  'fashion-mnist': [51, 62, 73, 78.5, 80.5],
  cifar10: [21, 26, 35.5, 42, 49],
};
export const MULTIPLES = [1, 2, 5, 10, 20];

/** Labels to 90 and 95 % of the whole pool's accuracy; 15 % more are allowed. */
export const LABELS_BARS = {
  banking77: [273, 487],
  digits: [25, 43],
  'fashion-mnist': [68, 253],
};
export const LABELS_SHARES = [0.9, 0.95];
const ALLOWED_LABELS = 1.15;

/** Points that a mode may be below Uncertainty Herding alone. */
export const REGRET_BARS = {
  auto: { none: 0.5, given: 0.5, bought: 1.2 },
  compare: { none: 1.2, given: 1.2, bought: 1.9 },
};
export const ABOVE_RANDOM_BAR = 95;

/** One line for each bar that is missed. */
export function missedBars(pools) {
  const plain = pools.filter(({ variant }) => variant === 'base');
  return [...missedAccuracies(plain), ...missedLabels(plain), ...missedRegrets(plain)];
}

function missedAccuracies(plain) {
  const misses = Object.entries(ACCURACY_BARS).flatMap(([set, bars]) => {
    const own = plain.filter((pool) => pool.set === set);
    return bars.flatMap((bar, i) => {
      const labels = ({ classCount }) => MULTIPLES[i] * classCount;
      const found = valuesAt(own, labels)['uncertainty-herding'];
      if (found === undefined || found.mean >= bar) return [];
      return [`${set} at ${MULTIPLES[i]}C: ${found.mean.toFixed(1)} %, bar ${bar} %`];
    });
  });
  const above = shareAboveRandom(plain);
  if (above.count > 0 && above.mean < ABOVE_RANDOM_BAR) {
    misses.push(`at or above random in ${above.mean.toFixed(0)} % of the cells`);
  }
  return misses;
}

function missedLabels(plain) {
  return Object.entries(LABELS_BARS).flatMap(([set, bars]) => {
    const own = plain.filter((pool) => pool.set === set);
    return bars.flatMap((bar, i) => {
      const { mean } = labelsTo(own, LABELS_SHARES[i], 'uncertainty-herding');
      if (mean === undefined || mean <= ALLOWED_LABELS * bar) return [];
      return [`${set}: ${mean.toFixed(0)} labels to ${LABELS_SHARES[i]}, bar ${bar} + 15 %`];
    });
  });
}

function missedRegrets(plain) {
  const runs = agentRuns(plain);
  return Object.entries(REGRET_BARS).flatMap(([mode, bars]) =>
    Object.entries(bars).flatMap(([holdout, bar]) => {
      const own = runs.filter((run) => run.mode === mode && run.holdout === holdout);
      if (own.length === 0) return [];
      const { mean } = regretOf(own);
      if (mean <= bar) return [];
      return [`${mode}, holdout ${holdout}: ${mean.toFixed(2)} points below, bar ${bar}`];
    }),
  );
}
