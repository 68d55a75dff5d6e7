import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { AlaasClient, LedgerEntry } from '@alaas/client';
import { startChild, type ChildProgram } from '../storage/child-program.js';
import { makeHome } from '../storage/places.js';
import { removeDatabase } from '../http/server-for-test.js';
import { clientAs, knownPool, untilProject, type KnownPool } from './live-server.js';

const SERVE = (home: string, { root }: KnownPool) => `
  import { startServer } from '@alaas/server';
  import { pino } from 'pino';
  const server = await startServer({
    port: 0,
    home: ${JSON.stringify(home)},
    sources: { dataRoots: [${JSON.stringify(root)}] },
    logger: pino({ level: 'silent' }),
  });
  say(server.url);
  await untilEnd();
  await server.close(0);`;

const LABELS_PER_KILL = 5;

interface Served {
  readonly child: ChildProgram;
  readonly client: AlaasClient;
}

async function serve(home: string, pool: KnownPool): Promise<Served> {
  const child = startChild(SERVE(home, pool));
  const url = JSON.parse((await child.line())!) as string;
  return { child, client: clientAs(url, 'ann') };
}

/** The worker of a server: its only child. */
function workerOf({ child }: Served): number | undefined {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
  for (const line of lines.split('\n')) {
    const [, pid, parent] = /^\s*(\d+)\s+(\d+)\s.*worker-program/.exec(line) ?? [];
    if (Number(parent) === child.pid) return Number(pid);
  }
  return undefined;
}

/** Like the client's own retries, over the end of a server. */
async function label(
  { client }: Served,
  project: string,
  { truth, key }: { truth: KnownPool['truth']; key: string },
) {
  for (;;) {
    const { assignments, wait: why } = await client.projects.next(project);
    const [first] = assignments;
    if (first === undefined && why!.retryAfterSeconds === null) return undefined;
    if (first === undefined) {
      await wait(50);
      continue;
    }
    const answer = { kind: 'label', assignment: first.id, label: truth(first.position) } as const;
    return { answer, entry: await client.projects.label(project, answer, { idempotencyKey: key }) };
  }
}

test('servers and workers are killed again and again: no label is lost or doubled', async () => {
  const pool = knownPool();
  const { home, remove } = makeHome();
  onTestFinished(async () => {
    await removeDatabase(home);
    remove();
    pool.remove();
  });
  let served = await serve(home, pool);
  const { id } = await served.client.projects.create({
    config: pool.config({ budget: 24, batch: 8, agent: { earlyStop: false } }),
  });
  const acknowledged: LedgerEntry[] = [];
  let kills = 0;
  for (let n = 0; ; n++) {
    const key = `label-${n}`;
    const given = await label(served, id, { truth: pool.truth, key });
    if (given === undefined) break;
    acknowledged.push(given.entry);
    if (acknowledged.length % LABELS_PER_KILL !== 0) continue;
    const worker = workerOf(served);
    if (kills++ % 2 === 0 && worker !== undefined) {
      process.kill(worker, 'SIGKILL');
    } else {
      await served.child.kill('SIGKILL');
      served = await serve(home, pool);
      // An answer that got lost on its way is asked for again: it counts once.
      const again = await served.client.projects.label(id, given.answer, { idempotencyKey: key });
      expect(again).toEqual(given.entry);
    }
  }
  expect(kills).toBeGreaterThanOrEqual(4);
  const ended = await untilProject(served.client, id, ({ status }) => status === 'stopped');
  expect(ended.labels).toMatchObject({ budget: 24, paid: 24 });
  const { entries } = await served.client.projects.ledger(id, { limit: 1_000 });
  expect(entries).toEqual(acknowledged);
  expect(new Set(entries.map(({ item }) => item)).size).toBe(entries.length);
  const decisions = await served.client.projects.decisions(id);
  expect(await served.client.projects.decisions(id, { replayed: true })).toEqual(decisions);
  await served.child.finish();
}, 240_000);
