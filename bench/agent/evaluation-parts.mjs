/** Parts of the evaluation: what early stops save, forecasts, stops, speed, caveats. */
import { netSavings } from './sum-up-modes.mjs';
import { list, plusMinus, table } from './tables.mjs';

/** @param result what `predictor.mjs` measured. */
export function forecastParts({ flags, tables }) {
  const shown = tables.filter(({ holdout }) => holdout === '200');
  const families = Object.keys(shown[0]?.rows[0]?.families ?? {});
  const [plain] = shown;
  return [
    '## Forecasts\n',
    'Forecast of 20 labels per class from the first points, on curves of Uncertainty Herding that a',
    `holdout of 200 measures, ${flags.draws} drawn for each curve: error in points, share of outcomes within`,
    'P10–P90 (bar 70–92 %), width of that band. Bars on the sets as they are: an error of 6.5 from 4',
    'points and of 4 from 8.\n',
    ...table(
      ['metric', 'sets', 'curves', 'points', 'error', 'bias', 'held, %', 'width'],
      shown.flatMap(({ metric, variants, curves, rows }) =>
        rows.map((row) => [
          metric,
          variants.join(', '),
          String(curves),
          String(row.points),
          row.error.toFixed(1),
          row.bias.toFixed(1),
          row.held.toFixed(0),
          row.width.toFixed(1),
        ]),
      ),
    ),
    'Error by family alone, accuracy on the sets as they are; the negative exponential is the paper’s:\n',
    ...table(
      ['points', 'average', ...families],
      plain.rows.map((row) => [
        String(row.points),
        row.error.toFixed(1),
        ...families.map((id) => row.families[id].toFixed(1)),
      ]),
    ),
  ];
}

/** @param result what `beside-prototype.mjs` measured. */
export function prototypeParts({ flags, tables }) {
  const one = (value) => value.toFixed(1);
  const names = { plain: 'as they are', all: 'all forms' };
  const predictors = ['ours', 'prototype'];
  return [
    '## Beside the prototype\n',
    'The predictor that the agent began with (independent errors of points, wider priors, a quarter',
    'straight in the logarithm), on the same curves and the same given holdouts of 200',
    `(${flags.draws} drawn for each curve, ${flags.seeds} seeds, fewer of the variants). Forecasts on the way are those`,
    'from four points on, for 1.5 and 2 times the labels and for the whole budget.\n',
    ...table(
      [
        'sets',
        'runs',
        'predictor',
        'error at 20C from 4',
        'from 5',
        'from 8',
        'held on the way, %',
      ],
      tables.flatMap(({ name, runs, ...own }) =>
        predictors.map((predictor) => [
          names[name],
          String(runs),
          predictor,
          ...Object.values(own[predictor].errors).map(one),
          own[predictor].held.toFixed(0),
        ]),
      ),
    ),
    'What the gain rule saves of the labels, in percent, with the threshold that saves most while at',
    'most so many percent of the stops are wrong; the last columns are the thresholds in use (0.8 and,',
    'for the prototype, 0.9). Each threshold was picked afterwards, from few runs: a point or two of',
    'difference says little:\n',
    ...table(
      [
        'sets',
        'predictor',
        ...Object.keys(tables[0].ours.savedAt).map((error) => `≤ ${error} % wrong`),
        'in use: wrong, %',
        'saved, %',
      ],
      tables.flatMap(({ name, ...own }) =>
        predictors.map((predictor) => {
          const { savedAt, stops } = own[predictor];
          return [
            names[name],
            predictor,
            ...Object.values(savedAt).map(one),
            one(stops.wrong),
            one(stops.saved),
          ];
        }),
      ),
    ),
  ];
}

