import { setTimeout as wait } from 'node:timers/promises';
import { AlaasClient, type LedgerEntry } from '@alaas/client';
import { AlaasError } from '@alaas/contracts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dataFolder, postmasterPid } from '../storage/places.js';
import { knownPool, liveServer, untilProject, type LiveServer } from './live-server.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 480_000, hookTimeout: 180_000 });

let live: LiveServer;
beforeAll(async () => {
  live = await liveServer(pool);
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

/** Sends again what failed in a way that may pass, and only that. */
async function answered<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AlaasError) || !error.row.retryable) throw error;
      await wait(20);
    }
  }
}

/** As an administrator does it: the next server is another process. */
async function restartDatabase(signal: NodeJS.Signals): Promise<void> {
  const directory = (await dataFolder(live.home))!;
  const before = postmasterPid(directory)!;
  process.kill(before, signal);
  while ([undefined, before].includes(postmasterPid(directory))) await wait(20);
}

test('people label while the database is restarted: all that was acknowledged is there once', async () => {
  const budget = 60;
  const { id } = await live.start({ budget, batch: 20, agent: { earlyStop: false } });
  const acknowledged = new Map<string, LedgerEntry>();
  const labelling = ['ann', 'bob', 'eve'].map(async (annotator) => {
    const { projects } = new AlaasClient({
      baseUrl: live.server.url,
      retries: 0,
      headers: { 'alaas-annotator': annotator },
    });
    for (;;) {
      const { assignments, wait: why } = await answered(() => projects.next(id));
      if (why?.retryAfterSeconds === null) return;
      for (const { id: assignment, position } of assignments) {
        const answer = { kind: 'label', assignment, label: pool.truth(position) } as const;
        const idempotencyKey = assignment;
        const entry = await answered(() => projects.label(id, answer, { idempotencyKey }));
        acknowledged.set(entry.id, entry);
      }
      await wait(5);
    }
  });
  const ended = Promise.all(labelling);
  // A fast shutdown breaks transactions off, an immediate one is a crash for all but the files.
  for (const [labels, signal] of [
    [10, 'SIGINT'],
    [25, 'SIGQUIT'],
    [40, 'SIGINT'],
  ] as const) {
    while (acknowledged.size < labels) await Promise.race([wait(5), ended]);
    await restartDatabase(signal);
  }
  await ended;

  const project = await untilProject(live.client, id, ({ status }) => status === 'stopped');
  expect(project.labels.paid).toBe(budget);
  const { entries } = await live.client.projects.ledger(id, { limit: 1_000 });
  expect(new Map(entries.map((entry) => [entry.id, entry]))).toEqual(acknowledged);
  expect(new Set(entries.map(({ position }) => position)).size).toBe(entries.length);
});
