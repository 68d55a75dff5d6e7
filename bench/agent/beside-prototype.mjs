#!/usr/bin/env node
/**
 * The predictor beside the one that the agent began with (prototype.mjs), on the same learning curves
 * of Uncertainty Herding, seen on the same given holdouts of 200 test items: error of the forecast at
 * 20 labels per class, how forecasts on the way held, and what the gain rule saves at which error.
 *
 *   npm run bench -- agent-prototype --data <folder> [--sets a,b] [--seeds 3] [--draws 3]
 *     [--curves bench/results/curves] [--out bench/results/agent-prototype.json]
 *
 * The gain rule is asked with every threshold, so that the two are compared at equal error and not
 * by what each calls sure. Every set, and in it every variant, has the same weight.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

import { evaluate, fitCurve, GAIN_THRESHOLD, sampleIndices, seededRandom } from '@alaas/core';

import { curvesOf } from './curves.mjs';
import { fitPrototype } from './prototype.mjs';
import { setsIn } from './tasks.mjs';

const HOLDOUT = 200;
const AT = 20;
const COUNTS = [4, 5, 8];
/** Fewer points stop nothing. */
const FEWEST_POINTS = 4;
const HALF_A_POINT = 0.005;
const SURE = Array.from({ length: 50 }, (_, i) => 0.5 + i / 100);
/** What each of the two calls sure. */
const DEFAULTS = { ours: 0.8, prototype: 0.9 };
/** Shares of wrong stops at which savings are compared, in percent. */
const ERRORS = [4, 6, 8, 12];

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    draws: { type: 'string', default: '3' },
    curves: { type: 'string', default: 'bench/results/curves' },
    out: { type: 'string', default: 'bench/results/agent-prototype.json' },
  },
});
if (!flags.data) {
  process.stderr.write('Give --data <folder>; see the head of this file.\n');
  process.exit(2);
}

const PREDICTORS = { ours: fitCurve, prototype: fitPrototype };
const runs = [];
for (const set of flags.sets?.split(',') ?? (await setsIn(flags.data))) {
  const { data, seeds, curves: folder } = flags;
  for (const curve of await curvesOf(set, { data, folder, seeds: Number(seeds) })) {
    for (let draw = 0; draw < Number(flags.draws); draw++) runs.push(watch(curve, draw));
  }
}
const groups = { plain: ({ variant }) => variant === 'base', all: () => true };
const tables = Object.entries(groups).map(([name, belongs]) => tableOf(name, runs.filter(belongs)));
for (const table of tables) process.stdout.write(`${JSON.stringify(table)}\n`);
await mkdir(dirname(flags.out), { recursive: true });
await writeFile(
  flags.out,
  `${JSON.stringify({ node: process.version, flags, tables }, null, 2)}\n`,
);

/** What both predictors say at every point of a curve that is seen on a drawn holdout. */
function watch({ set, variant, seed, classCount, targets, points }, draw) {
  const size = Math.min(HOLDOUT, targets.length);
  const rows = sampleIndices(seededRandom(seed).fork(`holdout-${draw}`), targets.length, size);
  const truth = Int32Array.from(rows, (row) => targets[row]);
  const counts = new Array(classCount).fill(0);
  for (const target of truth) counts[target]++;
  const options = {
    classCount,
    holdout: size,
    majorityRate: Math.min(0.99, Math.max(...counts) / size),
  };
  const seen = points.map(({ labels, predictions }) => {
    const guesses = Int32Array.from(rows, (row) => predictions[row]);
    return { labels, value: evaluate(guesses, truth, classCount).accuracy };
  });
  const budget = points.at(-1).labels;
  const said = Object.fromEntries(
    Object.entries(PREDICTORS).map(([name, fit]) => [
      name,
      points.slice(0, -1).map(({ labels }, i) => {
        const curve = i + 1 < FEWEST_POINTS ? undefined : fit(seen.slice(0, i + 1), options);
        if (curve === undefined) return undefined;
        return {
          ahead: [1.5 * labels, 2 * labels, budget, AT * classCount].map((at) => {
            const forLabels = Math.round(at);
            const known = forLabels > labels && forLabels <= budget;
            return known ? { forLabels, ...curve.forecast(forLabels) } : undefined;
          }),
          sure: curve.shape?.kind === 'unknown' ? 0 : gainBelow(curve, labels, budget),
        };
      }),
    ]),
  );
  return { set, variant, points, said };
}

