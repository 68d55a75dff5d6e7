/** Figures from the drawn pools that modes.mjs keeps, in percent and points of accuracy. */

const CHAMPION = 'uncertainty-herding';

/** Mean and its standard error over the values; absent figures where there are too few. */
export function meanOf(values) {
  const count = values.length;
  if (count === 0) return { count };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { count, mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, error: Math.sqrt(squares / (count - 1) / count) };
}

/** Value of a curve at a number of labels, straight in ln(labels); undefined beyond its ends. */
export function valueAt(points, labels, field = 'accuracy') {
  const next = points.findIndex((point) => point.labels >= labels);
  if (next < 0 || (next === 0 && points[0].labels > labels)) return undefined;
  if (points[next].labels === labels) return points[next][field];
  const [below, above] = [points[next - 1], points[next]];
  const part = Math.log(labels / below.labels) / Math.log(above.labels / below.labels);
  return below[field] + part * (above[field] - below[field]);
}

/** Percent of each strategy at a number of labels, `{ strategy: { mean, error, count } }`. */
export function valuesAt(pools, labelsOf, field = 'accuracy') {
  const values = {};
  for (const pool of pools) {
    for (const { kind, strategy, points } of Object.values(pool.cells)) {
      const value = kind === 'strategy' ? valueAt(points, labelsOf(pool), field) : undefined;
      if (value !== undefined) (values[strategy] ??= []).push(100 * value);
    }
  }
  return Object.fromEntries(Object.entries(values).map(([id, list]) => [id, meanOf(list)]));
}

/** Labels at which a strategy first reaches a share of the whole pool's accuracy. */
export function labelsTo(pools, share, strategy) {
  const found = pools.flatMap(({ cells }) => {
    if (!cells['whole-pool'] || !cells[strategy]) return [];
    return [firstLabels(cells[strategy].points, share * cells['whole-pool'].accuracy)];
  });
  const reached = found.filter((labels) => labels !== undefined);
  // A mean over the runs that got there alone would flatter.
  return reached.length < found.length ? { count: 0 } : meanOf(reached);
}

function firstLabels(points, value) {
  const next = points.findIndex(({ accuracy }) => accuracy >= value);
  if (next <= 0) return next < 0 ? undefined : points[0].labels;
  const [below, above] = [points[next - 1], points[next]];
  const part = (value - below.accuracy) / (above.accuracy - below.accuracy);
  return below.labels * (above.labels / below.labels) ** part;
}

/** Percent of (set, labels, seed) in which the champion is at or above random. */
export function shareAboveRandom(pools) {
  const cells = pools.flatMap(({ cells, classCount }) => {
    if (!cells[CHAMPION] || !cells.random) return [];
    return [1, 2, 5, 10, 20].flatMap((k) => {
      const [ours, chance] = [CHAMPION, 'random'].map((id) =>
        valueAt(cells[id].points, k * classCount),
      );
      return ours === undefined || chance === undefined ? [] : [ours >= chance ? 100 : 0];
    });
  });
  return meanOf(cells);
}

/**
 * Runs of an agent without early stop beside the champion alone at equal total label cost, with
 * `regret` in points and, against the fixed strategy that is best in the mean over seeds, `toBest`.
 */
export function agentRuns(pools, field = 'accuracy') {
  return pools.flatMap((pool) =>
    Object.values(pool.cells)
      .filter(({ kind, earlyStop }) => kind === 'agent' && !earlyStop)
      .flatMap((cell) => {
        // The items of a given holdout say nothing about the truth.
        const truth = cell.holdout === 'given' ? UNSEEN[field] : field;
        const alone =
          pool.cells[CHAMPION] && valueAt(pool.cells[CHAMPION].points, cell.budget, truth);
        if (alone === undefined) return [];
        const { set, variant, seed } = pool;
        const regret = 100 * (alone - cell[field]);
        const peers = pools.filter((other) => other.set === set && other.variant === variant);
        const best =
          peers[0] &&
          valueAt(
            pool.cells[bestOf(peers, () => cell.budget, field)]?.points ?? [],
            cell.budget,
            truth,
          );
        const toBest = 100 * ((best ?? alone) - cell[field]);
        return [{ set, variant, seed, ...cell, regret, toBest }];
      }),
  );
}

/**
 * Points that a strategy is below the champion at k labels per class, with every set at the same
 * weight; `best in hindsight` is the one with the highest mean for the set.
 */
