#!/usr/bin/env node
/**
 * Kills the service, its worker and its built-in database again and again while people label, and
 * counts what was lost.
 *
 *   npm run chaos -- [--kills 100] [--seed 0] [--json]
 *
 * A schedule drawn from the seed says, for each kill, who dies, after how many further acknowledged
 * labels (5 to 9) and how many milliseconds later. Three annotators label meanwhile; an answer whose
 * acknowledgement did not come is sent again under its idempotency key. In the end every
 * acknowledged label must be in the ledger once, and the agent's decisions must follow again from
 * the record. Fails (exit 1) when one of these does not hold. SIGTERM ends it after the kill that is
 * next, with what was counted so far.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { seededRandom } from '@alaas/core';
import { checkDatabase } from '@alaas/server';
import { encodeNpy, seededClasses } from '@alaas/testkit';

import { checkLedgers } from './check-ledgers.mjs';
import { labelUntil } from './label-until.mjs';
import { startService } from '../live/service.mjs';

const { values: flags } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
const ANNOTATORS = ['ann', 'bob', 'eve'];
const VICTIMS = ['server', 'worker', 'database'];
const POOL = { items: 2_000, classes: 3, dimension: 16, spread: 1 };
const FEWEST_LABELS = 5;
const FURTHER_LABELS = 5;
const LONGEST_DELAY_MS = 40;

const schedule = drawSchedule(Number(flags.kills), Number(flags.seed));
const done = [];
const enough = new AbortController();
process.once('SIGTERM', () => enough.abort());
const work = await mkdtemp(join(tmpdir(), 'alaas-chaos-'));
const home = join(work, 'home');
try {
  const pool = seededClasses({ ...POOL, seed: Number(flags.seed) });
  const shape = [POOL.items, POOL.dimension];
  const bytes = pool.embeddings.data;
  await writeFile(join(work, 'x.npy'), encodeNpy({ descr: '<f4', shape, bytes }));
  const config = {
    project: 'chaos',
    task: 'vectors',
    data: 'x.npy',
    classes: Array.from({ length: POOL.classes }, (_, c) => `${c}`),
    budget: 400,
    agent: { earlyStop: false },
  };
  const service = await startService({ home, root: work });
  const journal = { acknowledged: new Map(), projects: [] };
  const stop = new AbortController();
  const labelling = labelUntil(stop.signal, {
    url: service.url,
    annotators: ANNOTATORS,
    config,
    truth: (position) => `${pool.targets[position]}`,
    journal,
  });
  const failed = labelling.catch((error) => ({ error }));
  for (const { victim, labels, delayMs } of schedule) {
    if (enough.signal.aborted) break;
    await Promise.race([journalGrows(journal, labels), failed.then(throwIfFailed)]);
    await wait(delayMs);
    await service.kill(victim);
    done.push(victim);
    say(`${done.length}/${schedule.length} ${victim} killed, ${journal.acknowledged.size} labels`);
  }
  stop.abort();
  await labelling;
  const found = await checkLedgers(service.url, journal);
  await service.end();
  const result = { kills: done.length, acknowledged: journal.acknowledged.size, ...found };
  const killed = Object.fromEntries(
    VICTIMS.map((one) => [one, done.filter((victim) => victim === one).length]),
  );
  const good = found.lost === 0 && found.doubled === 0 && found.decisionsReplayed;
  if (flags.json) process.stdout.write(`${JSON.stringify({ ...result, killed })}\n`);
  else say(JSON.stringify({ ...result, killed }, null, 2));
  process.exitCode = good ? 0 : 1;
} finally {
  const { place } = await checkDatabase({ home });
  if (place?.kind === 'embedded') await rm(place.directory, { recursive: true, force: true });
  await rm(work, { recursive: true, force: true });
}

/** The same seed draws the same kills. */
function drawSchedule(count, seed) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({
    victim: VICTIMS[random.integer(VICTIMS.length)],
    labels: FEWEST_LABELS + random.integer(FURTHER_LABELS),
    delayMs: random.integer(LONGEST_DELAY_MS),
  }));
}

async function journalGrows({ acknowledged }, labels) {
  const end = acknowledged.size + labels;
  while (acknowledged.size < end) await wait(5);
}

function throwIfFailed(outcome) {
  if (outcome?.error) throw outcome.error;
  return new Promise(() => {});
}

function say(line) {
  if (!flags.json) process.stdout.write(`${line}\n`);
}
