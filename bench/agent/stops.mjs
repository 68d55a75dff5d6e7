#!/usr/bin/env node
/**
 * How often early stops are right, and what they save: the agent replays learning curves of
 * Uncertainty Herding (see curves.mjs), sees them on a given holdout of 200 random test items, and
 * is judged by the whole test set.
 *
 *   npm run bench -- agent-stops --data <folder> [--sets a,b] [--seeds 10]
 *     [--holdout 200] [--draws 3] [--curves bench/results/curves] [--out bench/results/agent-stops.json]
 *
 * A gain stop is wrong when the rest of the budget would have brought more than the threshold and
 * half a point. A target stop is wrong when the true value is more than half a point below the
 * target; targets are 90 and 95 % of what the whole budget reaches. Exit code 1 when a bar on the
 * plain sets is missed: gain rule wrong in at most 8 % and 35 % saved, target rule wrong in at most
 * 8 %.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

import {
  carryOut,
  evaluate,
  GAIN_THRESHOLD,
  sampleIndices,
  seededRandom,
  startAgent,
} from '@alaas/core';

import { curvesOf, VARIANTS } from './curves.mjs';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string', default: 'banking77,cifar10,digits,fashion-mnist' },
    seeds: { type: 'string', default: '10' },
    holdout: { type: 'string', default: '200' },
    draws: { type: 'string', default: '3' },
    curves: { type: 'string', default: 'bench/results/curves' },
    out: { type: 'string', default: 'bench/results/agent-stops.json' },
  },
});
if (!flags.data) {
  process.stderr.write('Give --data <folder>; see the head of this file.\n');
  process.exit(2);
}

const HALF_A_POINT = 0.005;
const outcomes = [];
for (const set of flags.sets.split(',')) {
  const { data, seeds, curves: folder } = flags;
  for (const curve of await curvesOf(set, { data, folder, seeds: Number(seeds) })) {
    for (let draw = 0; draw < Number(flags.draws); draw++) outcomes.push(await judge(curve, draw));
  }
}
const tables = [
  tableOf('plain sets', ({ variant }) => variant === 'base'),
  ...VARIANTS.slice(1).map((name) => tableOf(name, ({ variant }) => variant === name)),
  ...flags.sets
    .split(',')
    .map((name) => tableOf(name, (o) => o.variant === 'base' && o.set === name)),
];
for (const table of tables) process.stdout.write(`${JSON.stringify(table)}\n`);
const [plain] = tables;
const misses = [
  plain.gain.wrong > 8 && `gain rule wrong in ${plain.gain.wrong} %`,
  plain.gain.saved < 35 && `gain rule saves ${plain.gain.saved} %`,
  plain.target.wrong > 8 && `target rule wrong in ${plain.target.wrong} %`,
].filter(Boolean);
await mkdir(dirname(flags.out), { recursive: true });
await writeFile(
  flags.out,
  `${JSON.stringify({ node: process.version, flags, tables, misses }, null, 2)}\n`,
);
for (const miss of misses) process.stdout.write(`MISSED ${miss}\n`);
process.exitCode = misses.length > 0 ? 1 : 0;

async function judge(curve, draw) {
  const rows = sampleIndices(
    seededRandom(curve.seed).fork(`holdout-${draw}`),
    curve.targets.length,
    Math.min(Number(flags.holdout), curve.targets.length),
  );
  const budget = curve.points.at(-1).labels;
  const final = curve.points.at(-1).accuracy;
  const gain = await replay(curve, rows, { target: null, gainThreshold: GAIN_THRESHOLD });
  const lost = final - gain.accuracy;
  const targets = [];
  for (const share of [0.9, 0.95]) {
    const target = share * final;
    const stop = await replay(curve, rows, { target, gainThreshold: 0 });
    if (stop.reason !== 'target-reached') continue;
    targets.push({
      wrong: stop.accuracy < target - HALF_A_POINT,
      saved: 1 - stop.labels / budget,
    });
  }
  return {
    set: curve.set,
    variant: curve.variant,
    gain: {
      early: gain.reason === 'gain-exhausted',
      wrong: lost > GAIN_THRESHOLD + HALF_A_POINT,
      saved: 1 - gain.labels / budget,
      lost,
    },
    targets,
  };
}

/** Where the agent stops on a recorded curve that it sees on the given test items. */
async function replay({ classCount, targets, points, seed }, rows, { target, gainThreshold }) {
  const truth = Int32Array.from(rows, (row) => targets[row]);
  const budgetLabels = points.at(-1).labels;
  const started = startAgent({
    mode: 'auto',
    arms: ['uncertainty-herding'],
    budgetLabels,
    poolSize: budgetLabels,
    classCount,
    seed,
    metric: 'accuracy',
    target,
    holdout: { kind: 'given', targets: Array.from(truth) },
    coldStart: points[0].labels,
    batch: 'grow',
    earlyStop: true,
    gainThreshold,
    approval: 'automatic',
    continuedShare: 0,
  });
  let next = 0;
  const world = {
    async act(action, { arms }) {
      switch (action.kind) {
        case 'choose':
        case 'choose-cold-start':
          return { kind: 'chosen', rows: Array.from({ length: action.count }, () => next++) };
        case 'label': {
          const labels = action.rows.map((row) => ({ row, target: 0 }));
          return { kind: 'labelled', labels, unusable: [] };
        }
        case 'train': {
          const labels = arms[0].rows.length;
          const { predictions } = points.find((point) => point.labels === labels);
          const seen = Int32Array.from(rows, (row) => predictions[row]);
          const { accuracy, macroF1 } = evaluate(seen, truth, classCount);
          const correct = Array.from(seen, (guess, i) => (guess === truth[i] ? '1' : '0')).join('');
          return { kind: 'trained', results: [{ arm: arms[0].id, accuracy, macroF1, correct }] };
        }
        default:
          return undefined;
      }
    },
  };
  const { arms, decisions } = await carryOut(started, world);
  const labels = arms[0].rows.length;
  const stop = decisions.findLast(({ kind, status }) => kind === 'stop' && status === 'taken');
  const { accuracy } = points.find((point) => point.labels === labels);
  return { labels, accuracy, reason: stop?.reason };
}

function tableOf(name, belongs) {
  const own = outcomes.filter(belongs);
  const percent = (values) =>
    values.length === 0
      ? null
      : Number(
          ((100 * values.reduce((sum, value) => sum + Number(value), 0)) / values.length).toFixed(
            1,
          ),
        );
  const stops = own.flatMap(({ targets }) => targets);
  return {
    name,
    runs: own.length,
    gain: {
      early: percent(own.map(({ gain }) => gain.early)),
      wrong: percent(own.map(({ gain }) => gain.wrong)),
      saved: percent(own.map(({ gain }) => gain.saved)),
      lostPoints: percent(own.map(({ gain }) => gain.lost)),
    },
    target: {
      stops: stops.length,
      wrong: percent(stops.map(({ wrong }) => wrong)),
      saved: percent(stops.map(({ saved }) => saved)),
    },
  };
}
