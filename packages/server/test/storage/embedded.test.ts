import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkDatabase, openDatabase, openProjectStore, type Database } from '@alaas/server';
import { startChild } from './child-program.js';
import { databaseForTest, makeHome, postmasterPid, removeData } from './places.js';

const IS_ROOT = process.getuid?.() === 0;
const BATCH = 7;

const OPEN = (home: string) => `
  import { openDatabase, openProjectStore } from '@alaas/server';
  const database = await openDatabase({ home: ${JSON.stringify(home)} });`;

/** Opens the database, says where it lies, and closes it when told. */
const HOLD = (home: string) => `${OPEN(home)}
  say(database.place);
  await untilEnd();
  await database.close();`;

/** Appends batches of labels without end and says after each how many are acknowledged. */
const APPEND = (home: string) => `${OPEN(home)}
  const store = openProjectStore(database, 'p');
  const items = Array.from({ length: ${BATCH} }, (_, i) => 'item ' + i);
  await store.createRun({ runId: 'r', status: 'running', configDigest: 'd' }, items);
  try {
    for (let round = 0; ; round++) {
      const entry = (item) => ({ item, label: 'l', annotator: 'oracle', round });
      await store.appendLabels('r', items.map(entry));
      say(round);
    }
  } catch (error) {
    say({ code: error.code });
  }
  await database.close();`;

/** Says with which error the database does not open. */
const ATTEMPT = (home: string) => `
  import { openDatabase } from '@alaas/server';
  await openDatabase({ home: ${JSON.stringify(home)} }).catch((error) =>
    say({ code: error.code, field: error.details.field, message: error.message }));`;

function homeForTest(): string {
  const { home, remove } = makeHome();
  onTestFinished(remove);
  return home;
}

async function reopened(home: string): Promise<{ database: Database; directory: string }> {
  const database = await openDatabase({ home });
  onTestFinished(async () => {
    await database.close();
    removeData(database);
  });
  if (database.place.kind !== 'embedded') throw new TypeError('not embedded');
  return { database, directory: database.place.directory };
}

/** All or nothing: whole rounds only, at least those acknowledged, in order. */
async function expectRounds(database: Database, acknowledged: number): Promise<void> {
  const labels = await openProjectStore(database, 'p').labels('r');
  expect(labels.length).toBeGreaterThanOrEqual((acknowledged + 1) * BATCH);
  expect(labels.map(({ round }) => round)).toEqual(labels.map((_, i) => Math.floor(i / BATCH)));
  expect(labels.length % BATCH).toBe(0);
}

