#!/usr/bin/env node
/**
 * From the last label of a batch until the next batch is ready, with one arm, and whether `next`
 * waits meanwhile.
 *
 *   npm run bench -- live-batch [--items 50000] [--repetitions 5] [--out <file>]
 *
 * Bars on two cores: margin within 5 s, Uncertainty Herding within 30 s, `next` within 100 ms.
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
    items: { type: 'string', default: '50000' },
    repetitions: { type: 'string', default: '5' },
    out: { type: 'string', default: 'bench/results/live-batch.json' },
  },
});
const BATCH = 100;
const AT_ONCE = 50;
const MOST_SECONDS = { margin: 5, 'uncertainty-herding': 30 };
const MOST_NEXT_MS = 100;
const POOL = { items: Number(flags.items), dimension: 512, classes: 10 };

const setting = await describeSetting();
const strategies = await withService(POOL, async (service) => {
  const found = {};
  for (const strategy of Object.keys(MOST_SECONDS))
    found[strategy] = await measure(service, strategy);
  return found;
});
await mkdir(dirname(flags.out), { recursive: true });
await writeFile(
  flags.out,
  `${JSON.stringify({ bench: 'live-batch', setting, pool: POOL, batch: BATCH, strategies }, null, 2)}\n`,
);
for (const [strategy, { seconds, nextMs }] of Object.entries(strategies)) {
  sayWithBar({ name: `${strategy}, s`, ...seconds, atMost: MOST_SECONDS[strategy] });
  sayWithBar({ name: 'next meanwhile, ms', median: nextMs.most, atMost: MOST_NEXT_MS });
}

async function measure({ url, config, truth }, strategy) {
  const client = clientOf(url, 'ann');
  const watcher = clientOf(url, 'watcher');
  const repetitions = Number(flags.repetitions);
  const { id } = await client.projects.create({
    config: {
      ...config,
      strategy,
      batch: BATCH,
      budget: (repetitions + 2) * BATCH,
      agent: { earlyStop: false },
    },
  });
  const seconds = [];
  const nextMs = [];
  // The first batch is chosen without a head.
  await untilBatch(client, id, 0);
  for (let number = 0; number <= repetitions; number++) {
    const last = await labelBatch(client, { id, number, truth });
    const begin = performance.now();
    await client.projects.label(id, last);
    let ready = false;
    const watching = untilBatch(client, id, number + 1).then(() => (ready = true));
    while (!ready) {
      const asked = performance.now();
      await watcher.projects.next(id);
      nextMs.push(performance.now() - asked);
      await wait(50);
    }
    await watching;
    await watcher.projects.giveBack({ project: id });
    if (number > 0) seconds.push((performance.now() - begin) / 1_000);
  }
  await client.projects.stop(id);
  return { seconds: summary(seconds), nextMs: summary(nextMs) };
}

function untilBatch(client, id, number) {
  return untilProject(client, id, ({ batch }) => batch !== null && batch.number >= number);
}

/** Labels all of a batch but its last item, of which it gives the answer to send. */
async function labelBatch({ projects }, { id, number, truth }) {
  for (;;) {
    const { assignments } = await projects.next(id, { count: AT_ONCE });
    const { batch } = await projects.get(id);
    const mine = assignments.filter((one) => one.batch === number);
    const answers = mine.map((one) => ({
      kind: 'label',
      assignment: one.id,
      label: truth(one.position),
    }));
    const isAll = batch.number === number && batch.open === answers.length;
    const last = isAll ? answers.pop() : undefined;
    for (const answer of answers) await projects.label(id, answer);
    if (last !== undefined) return last;
  }
}