export function strategyRegret(pools, k, strategy) {
  const at = ({ classCount }) => k * classCount;
  const runs = [...new Set(pools.map(({ set }) => set))].flatMap((set) => {
    const own = pools.filter((pool) => pool.set === set && pool.cells[CHAMPION]);
    const id = strategy === 'best in hindsight' ? bestOf(own, at) : strategy;
    return own.flatMap((pool) => {
      const [ours, theirs] = [CHAMPION, id].map(
        (name) => pool.cells[name] && valueAt(pool.cells[name].points, at(pool)),
      );
      if (ours === undefined || theirs === undefined) return [];
      return [{ set, seed: pool.seed, regret: 100 * (ours - theirs) }];
    });
  });
  return runs.length === 0 ? {} : regretOf(runs);
}

/** The strategy with the highest mean over the pools in which all were measured. */
function bestOf(pools, at, field) {
  const most = Math.max(...pools.map(({ cells }) => strategiesIn(cells)));
  const means = valuesAt(
    pools.filter(({ cells }) => strategiesIn(cells) === most),
    at,
    field,
  );
  return Object.keys(means).reduce((lead, id) => (means[id].mean > means[lead].mean ? id : lead));
}

function strategiesIn(cells) {
  return Object.values(cells).filter(({ kind }) => kind === 'strategy').length;
}

const UNSEEN = { accuracy: 'unseenAccuracy', macroF1: 'unseenMacroF1' };

/**
 * Mean regret with every set at the same weight. The error is that of the mean over sets of seeds:
 * runs of one pool at several budgets are one sample.
 */
export function regretOf(runs) {
  const sets = [...new Set(runs.map(({ set }) => set))];
  const own = sets.map((set) => {
    const seeds = [...new Set(runs.filter((run) => run.set === set).map(({ seed }) => seed))];
    return meanOf(
      seeds.map(
        (seed) =>
          meanOf(
            runs.filter((run) => run.set === set && run.seed === seed).map(({ regret }) => regret),
          ).mean,
      ),
    );
  });
  const mean = own.reduce((sum, one) => sum + one.mean, 0) / own.length;
  const error = Math.hypot(...own.map((one) => one.error ?? NaN)) / own.length;
  return { runs: runs.length, sets: sets.length, mean, error };
}

/** Early stops of runs that buy their holdout: what they saved of the budget, and what it cost. */
export function netSavings(pools, budget) {
  const runs = pools.flatMap(({ set, cells }) => {
    const cell = cells[`auto-bought-${budget}-stop`];
    const alone = cell && cells[CHAMPION] && valueAt(cells[CHAMPION].points, budget);
    if (alone === undefined) return [];
    const same = firstLabels(cells[CHAMPION].points, cell.accuracy) ?? budget;
    return [
      {
        set,
        early: cell.stop.reason === 'gain-exhausted' ? 100 : 0,
        saved: 100 * (1 - cell.labelsUsed / budget),
        lost: 100 * (alone - cell.accuracy),
        extra: cell.labelsUsed - same,
      },
    ];
  });
  const figures = (name) => meanOf(runs.map((run) => run[name]));
  const [early, saved, lost, extra] = ['early', 'saved', 'lost', 'extra'].map(figures);
  return { runs: runs.length, early, saved, lost, extra };
}

/**
 * Forecasts that `auto` made on the way, against the curve of its champion on the test set. All of
 * one holdout share its luck, so that there are as many samples as holdouts.
 */
export function forecastsHeld(pools, holdout) {
  const runs = pools.flatMap(({ set, seed, cells }) =>
    Object.values(cells)
      .filter((cell) => cell.mode === 'auto' && cell.holdout === holdout && !cell.earlyStop)
      .map((cell) => ({ ...cell, sample: `${set} ${seed} ${cell.holdoutLabels}` })),
  );
  const settled = runs.flatMap(({ sample, champion, points, forecasts, metric }) =>
    forecasts
      .filter(({ arm }) => arm === champion)
      .flatMap(({ forLabels, p10, p50, p90 }) => {
        const truth = valueAt(points, forLabels, metric === 'accuracy' ? 'accuracy' : 'macroF1');
        if (truth === undefined) return [];
        return [
          { sample, held: p10 <= truth && truth <= p90 ? 100 : 0, bias: 100 * (p50 - truth) },
        ];
      }),
  );
  return {
    forecasts: settled.length,
    holdouts: new Set(settled.map(({ sample }) => sample)).size,
    held: meanOf(settled.map(({ held }) => held)).mean,
    error: meanOf(settled.map(({ bias }) => Math.abs(bias))).mean,
    bias: meanOf(settled.map(({ bias }) => bias)).mean,
  };
}