describe('a killed process', () => {
  test('loses no acknowledged label; its server is adopted', async () => {
    const home = homeForTest();
    const child = startChild(APPEND(home));
    let acknowledged = 0;
    while (acknowledged < 40) acknowledged = Number(await child.line());
    await child.kill('SIGKILL');
    const { database, directory } = await reopened(home);
    const orphan = postmasterPid(directory);
    await expectRounds(database, acknowledged);
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where pid = pg_backend_pid()`.execute(database.sql);
    expect(rows).toHaveLength(1);
    expect(postmasterPid(directory)).toBe(orphan);
    await database.close();
    expect(postmasterPid(directory)).toBeUndefined();
  });

  test('ended by Ctrl-C leaves its server in peace', async () => {
    const home = homeForTest();
    const child = startChild(HOLD(home), { detached: true });
    const { directory } = JSON.parse((await child.line())!) as { directory: string };
    const server = postmasterPid(directory)!;
    process.kill(-child.pid, 'SIGINT');
    expect(await child.line()).toBeUndefined();
    expect(() => process.kill(server, 0)).not.toThrow();
    await reopened(home);
    expect(postmasterPid(directory)).toBe(server);
  });
});

describe('a killed server', () => {
  test('recovers all acknowledged labels; the process that used it gets a typed error', async () => {
    const home = homeForTest();
    const child = startChild(APPEND(home));
    let acknowledged = 0;
    while (acknowledged < 40) acknowledged = Number(await child.line());
    const pointer = join(home, 'postgres.json');
    const directory = existsSync(pointer)
      ? (JSON.parse(readFileSync(pointer, 'utf8')) as { directory: string }).directory
      : join(home, 'postgres');
    process.kill(postmasterPid(directory)!, 'SIGKILL');
    let last: unknown = acknowledged;
    for (let line = await child.line(); line !== undefined; line = await child.line()) {
      last = JSON.parse(line);
      if (typeof last === 'number') acknowledged = last;
    }
    expect(last).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    const { database } = await reopened(home);
    await expectRounds(database, acknowledged);
  });

  test('is started again under those who use it; the last one ends it', async () => {
    const home = homeForTest();
    const { database, directory } = await reopened(home);
    const killed = postmasterPid(directory)!;
    process.kill(killed, 'SIGKILL');
    const isThere = (): Promise<boolean> =>
      sql`select 1`.execute(database.sql).then(
        () => true,
        () => false,
      );
    while (postmasterPid(directory) === killed || !(await isThere())) await wait(20);
    await database.close();
    expect(postmasterPid(directory)).toBeUndefined();
  });

  test('whose pid another process has now does not block', async () => {
    const home = homeForTest();
    const { database, directory } = await reopened(home);
    await database.close();
    const pidFile = join(directory, 'data', 'postmaster.pid');
    const foreign = [process.pid, join(directory, 'data'), 1, 5432, '/tmp/none', '', '', 'ready'];
    writeFileSync(pidFile, foreign.join('\n'));
    await reopened(home);
    expect(postmasterPid(directory)).not.toBe(process.pid);
  });
});

test('processes that start at once share one server, which ends with the last', async () => {
  const home = homeForTest();
  const children = [1, 2, 3].map(() => startChild(HOLD(home)));
  const places = await Promise.all(children.map((child) => child.line()));
  expect(new Set(places).size).toBe(1);
  const { directory } = JSON.parse(places[0]!) as { directory: string };
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const server = postmasterPid(directory);
  expect(server).toBeGreaterThan(0);
  expect(await children[0]!.finish()).toBe(0);
  expect(postmasterPid(directory)).toBe(server);
  expect(await Promise.all([children[1]!.finish(), children[2]!.finish()])).toEqual([0, 0]);
  expect(postmasterPid(directory)).toBeUndefined();
  expect(readdirSync(home).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a newcomer finds a server while another process closes it, again and again', async () => {
  const { home, remove } = makeHome();
  onTestFinished(remove);
  let previous = await openDatabase({ home });
  for (let i = 0; i < 8; i++) {
    const [next] = await Promise.all([openDatabase({ home }), previous.close()]);
    expect((await sql`select 1 as one`.execute(next.sql)).rows).toEqual([{ one: 1 }]);
    previous = next;
  }
  await previous.close();
  removeData(previous);
});

test('listens on a private socket only, with a password that only we can read', async () => {
  const { database } = await databaseForTest({ long: true });
  const { rows } = await sql<Record<string, string>>`
    select current_setting('listen_addresses') as addresses,
      current_setting('unix_socket_directories') as sockets,
      current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      pg_encoding_to_char(encoding) as encoding, datcollate as collation
    from pg_database where datname = current_database()`.execute(database.sql);
  expect(rows[0]).toMatchObject({
    addresses: '',
    fsync: 'on',
    commit: 'on',
    encoding: 'UTF8',
    collation: 'C',
  });
  const place = database.place as { directory: string };
  expect(statSync(rows[0]!['sockets']!).mode & 0o777).toBe(0o700);
  expect(statSync(join(place.directory, 'data')).mode & 0o777).toBe(0o700);
  expect(statSync(join(place.directory, 'password')).mode & 0o777).toBe(0o600);
});

test('data that were taken away are an error, not an empty database', async () => {
  const home = homeForTest();
  mkdirSync(home);
  const pointer = join(home, 'postgres.json');
  writeFileSync(pointer, JSON.stringify({ directory: '/nonexistent/alaas' }));
  const attempt = await openDatabase({ home }).catch((error: unknown) => error);
  expect(attempt).toMatchObject({
    code: 'DATABASE_DATA_MISSING',
    remedy: expect.stringContaining(pointer),
  });
});

test('a cancelled start leaves nothing behind', async () => {
  const home = homeForTest();
  const cancelled = openDatabase({ home, signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(readdirSync(home)).toEqual([]);
});

test('the check of the doctor says where the data lie and makes none', async () => {
  const home = homeForTest();
  expect(await checkDatabase({ home })).toMatchObject({
    ok: true,
    place: undefined,
    version: expect.stringMatching(/^\d+\.\d+$/),
  });
  expect(existsSync(home)).toBe(false);
  const { database } = await reopened(home);
  expect(await checkDatabase({ home })).toMatchObject({ ok: true, place: database.place });
  const databaseUrl = 'postgres://u@127.0.0.1:1/x';
  expect(await checkDatabase({ home, databaseUrl })).toMatchObject({
    ok: false,
    error: { code: 'DATABASE_UNREACHABLE' },
  });
});

/** Whether another account can load our packages from where they lie. */
function isPublic(path: string): boolean {
  const passes = (statSync(path).mode & 0o005) === 0o005;
  return passes && (dirname(path) === path || isPublic(dirname(path)));
}

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

describe.runIf(IS_ROOT)('as root', () => {
  test('the server runs under another account; data it cannot reach lie outside', async () => {
    const home = homeForTest();
    const { directory } = await reopened(home);
    expect(statSync(join(directory, 'data')).uid).not.toBe(0);
    expect(directory.startsWith(home)).toBe(false);
    expect(JSON.parse(readFileSync(join(home, 'postgres.json'), 'utf8'))).toEqual({ directory });
  });

  test('data it can reach lie in the data folder', async () => {
    const root = mkdtempSync(join(tmpdir(), 'alaas-public-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    chmodSync(root, 0o755);
    const { directory } = await reopened(join(root, '.alaas'));
    expect(directory).toBe(join(root, '.alaas', 'postgres'));
  });

  test.runIf(isPublic(PACKAGE))('another user keeps the data in the own folder', async () => {
    const root = mkdtempSync(join(tmpdir(), 'alaas-user-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const account = { uid: 1, gid: 1 };
    chownSync(root, account.uid, account.gid);
    const env = { HOME: root, XDG_CACHE_HOME: join(root, 'cache') };
    const child = startChild(HOLD(join(root, '.alaas')), { ...account, env });
    const directory = join(root, '.alaas', 'postgres');
    expect(JSON.parse((await child.line())!)).toEqual({ kind: 'embedded', directory });
    expect(statSync(join(directory, 'data')).uid).toBe(account.uid);
    expect(await child.finish()).toBe(0);
    // Root may work on it afterwards: the server runs under the account of the data.
    const { database } = await reopened(join(root, '.alaas'));
    expect((await sql`select 1 as one`.execute(database.sql)).rows).toHaveLength(1);
  });

  test.runIf(isPublic(PACKAGE))('a user without a name is told of DATABASE_URL', async () => {
    const root = mkdtempSync(join(tmpdir(), 'alaas-user-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const account = { uid: 54_321, gid: 54_321 };
    chownSync(root, account.uid, account.gid);
    const env = { HOME: root, XDG_CACHE_HOME: join(root, 'cache') };
    const child = startChild(ATTEMPT(join(root, '.alaas')), { ...account, env });
    expect(JSON.parse((await child.line())!)).toEqual({
      code: 'DATABASE_EMBEDDED_UNAVAILABLE',
      field: 'DATABASE_URL',
      message: expect.stringContaining('/etc/passwd'),
    });
  });

  test('where root may not lend files, the error names DATABASE_URL', async () => {
    const home = homeForTest();
    const child = startChild(ATTEMPT(home), { wrapper: ['unshare', '--user', '--map-root-user'] });
    expect(JSON.parse((await child.line())!)).toEqual({
      code: 'DATABASE_EMBEDDED_UNAVAILABLE',
      field: 'DATABASE_URL',
      message: expect.stringContaining('Set DATABASE_URL'),
    });
  });
});
