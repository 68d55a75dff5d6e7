import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { AlaasClient } from '@alaas/client';

const PAUSE_MS = 25;
/**
 * A service that gives no answer to so many tries has not survived. Tries and no time: the machine
 * may be asleep in between.
 */
const MOST_TRIES = 4_800;

/**
 * Lets annotators label until the signal fires, in one project after the other. What was
 * acknowledged is in `journal.acknowledged`: entry by its id, with its project.
 */
export async function labelUntil(signal, { url, annotators, config, truth, journal }) {
  const clients = annotators.map((name) => clientOf(url, name));
  while (!signal.aborted) {
    const key = randomUUID();
    const { id } = await answered(() =>
      clients[0].projects.create({ config }, { idempotencyKey: key }),
    );
    journal.projects.push(id);
    await Promise.all(clients.map((client) => labelOne(client, { id, signal, truth, journal })));
  }
}

/** One annotator, until the project has ended; what is under way when the signal fires is finished. */
async function labelOne({ projects }, { id, signal, truth, journal }) {
  while (!signal.aborted) {
    const { assignments, wait: why } = await answered(() => projects.next(id));
    const [first] = assignments;
    if (first === undefined) {
      if (why.retryAfterSeconds === null && why.reason !== 'all-seen') return;
      await wait(PAUSE_MS);
      continue;
    }
    const idempotencyKey = randomUUID();
    const answer = { kind: 'label', assignment: first.id, label: truth(first.position) };
    const entry = await answered(() => projects.label(id, answer, { idempotencyKey }));
    journal.acknowledged.set(`${id}/${entry.id}`, { project: id, entry });
  }
}

/** Asks again until there is an answer; only failures that may pass are expected. */
export async function answered(call) {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!error.row?.retryable || tries === MOST_TRIES) throw error;
      await wait(PAUSE_MS);
    }
  }
}

/** Tries are made above, so that none is given up. */
export function clientOf(baseUrl, annotator) {
  return new AlaasClient({ baseUrl, retries: 0, headers: { 'alaas-annotator': annotator } });
}