/** @param rows `{ form, holdout, forecasts, holdouts, held, error, bias }`. */
export function liveForecastParts(rows) {
  return [
    'Forecasts that `auto` made in the runs above, against its curve on the test set. All forecasts of',
    'one holdout share its luck, so that the number of holdouts counts. A bought holdout inherits the',
    'faults of the pool: with wrong labels it measures too low, and with near copies, of which some',
    'are trained on, too high; a clean holdout of one’s own errs less:\n',
    ...table(
      ['sets', 'holdout', 'forecasts', 'holdouts', 'held, %', 'error', 'bias'],
      rows.map(({ form, holdout, forecasts, holdouts, held, error, bias }) => [
        form,
        holdout,
        String(forecasts),
        String(holdouts),
        held.toFixed(0),
        error.toFixed(1),
        bias.toFixed(1),
      ]),
    ),
  ];
}

export function stopParts({ flags, tables }) {
  const percent = (value) => (value === null ? '–' : value.toFixed(1));
  return [
    '## Early stops\n',
    'The agent sees curves of Uncertainty Herding on a given holdout of 200; budget 50 labels per class, 20',
    'above 30 classes. Gain rule: wrong when the rest of the budget would have brought more than 2.5',
    'points; bars 8 % wrong, 35 % saved. Target rule (90 and 95 % of what the budget reaches): wrong when',
    `the truth is more than half a point below; bar 8 %. ${flags.draws} holdouts drawn for each curve, so that`,
    'runs are not independent.\n',
    ...table(
      [
        'curves',
        'runs',
        'gain: wrong, %',
        'saved, %',
        'points lost',
        'target: stops',
        'wrong, %',
        'saved, %',
      ],
      tables.map(({ name, runs, gain, target }) => [
        name,
        String(runs),
        percent(gain.wrong),
        percent(gain.saved),
        percent(gain.lostPoints),
        String(target.stops),
        percent(target.wrong),
        percent(target.saved),
      ]),
    ),
  ];
}

export function speedPart({ setting, items, dimension, classes, budget, figures, bars }) {
  return [
    '## Speed\n',
    `${setting.cores} × ${setting.cpu}, Node ${setting.node}; ${items} × ${dimension}, ${classes} classes, ${budget} labels.\n`,
    ...table(
      ['what', 'median', 'bar'],
      [
        ['`alaas simulate --agent auto`, the command as it is used, s', 'simulationSeconds'],
        ['forecast for one arm from 25 points, ms', 'forecastMilliseconds'],
      ].map(([what, name]) => [what, plusMinus({ mean: figures[name].median }), `≤ ${bars[name]}`]),
    ),
  ];
}

export function savingParts(plain, sets) {
  const rows = [500, 1000, 2000].flatMap((budget) => {
    const all = { set: 'all', ...netSavings(plain, budget) };
    const own = sets.map((set) => ({
      set,
      ...netSavings(
        plain.filter((pool) => pool.set === set),
        budget,
      ),
    }));
    return [all, ...own]
      .filter(({ runs }) => runs > 0)
      .map(({ set, runs, early, saved, lost, extra }) => [
        String(budget),
        set,
        String(runs),
        plusMinus(early, 0),
        plusMinus(saved, 0),
        plusMinus(lost, 1),
        plusMinus(extra, 0),
      ]);
  });
  return [
    '## What early stops save, the holdout paid\n',
    '`auto` buys its holdout out of the budget and stops by the gain rule. Labels saved are those of the',
    'budget that were not bought; points lost are against Uncertainty Herding alone with the whole',
    'budget; the last column is how many labels more were paid than Uncertainty Herding alone needs for',
    'the same accuracy, if somebody had told it when to stop: the price of knowing.\n',
    ...table(
      [
        'budget',
        'set',
        'runs',
        'stopped early, %',
        'saved, %',
        'points lost',
        'labels for knowing',
      ],
      rows,
    ),
  ];
}

export function caveats() {
  return [
    '## What these figures do not say\n',
    ...list([
      'Four public sets, embedded by small encoders. The constants of the prototype were chosen by hand on some of them, so that the figures flatter; sets of other makes will differ.',
      'A full run takes hours on two cores: the number of seeds is in each table, and with one or two of them an error says little.',
      'Labels come from files. People err, tire and disagree; only the form with wrong labels says something of it.',
      'Standard errors are over pools drawn from the same set; another set is another matter.',
    ]),
    '',
  ];
}
