#!/usr/bin/env node
/**
 * How long people wait for the next item, and for the acknowledgement of a label, while 200 of them
 * label one project and rounds are trained and chosen on a large pool beside them.
 *
 *   npm run bench -- live-load [--annotators 200] [--seconds 120] [--items 50000] [--out <file>]
 *
 * Server, worker, database and annotators share this machine. Each annotator labels one item a
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
      strategy: 'margin',
      batch: BATCH,
      budget: Math.min(POOL.items, 2 * annotators * seconds),
      agent: { earlyStop: false },
    },
  });
  await untilProject(owner, id, ({ work }) => work === 'wait-for-labels');
  const seen = { next: [], label: [], acknowledged: new Set(), errors: [], empty: 0, batches: 0 };
  const end = performance.now() + seconds * 1_000;
  const people = Array.from({ length: annotators }, async (_, n) => {
    await wait((n / annotators) * 1_000);
    await annotate(clientOf(url, `annotator-${n}`, 0), { id, end, truth, seen });
  });
  await Promise.all(people);
  const { batch } = await owner.projects.get(id);
  const entries = await ledgerOf(owner, id);
  const ids = new Set(entries.map((entry) => entry.id));
  return {
    annotators,
    seconds,
    items: POOL.items,
    labels: seen.acknowledged.size,
    batchesBegun: (batch?.number ?? 0) + 1,
    emptyAnswers: seen.empty,
    errors: seen.errors,
    lost: [...seen.acknowledged].filter((entry) => !ids.has(entry)).length,
    doubled: entries.length - new Set(entries.map(({ position }) => position)).size,
    nextMs: percentiles(seen.next),
    labelMs: percentiles(seen.label),
  };
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