function gainBelow(curve, labels, budget) {
  return curve.probabilityGainBelow(GAIN_THRESHOLD, labels, budget);
}

function tableOf(name, own) {
  return {
    name,
    runs: own.length,
    ...Object.fromEntries(
      Object.keys(PREDICTORS).map((predictor) => {
        const stops = SURE.map((sure) => ({ sure, ...stopsOf(own, { predictor, sure }) }));
        return [
          predictor,
          {
            errors: Object.fromEntries(
              COUNTS.map((c) => [c, errorOf(own, { predictor, count: c })]),
            ),
            held: heldOf(own, predictor),
            stops: stopsOf(own, { predictor, sure: DEFAULTS[predictor] }),
            savedAt: Object.fromEntries(ERRORS.map((error) => [error, mostSaved(stops, error)])),
          },
        ];
      }),
    ),
  };
}

/** Mean over sets, and in each over its variants, of a figure of each run; some runs have none. */
function meanOver(own, of) {
  const measured = own
    .map((run) => ({ ...run, value: of(run) }))
    .filter(({ value }) => value !== undefined);
  return mean(
    groupsOf(measured, 'set').map((rows) =>
      mean(groupsOf(rows, 'variant').map((some) => mean(some.map(({ value }) => value)))),
    ),
  );
}

function groupsOf(rows, field) {
  return [...new Set(rows.map((row) => row[field]))].map((name) =>
    rows.filter((row) => row[field] === name),
  );
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Points of accuracy that forecasts of 20 labels per class are off, made from so many points. */
function errorOf(own, { predictor, count }) {
  return meanOver(own, ({ said, points }) => {
    const forecast = said[predictor][count - 1]?.ahead.at(-1);
    return forecast && 100 * Math.abs(forecast.p50 - valueAt(points, forecast.forLabels));
  });
}

/** Percent of the forecasts on the way that held: for 1.5 and 2 times the labels, and for the end. */
function heldOf(own, predictor) {
  return meanOver(own, ({ said, points }) =>
    mean(
      said[predictor].flatMap((at) =>
        (at?.ahead.slice(0, -1) ?? []).flatMap((forecast) => {
          if (forecast === undefined) return [];
          const truth = valueAt(points, forecast.forLabels);
          return [forecast.p10 <= truth && truth <= forecast.p90 ? 100 : 0];
        }),
      ),
    ),
  );
}

/** Percent of stops that were wrong, and of the labels that were saved. */
function stopsOf(own, { predictor, sure }) {
  const stopped = ({ said, points }) => {
    const stop = said[predictor].findIndex((at) => at !== undefined && at.sure >= sure);
    return points.at(stop);
  };
  return {
    wrong: meanOver(own, (run) => {
      const lost = run.points.at(-1).accuracy - stopped(run).accuracy;
      return lost > GAIN_THRESHOLD + HALF_A_POINT ? 100 : 0;
    }),
    saved: meanOver(own, (run) => {
      const budget = run.points.at(-1).labels;
      return 100 * (1 - stopped(run).labels / budget);
    }),
  };
}

/** The most that any threshold saves with at most so many percent of wrong stops. */
function mostSaved(stops, error) {
  return Math.max(0, ...stops.filter(({ wrong }) => wrong <= error).map(({ saved }) => saved));
}

/** Accuracy at a number of labels, on the straight line in ln(labels) between two points. */
function valueAt(points, labels) {
  const next = points.findIndex((point) => point.labels >= labels);
  if (next === 0 || points[next].labels === labels) return points[next].accuracy;
  const [below, above] = [points[next - 1], points[next]];
  const part = Math.log(labels / below.labels) / Math.log(above.labels / below.labels);
  return below.accuracy + part * (above.accuracy - below.accuracy);
}
