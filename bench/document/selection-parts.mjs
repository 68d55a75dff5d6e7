import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { drawCostChart } from './draw-cost-chart.mjs';
import { mebibytes, settingWords, spread, table } from './table.mjs';

/** Choosing a batch from fixed inputs, beside plain numpy or scikit-learn. */
export function selectionPart(selections) {
  if (selections.length === 0) return [];
  const cases = selections.flatMap((one) => one.cases);
  const quick = selections.some((one) => one.quick);
  return [
    '## Choosing a batch\n',
    'Median of interleaved runs in one process each, quarter points in brackets; the peers time',
    'themselves. Batches were compared first: ours may be worse by no more than the case allows.\n',
    ...(quick ? ['**A quick run: sizes and figures say little.**\n'] : []),
    ...table(
      ['strategy', 'pool / batch', 'ours, s', 'peer, s', 'ours ÷ peer', 'bar', 'compared by'],
      cases.map((one) => [
        one.strategy,
        `${one.items} × ${one.dimension} / ${one.count}`,
        spread(one.ours),
        one.peer ? `${one.peerName} ${spread(one.peer)}` : '–',
        one.ratio ? one.ratio.median.toFixed(3) : '–',
        `${barOf(one)}${one.met ? '' : ' **missed**'}`,
        one.check
          ? `${one.check.measure}: ${one.check.ours.toPrecision(5)} and ${one.check.peer.toPrecision(5)}`
          : '–',
      ]),
    ),
    ...selections.flatMap(({ setting }) => settingWords(setting)),
  ];
}

function barOf({ bar, limit }) {
  if (bar) return `≤ ${Number(bar.toPrecision(2))}`;
  return limit ? `≤ ${limit} s` : '–';
}

/** Seconds by the size of the pool, as a chart and a table; both runs are needed for it. */
export async function costPart(selections, million, folder) {
  if (selections.length === 0 || !million) return [];
  const curve = [
    ...selections.flatMap((one) => [...one.curve, ...one.million]),
    ...ofMillion(million),
  ];
  await writeFile(join(folder, 'images', 'benchmark-cost.svg'), drawCostChart(curve));
  return [
    '## How the cost grows\n',
    'The last size is chosen from files by `alaas select`, the others from arrays in memory; the time is that of choosing.\n',
    '![Seconds to choose a batch, by the size of the pool](images/benchmark-cost.svg)\n',
    ...table(
      ['strategy', 'pool', 'batch', 'seconds', 'approximation'],
      curve.map((one) => [
        one.strategy,
        `${one.items} × ${one.dimension}`,
        String(one.count),
        one.seconds.toFixed(3),
        approximationWords(one.approximation),
      ]),
    ),
  ];
}

function ofMillion(million) {
  if (!million) return [];
  const { items, dimension, budget, cases } = million;
  return cases
    .filter(({ finished }) => finished)
    .map(({ strategy, select, approximation }) => ({
      ...{ strategy, items, dimension, count: budget, approximation },
      seconds: select.median,
    }));
}

function approximationWords(found) {
  if (!found) return 'none';
  return `${found.represented} represented, ${found.candidates} candidates`;
}

/** A large pool from disk, the command as it is used. */
export function millionPart(million) {
  if (!million) return [];
  const { setting, items, dimension, budget, cases } = million;
  const embeddings = 4 * items * dimension;
  return [
    '## A million embeddings from disk\n',
    `\`alaas select\` for ${budget} of ${items.toLocaleString('en')} × ${dimension} (float32, ${mebibytes(embeddings)}): start of the command,`,
    'reading the files and choosing. What a strategy does not read stays closed.\n',
    ...table(
      ['strategy', 'seconds in all', 'of them choosing', 'peak memory', '÷ embeddings'],
      cases.map((one) =>
        one.finished
          ? [
              one.strategy,
              one.wall.median.toFixed(1),
              one.select.median.toFixed(1),
              mebibytes(one.peakBytes),
              (one.peakBytes / embeddings).toFixed(2),
            ]
          : [one.strategy, 'not finished', '–', '–', '–'],
      ),
    ),
    ...settingWords(setting),
  ];
}

/** What sampling costs Uncertainty Herding. */
export function approximationPart(found) {
  if (!found) return [];
  return [
    '## What sampling costs Uncertainty Herding\n',
    `Points of accuracy lost against the exact form, mean of the curve over ${found.seeds.length} seeds.\n`,
    ...table(
      ['set', 'items', 'sampled as', 'points lost'],
      found.rows.map((one) => [one.set, String(one.items), one.id, one.loss.toFixed(2)]),
    ),
  ];
}
