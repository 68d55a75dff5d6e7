import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, openProjectStore, type Database } from '@alaas/server';
import { suiteNeeds } from '@alaas/testkit';
import { makeHome, removeData } from './places.js';
import { startPostgres, type PostgresServer } from './postgres-server.js';
import { storeConformance } from './store-conformance.js';

describe('embedded', () => {
  const { home, remove } = makeHome(true);
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ home });
  });
  afterAll(async () => {
    await database.close();
    removeData(database);
    remove();
  });

  storeConformance('embedded PostgreSQL', (projectId) => openProjectStore(database, projectId));

  test('labels cannot be changed or removed, not even by SQL', async () => {
    for (const statement of ['delete from alaas.labels', "update alaas.labels set label = 'x'"]) {
      await expect(sql.raw(statement).execute(database.sql)).rejects.toThrow('append-only');
    }
  });

  test('a database of a newer program is refused', async () => {
    const name = '9999-of-a-newer-program';
    await sql`insert into alaas.kysely_migration (name, timestamp) values (${name}, 'now')`.execute(
      database.sql,
    );
    await expect(openDatabase({ home })).rejects.toMatchObject({
      code: 'DATABASE_NEWER',
      details: { value: [name] },
    });
    await sql`delete from alaas.kysely_migration where name = ${name}`.execute(database.sql);
  });

  test('opening again changes nothing; opening at once is safe', async () => {
    const store = openProjectStore(database, 'again');
    await store.createRun({ runId: 'r', status: 'waiting', configDigest: 'd' }, ['x']);
    const others = await Promise.all(Array.from({ length: 3 }, () => openDatabase({ home })));
    for (const other of others) {
      expect(await openProjectStore(other, 'again').latestRun()).toMatchObject({ runId: 'r' });
      await other.close();
    }
    expect(await store.latestRun()).toMatchObject({ runId: 'r' });
  });
});

suiteNeeds('postgres', 'external by DATABASE_URL', (programs) => {
  let postgres: PostgresServer;
  let databases: Database[];

  beforeAll(async () => {
    postgres = await startPostgres(programs);
    const databaseUrl = postgres.url('postgres');
    // Two processes meet the empty database at once: one migrates, the other waits for it.
    databases = await Promise.all(
      ['one', 'two'].map((home) =>
        openDatabase({ home: join(postgres.directory, home), databaseUrl }),
      ),
    );
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
    await postgres.end();
  });

  storeConformance('external PostgreSQL', (projectId) =>
    openProjectStore(databases[0]!, projectId),
  );

  test('all our tables lie in a schema of our own, and no folder is made', async () => {
    const client = new pg.Client({ connectionString: postgres.url('postgres') });
    await client.connect();
    const { rows } = await client.query(
      "select distinct schemaname from pg_tables where tablename in ('runs', 'labels', 'kysely_migration')",
    );
    await client.end();
    expect(rows).toEqual([{ schemaname: 'alaas' }]);
    expect(existsSync(join(postgres.directory, 'one'))).toBe(false);
    expect(databases[0]!.place).toEqual({
      kind: 'external',
      host: postgres.directory,
      database: 'postgres',
    });
  });
});

test('an external server that is not there is a typed error', async () => {
  const attempt = openDatabase({ home: '/nonexistent', databaseUrl: 'postgres://u@127.0.0.1:1/x' });
  await expect(attempt).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
});
