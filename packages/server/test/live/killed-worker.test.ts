import { execFileSync } from 'node:child_process';
import { openDatabase, type Database } from '@alaas/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, labelAll, liveServer, untilProject, type LiveServer } from './live-server.js';
import { BATCHES, MODELS, stopRoundAt } from './stop-round.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 480_000, hookTimeout: 180_000 });

let live: LiveServer;
let database: Database;
beforeAll(async () => {
  live = await liveServer(pool);
  database = await openDatabase({ home: live.home });
});
afterAll(async () => {
  await database.close();
  await live.end();
  pool.remove();
});

/** The worker of the server in this process. */
function workerPid(): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' });
  for (const line of lines.split('\n')) {
    const [, pid, parent] = /^\s*(\d+)\s+(\d+)\s+[^Z]\S*\s.*worker-program/.exec(line) ?? [];
    if (Number(parent) === process.pid) return Number(pid);
  }
  throw new Error('There is no worker.');
}

test('a worker killed in the middle of a round: the next one does the round over, once', async () => {
  const config = { budget: 40, batch: 10, strategy: 'margin', agent: { earlyStop: false } };
  const { id } = await live.start(config);
  const { assignments } = await live.as('ann').projects.next(id, { count: 10 });
  const label = ({ id: assignment, position }: (typeof assignments)[number]) =>
    live.as('ann').projects.label(id, { kind: 'label', assignment, label: pool.truth(position) });
  for (const given of assignments.slice(1)) await label(given);

  const held = await stopRoundAt(database, [MODELS, BATCHES], () => label(assignments[0]!));
  const killed = workerPid();
  process.kill(killed, 'SIGKILL');
  await held.release();

  const { batch } = await untilProject(live.client, id, (project) => project.batch?.number === 1);
  expect(batch).toMatchObject({ items: 10, open: 10 });
  expect(workerPid()).not.toBe(killed);
  await labelAll(live.as('ann'), id, pool.truth);
  const ended = await untilProject(live.client, id, ({ status }) => status === 'stopped');
  expect(ended.labels.paid).toBe(40);
  const labels = (await live.client.models.list(id)).map((model) => model.labels);
  expect(new Set(labels).size).toBe(labels.length);
});
