/** One cell of the bench of modes: a curve of a strategy, the whole pool, or a run of an agent. */
import { evaluate, findStrategy, sampleIndices, seededRandom, simulateAgent } from '@alaas/core';

import { countsOf } from './cells.mjs';
import { followStrategy, followWholePool } from './follow-strategy.mjs';

/** Test items of a given holdout; the truth is taken from the others. */
export const GIVEN_ITEMS = 200;

/** What is kept of a cell (see cells.mjs) on a drawn pool (see tasks.mjs). */
export function runCell(cell, task, means) {
  return RUNNERS[cell.kind](cell, task, means);
}

const RUNNERS = {
  async strategy({ strategy, budget }, task, { seed, kernels }) {
    const points = await followStrategy(task, {
      strategy: findStrategy(strategy),
      budget,
      at: countsOf(task.classCount, task.targets.length).filter((n) => n <= budget),
      random: seededRandom(seed).fork(strategy),
      kernels,
    });
    return {
      points: points.map(({ labels, predictions }) => ({
        labels,
        ...truthOf(predictions, task, seed),
      })),
    };
  },

  async 'whole-pool'(_cell, task, { seed, kernels }) {
    return truthOf(await followWholePool(task, kernels), task, seed);
  },

  async agent({ mode, holdout, budget, earlyStop, metric }, data, { seed, kernels }) {
    const [run] = await simulateAgent({
      data,
      mode,
      budgetLabels: budget,
      seeds: [seed],
      metric,
      earlyStop,
      givenHoldout: { given: GIVEN_ITEMS, none: 0 }[holdout],
      kernels,
    });
    const { champion, arms, stop, forecasts } = run;
    const own = arms.find(({ strategy }) => strategy === champion).points;
    return {
      labelsUsed: run.labelsUsed,
      holdoutLabels: run.holdoutLabels,
      accuracy: run.finalAccuracy,
      macroF1: run.finalMacroF1,
      ...{ champion, stop, forecasts },
      points: own.map(({ labels, accuracy, macroF1 }) => rounded({ labels, accuracy, macroF1 })),
    };
  },
};

/** On the whole test set, and on the part of it that is no holdout when one is given. */
function truthOf(predictions, { testTargets, classCount }, seed) {
  const random = seededRandom(seed).fork('given-holdout');
  const rest = sampleIndices(random, testTargets.length, testTargets.length).slice(GIVEN_ITEMS);
  const pick = (values) => Int32Array.from(rest, (row) => values[row]);
  const { accuracy, macroF1 } = evaluate(predictions, testTargets, classCount);
  const unseen = evaluate(pick(predictions), pick(testTargets), classCount);
  const { accuracy: unseenAccuracy, macroF1: unseenMacroF1 } = unseen;
  return rounded({ accuracy, macroF1, unseenAccuracy, unseenMacroF1 });
}

function rounded(figures) {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(5))]),
  );
}
