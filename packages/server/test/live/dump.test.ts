import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { suiteNeeds } from '@alaas/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startPostgres } from '../storage/postgres-server.js';
import { knownPool, labelAll, liveServer, nextItems, untilProject } from './live-server.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 240_000 });

suiteNeeds('postgres', 'pg_dump of an external PostgreSQL', (programs) => {
  test('made while people label, restored into an empty database, goes on from there', async () => {
    const postgres = await startPostgres(programs);
    const pool = knownPool();
    onTestFinished(async () => {
      await postgres.end();
      pool.remove();
    });
    const run = (program: string, ...args: string[]) =>
      execFileSync(join(programs, program), args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const dump = join(postgres.directory, 'alaas.dump');

    const before = await liveServer(pool, { databaseUrl: postgres.url('postgres') });
    const { id } = await before.start({ budget: 20, agent: { earlyStop: false } });
    const { assignments } = await nextItems(before.client, id, 4);
    for (const { id: assignment, position } of assignments) {
      const label = pool.truth(position);
      await before.client.projects.label(id, { kind: 'label', assignment, label });
    }
    const ledger = await before.client.projects.ledger(id);
    run('pg_dump', '--format=custom', '--file', dump, postgres.url('postgres'));
    // What comes after the copy is not in it.
    const late = await nextItems(before.client, id);
    const [last] = late.assignments;
    const label = pool.truth(last!.position);
    await before.client.projects.label(id, { kind: 'label', assignment: last!.id, label });
    await before.end();

    run('createdb', '--maintenance-db', postgres.url('postgres'), 'restored');
    run('pg_restore', '--clean', '--if-exists', '--dbname', postgres.url('restored'), dump);
    const after = await liveServer(pool, { databaseUrl: postgres.url('restored') });
    onTestFinished(() => after.end());
    expect(ledger.entries).toHaveLength(4);
    expect(await after.client.projects.ledger(id)).toEqual(ledger);
    await labelAll(after.client, id, pool.truth);
    const ended = await untilProject(after.client, id, ({ status }) => status === 'stopped');
    expect(ended.labels).toMatchObject({ paid: 20, given: 20 });
  });
});
