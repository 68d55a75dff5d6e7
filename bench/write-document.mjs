#!/usr/bin/env node
/**
 * Writes docs/benchmarks.md and its chart from the result files of the last runs; what was not run
 * is left out.
 *
 *   node bench/write-document.mjs [--results bench/results] [--out docs]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { drawCostChart } from './document/draw-cost-chart.mjs';

const { values: flags } = parseArgs({
  options: {
    results: { type: 'string', default: join(import.meta.dirname, 'results') },
    out: { type: 'string', default: join(import.meta.dirname, '..', 'docs') },
  },
});
const selection = await read('selection');
const curve = selection ? [...selection.curve, ...selection.million] : [];
const parts = [
  '# Benchmarks\n',
  'Written by `node bench/write-document.mjs` from what `npm run bench` measured; do not edit.\n',
  ...(selection ? selectionPart(selection) : []),
  ...(curve.length > 0 ? await costPart() : []),
  ...headPart(await read('head')),
  ...kernelsPart(await read('kernels')),
  ...approximationPart(await read('herding-approximation')),
];
await writeFile(join(flags.out, 'benchmarks.md'), `${parts.join('\n')}`);

async function read(name) {
  const text = await readFile(join(flags.results, `${name}.json`), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

function selectionPart({ setting, cases, quick }) {
  return [
    '## Choosing a batch\n',
    `${setting.cores} × ${setting.cpu}, Node ${setting.node}${peersOf(setting)}; ${setting.time}.`,
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
        `${one.bar ? `≤ ${one.bar}` : `≤ ${one.limit} s`}${one.met ? '' : ' **missed**'}`,
        one.check
          ? `${one.check.measure}: ${one.check.ours.toPrecision(5)} and ${one.check.peer.toPrecision(5)}`
          : '–',
      ]),
    ),
  ];
}

async function costPart() {
  await writeFile(join(flags.out, 'images', 'benchmark-cost.svg'), drawCostChart(curve));
  return [
    '## How the cost grows\n',
    '![Seconds to choose a batch, by the size of the pool](images/benchmark-cost.svg)\n',
    ...table(
      ['strategy', 'pool', 'batch', 'seconds', 'peak memory of the process', 'approximation'],
      curve.map((one) => [
        one.strategy,
        `${one.items} × ${one.dimension}`,
        String(one.count),
        one.seconds.toFixed(3),
        `${(one.peakBytes / 2 ** 30).toFixed(2)} GiB`,
        one.approximation
          ? `${one.approximation.represented} represented, ${one.approximation.candidates} candidates`
          : 'none',
      ]),
    ),
  ];
}

function headPart(head) {
  if (!head) return [];
  return [
    '## Training the head\n',
    'To the same loss, the optimum + 10⁻⁶, beside scikit-learn.\n',
    ...table(
      ['items', 'classes', 'ours, s', 'scikit-learn, s', 'ours ÷ peer', 'bar'],
      head.cases.map((one) => [
        `${one.items} × ${one.dimension}`,
        String(one.classes),
        spread(one.ours),
        one.peer ? spread(one.peer) : '–',
        one.ratio ? one.ratio.median.toFixed(2) : '–',
        `≤ ${one.bar}${one.met ? '' : ' **missed**'}`,
      ]),
    ),
  ];
}

function kernelsPart(kernels) {
  if (!kernels) return [];
  return [
    '## Kernels\n',
    ...table(
      ['kernel', 'shape', 'ours, s', 'GFLOP/s', 'numpy, s', 'ours ÷ numpy'],
      kernels.cases.map((one) => [
        one.name,
        `${one.shape.join(' × ')} × ${one.dimension}`,
        spread(one.ours),
        one.gigaflops.toFixed(0),
        one.peer ? spread(one.peer) : '–',
        one.ratio ? one.ratio.median.toFixed(2) : '–',
      ]),
    ),
  ];
}

function approximationPart(found) {
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

function spread({ median, low, high }) {
  return `${median.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
}

function peersOf({ peers }) {
  if (!peers) return '';
  return `; ${Object.entries(peers)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
