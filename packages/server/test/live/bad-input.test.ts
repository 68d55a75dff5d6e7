import { openDatabase } from '@alaas/server';
import { AlaasClient } from '@alaas/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startChild } from '../storage/child-program.js';
import { makeHome, removeData } from '../storage/places.js';
import { knownPool, liveServer, type LiveServer } from './live-server.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
let project: string;
beforeAll(async () => {
  live = await liveServer(pool);
  project = (await live.start({ budget: 20 })).id;
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

interface Operation {
  readonly method: string;
  readonly path: string;
}

async function operations(): Promise<Operation[]> {
  const response = await fetch(`${live.server.url}/api/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

const HOSTILE = [
  "x' or 1=1 --",
  "'); drop table alaas.live_ledger; --",
  '../../../../etc/passwd',
  '%00',
  'no\u0000thing',
  '\u202e\u0007',
  '9'.repeat(190),
];

describe.each(HOSTILE)('%j in every place of an address and a body', (text) => {
  test('is refused or looked up as a text', async () => {
    for (const { method, path } of await operations()) {
      // A stream that is open would have to be left.
      if (path.endsWith('/events')) continue;
      const filled = path.replace(/\{project\}|\{\w+\}/g, (name) =>
        name === '{project}' && path.includes('{project}/') ? project : encodeURIComponent(text),
      );
      const url = `${live.server.url}${filled}?cursor=${encodeURIComponent(text)}`;
      const body = JSON.stringify({ data: text, file: text, name: text, token: text, kind: text });
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' };
      const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
      const response = await fetch(url, { method, ...(hasBody && { headers, body }) });
      const said = await response.text();
      expect({ method, filled, status: response.status, said }).toMatchObject({
        status: expect.toSatisfy((status: number) => status < 500 || status === 503),
      });
      expect(said).not.toMatch(/root:|syntax error|at .*\.js:\d+/);
    }
    const { entries } = await live.client.projects.ledger(project);
    expect(entries).toEqual([]);
  });
});

test('ten megabytes of JSON are refused, and others are served', async () => {
  const comment = 'x'.repeat(10_000_000);
  const answer = { kind: 'label', assignment: 'a', label: '0', comment };
  const response = fetch(`${live.server.url}/api/v1/projects/${project}/labels`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answer),
  });
  const [{ status }, page] = await Promise.all([response, live.client.projects.list()]);
  expect(status).toBe(400);
  expect(page.projects).toHaveLength(1);
});

test('a disk that is full is told, and what came before stays', async () => {
  const database = await openDatabase(makePlace());
  onTestFinished(async () => {
    await database.close();
    removeData(database);
  });
  const { host, user, password } = database.connection();
  const databaseUrl = `postgres://${user}:${String(password)}@${encodeURIComponent(host!)}/postgres`;
  const options = { port: 0, databaseUrl, worker: false, ...makePlace() };
  const program = `
    import { startServer } from '@alaas/server';
    import { pino } from 'pino';
    process.on('SIGXFSZ', () => undefined);
    const logger = pino({ level: 'silent' });
    const server = await startServer({ logger, ...${JSON.stringify(options)} });
    say(server.url);
    await untilEnd();
    await server.close(0);`;
  // A limit on the size of files plays the full disk; the unit is 1,024 bytes.
  const wrapper = ['bash', '-c', 'ulimit -f 64; exec "$@"', 'limited'];
  const child = startChild(program, { wrapper });
  const baseUrl = JSON.parse((await child.line())!) as string;
  const { uploads } = new AlaasClient({ baseUrl, retries: 0 });
  const { id } = await uploads.begin();
  await uploads.put(id, { name: 'small', content: new Blob(['x'.repeat(1_000)]) });
  const large = uploads.put(id, { name: 'large', content: new Blob(['x'.repeat(200_000)]) });
  await expect(large).rejects.toMatchObject({ code: 'UPLOAD_WRITE_FAILED' });
  expect(await uploads.get(id)).toMatchObject({ files: 1, bytes: 1_000 });
  expect(await child.finish()).toBe(0);
});

function makePlace(): { readonly home: string } {
  const { home, remove } = makeHome();
  onTestFinished(() => remove());
  return { home };
}
