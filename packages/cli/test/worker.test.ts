import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { AlaasClient, type Project } from '@alaas/client';
import { openDatabase } from '@alaas/server';
import { encodeNpy, seededClasses } from '@alaas/testkit';
import { folderWith, removeDatabase, runAlaas, startAlaas } from './run-alaas.js';

const POOL = { items: 120, classes: 2, dimension: 16, spread: 1, seed: 1 };
const CONFIG = { task: 'vectors', data: 'x.npy', classes: ['0', '1'], budget: 30 };

async function until(
  { projects }: AlaasClient,
  id: string,
  isWanted: (project: Project) => boolean,
): Promise<void> {
  while (!isWanted(await projects.get(id))) await wait(50);
}

test('two servers and two workers share a database; one that is killed costs nothing', async () => {
  const pool = seededClasses(POOL);
  const shape = [POOL.items, POOL.dimension];
  const bytes = pool.embeddings.data;
  const folder = folderWith({ 'x.npy': encodeNpy({ descr: '<f4', shape, bytes }) });
  // The built-in database of a data folder of its own plays the external one.
  const home = join(folder, 'database');
  const database = await openDatabase({ home });
  onTestFinished(async () => {
    await database.close();
    await removeDatabase(home);
  });
  const { host, user, password } = database.connection();
  const url = `postgres://${user}:${String(password)}@${encodeURIComponent(host!)}/postgres`;
  const start = async (name: string, args: readonly string[]) => {
    const env = { ALAAS_HOME: join(folder, name), DATABASE_URL: url };
    const started = startAlaas([...args, '--data-root', folder, '--json'], { env });
    return { ...started, said: JSON.parse(await started.line()) as Record<string, string> };
  };
  const serve = ['serve', '--no-worker', '--port', '0'];
  const servers = [await start('server-1', serve), await start('server-2', serve)];
  const [one, two] = servers.map(({ said }) => new AlaasClient({ baseUrl: said['url']! }));

  const { id } = await one!.projects.create({ config: { project: 'shared', ...CONFIG } });
  const first = await start('worker-1', ['worker']);
  expect(first.said['database']).toContain('/postgres');
  await until(one!, id, ({ work }) => work === 'wait-for-labels');

  const second = await start('worker-2', ['worker', '--database-url', url]);
  first.child.kill('SIGKILL');
  for (let given = 0; given < CONFIG.budget;) {
    const client = given % 2 === 0 ? one! : two!;
    const { assignments } = await client.projects.next(id);
    for (const { id: assignment, position } of assignments) {
      const label = `${pool.targets[position]}`;
      await client.projects.label(id, { kind: 'label', assignment, label });
      given++;
    }
    if (assignments.length === 0) await wait(50);
  }
  await until(two!, id, ({ status }) => status === 'stopped');
  const { entries } = await two!.projects.ledger(id);
  expect(new Set(entries.map(({ position }) => position)).size).toBe(CONFIG.budget);

  for (const { child, ended } of [second, ...servers]) {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
}, 240_000);

test('a worker needs a database, and one that it can reach', async () => {
  const env = { DATABASE_URL: '' };
  const nowhere = await runAlaas(['worker', '--json'], { env });
  expect(nowhere.exitCode).toBe(2);
  expect(JSON.parse(nowhere.stdout)).toMatchObject({ error: { code: 'CLI_USAGE' } });
  const url = 'postgres://nobody@127.0.0.1:9/none';
  const unreachable = await runAlaas(['worker', '--json', '--database-url', url], { env });
  expect(unreachable.exitCode).toBe(3);
  expect(JSON.parse(unreachable.stdout)).toMatchObject({ error: { code: 'DATABASE_UNREACHABLE' } });
});
