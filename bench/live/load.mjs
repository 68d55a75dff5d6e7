#!/usr/bin/env node
/**
 * How long people wait for the next item, and for the acknowledgement of a label, while 200 of them
 * label one project and rounds are trained and chosen on a large pool beside them.
 *
 *   npm run bench -- live-load [--annotators 200] [--seconds 120] [--items 50000] [--out <file>]
 *
 * Server, worker, database and annotators share this machine. The clock starts when there is a model:
 * before, all of them wait for the first choice. From then on each annotator labels one item a
 * second. Bars: 99 of 100 requests within 100 ms, no error, and as many entries in the ledger as
 * labels were acknowledged, each item once.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { describeSetting } from '../setting/describe-setting.mjs';
import { summary } from '../setting/repeat.mjs';
import { sayWithBar } from '../setting/say-figures.mjs';
import { clientOf, untilProject, withService } from './live-setting.mjs';

const { values: flags } = parseArgs({
  options: {
    annotators: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '120' },
    items: { type: 'string', default: '50000' },
    out: { type: 'string', default: 'bench/results/live-load.json' },
  },
});
const MOST_MS = 100;
const BATCH = 1_000;
const STRATEGY = 'margin';
/** Before there is a model: people, items that each takes at a time, and pause where there are none. */
const AT_FIRST = 20;
const AT_ONCE = 20;
const PAUSE_MS = 100;
const POOL = { items: Number(flags.items), dimension: 512, classes: 10 };

const setting = await describeSetting();
const result = await withService(POOL, load);
await mkdir(dirname(flags.out), { recursive: true });
await writeFile(
  flags.out,
  `${JSON.stringify({ bench: 'live-load', setting, ...result }, null, 2)}\n`,
);
sayWithBar({ name: 'next, p99 ms', median: result.nextMs.p99, atMost: MOST_MS });
sayWithBar({ name: 'label, p99 ms', median: result.labelMs.p99, atMost: MOST_MS });
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
if (result.errors.length > 0 || result.lost > 0 || result.doubled > 0) process.exitCode = 1;

async function load({ url, config, truth }) {
  const annotators = Number(flags.annotators);
  const seconds = Number(flags.seconds);
  const owner = clientOf(url, 'owner');
  const { id } = await owner.projects.create({
    config: {
      ...config,
      strategy: STRATEGY,
      batch: BATCH,
      budget: Math.min(POOL.items, 4 * BATCH + 2 * annotators * seconds),
      agent: { earlyStop: false },
    },
  });
  const seen = { next: [], label: [], acknowledged: new Set(), errors: [], empty: 0 };
  const people = Array.from({ length: annotators }, (_, n) => clientOf(url, `annotator-${n}`, 0));
  const first = await labelUntilModel(owner, people.slice(0, AT_FIRST), { id, truth, seen });
  const end = performance.now() + seconds * 1_000;
  const labelling = people.map(async (client, n) => {
    await wait((n / annotators) * 1_000);
    await annotate(client, { id, end, truth, seen });
  });
  await Promise.all(labelling);
  const { batch } = await owner.projects.get(id);
  const entries = await ledgerOf(owner, id);
  const ids = new Set(entries.map((entry) => entry.id));
  return {
    annotators,
    seconds,
    items: POOL.items,
    labels: seen.label.length,
    batchesBegun: (batch?.number ?? 0) - first,
    emptyAnswers: seen.empty,
    errors: seen.errors,
    lost: [...seen.acknowledged].filter((entry) => !ids.has(entry)).length,
    doubled: entries.length - new Set(entries.map(({ position }) => position)).size,
    nextMs: percentiles(seen.next),
    labelMs: percentiles(seen.label),
  };
}

/** A few people label without a pause until a model has chosen a batch; answers its number. */
async function labelUntilModel(owner, people, { id, truth, seen }) {
  const hasModel = ({ batch }) => batch?.strategy === STRATEGY;
  let isOver = false;
  const labelling = people.map(async ({ projects }) => {
    while (!isOver) {
      const { assignments } = await projects.next(id, { count: AT_ONCE });
      if (assignments.length === 0) await wait(PAUSE_MS);
      for (const { id: assignment, position } of assignments) {
        const answer = { kind: 'label', assignment, label: truth(position) };
        seen.acknowledged.add((await projects.label(id, answer)).id);
      }
    }
  });
  const watching = untilProject(owner, id, hasModel).finally(() => (isOver = true));
  const [{ batch }] = await Promise.all([watching, ...labelling]);
  return batch.number;
}

/** One label a second, from where the second begins for this one. */
async function annotate({ projects }, { id, end, truth, seen }) {
  for (let due = performance.now(); due < end; due += 1_000) {
    await wait(Math.max(0, due - performance.now()));
    try {
      const { assignments } = await timed(seen.next, () => projects.next(id));
      const [first] = assignments;
      if (first === undefined) {
        seen.empty++;
        continue;
      }
      const answer = { kind: 'label', assignment: first.id, label: truth(first.position) };
      const entry = await timed(seen.label, () => projects.label(id, answer));
      seen.acknowledged.add(entry.id);
    } catch (error) {
      seen.errors.push(`${error.code}: ${error.message}`);
    }
  }
}

async function timed(durations, call) {
  const begin = performance.now();
  const answer = await call();
  durations.push(performance.now() - begin);
  return answer;
}

async function ledgerOf({ projects }, id) {
  const entries = [];
  let cursor;
  do {
    const page = await projects.ledger(id, { limit: 1_000, cursor });
    entries.push(...page.entries);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return entries;
}

function percentiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const { median, most } = summary(sorted);
  return {
    median,
    p99: sorted[Math.floor(0.99 * (sorted.length - 1))],
    most,
    count: sorted.length,
  };
}
