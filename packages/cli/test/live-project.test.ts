import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AlaasClient } from '@alaas/client';
import { AlaasError } from '@alaas/contracts';
import { encodeNpy, seededClasses } from '@alaas/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { documentOf, folderWith, removeDatabase, runAlaas, startAlaas } from './run-alaas.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000 });

const POOL = { items: 120, classes: 2, dimension: 16, spread: 1, seed: 1 };
const BUDGET = 30;
const FIRST_EACH = 2;
const KILL_AFTER = 10;

/** `alaas serve` on a data folder of its own, which `restart` kills and starts again. */
async function installation(folder: string, name: string) {
  const home = join(folder, name);
  const serve = async (port: string) => {
    const args = ['serve', '--port', port, '--data-root', folder, '--json'];
    const started = startAlaas(args, { env: { ALAAS_HOME: home, DATABASE_URL: '' } });
    const invitation = invitationOf(started.child);
    return {
      ...started,
      invitation,
      url: (documentOf(await started.line()) as { url: string }).url,
    };
  };
  let running = await serve('0');
  const { url, invitation } = running;
  onTestFinished(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
    await removeDatabase(home);
  });
  const restart = async () => {
    running.child.kill('SIGKILL');
    await running.ended;
    running = await serve(new URL(url).port);
  };
  return { url, invitation, restart };
}

/** The one-time link that the first start prints. */
function invitationOf({ stderr }: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((found) => {
    stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, token] = /\/join#token=(\S+)/.exec(said) ?? [];
      if (token !== undefined) found(token);
    });
  });
}

/** Lets somebody join; answers a client with a key of theirs. */
async function joined(baseUrl: string, token: string, name: string): Promise<AlaasClient> {
  let cookie = '';
  const browser: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const answer = await fetch(input, { ...init, headers });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  const { people } = new AlaasClient({ baseUrl, fetch: browser });
  const { rights } = await people.join({ token, name, password: 'correct horse' });
  const { key } = await people.createKey({ name: 'test', scopes: rights });
  return new AlaasClient({ baseUrl, apiKey: key });
}

/** Asks again while the server is away. */
async function answered<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!AlaasError.from(error).row.retryable) throw error;
      await wait(50);
    }
  }
}

test('three people label through a SIGKILL of the server; the project ends, is exported and imported elsewhere', async () => {
  const pool = seededClasses(POOL);
  const shape = [POOL.items, POOL.dimension];
  const bytes = pool.embeddings.data;
  const folder = folderWith({ 'x.npy': encodeNpy({ descr: '<f4', shape, bytes }) });
  const { url, invitation, restart } = await installation(folder, 'one');
  const owner = await joined(url, await invitation, 'olga');
  const config = { project: 'story', task: 'vectors', data: 'x.npy', classes: ['0', '1'] };
  const { id } = await owner.projects.create({ config: { ...config, budget: BUDGET } });
  const people = [];
  for (const name of ['ann', 'bob', 'eve']) {
    const { token } = await owner.people.invite({ role: 'annotator', projects: [id] });
    people.push(await joined(url, token, name));
  }

  const acknowledged: string[] = [];
  /** Labels until there were so many, or nothing is handed out any more. */
  const label = async ({ projects }: AlaasClient, most = Infinity) => {
    for (let given = 0; given < most;) {
      const { assignments, wait: why } = await answered(() => projects.next(id));
      for (const { id: assignment, position } of assignments) {
        const answer = { kind: 'label', assignment, label: `${pool.targets[position]}` } as const;
        const idempotencyKey = crypto.randomUUID();
        const entry = await answered(() => projects.label(id, answer, { idempotencyKey }));
        given++;
        // The others are in the middle of their work.
        if (acknowledged.push(entry.id) === KILL_AFTER) await restart();
      }
      if (why?.retryAfterSeconds === null && why.reason !== 'all-seen') return;
      if (why) await wait(50);
    }
  };
  await Promise.all(people.map((one) => label(one, FIRST_EACH)));
  await Promise.all(people.map((one) => label(one)));

  while ((await owner.projects.get(id)).status !== 'stopped') await wait(50);
  const { entries } = await owner.projects.ledger(id);
  expect(entries.map((entry) => entry.id).toSorted()).toEqual(acknowledged.toSorted());
  expect(new Set(entries.map(({ position }) => position)).size).toBe(BUDGET);
  const annotators = entries.map(({ annotator }) => annotator);
  expect([...new Set(annotators)].toSorted()).toEqual(['ann', 'bob', 'eve']);
  const decisions = await owner.projects.decisions(id);
  expect(await owner.projects.decisions(id, { replayed: true })).toEqual(decisions);

  const archive = join(folder, 'story.tar');
  const out = await runAlaas(['project', 'export', id, '--to', archive, '--server', url], {
    env: { ALAAS_API_KEY: await keyOf(owner) },
  });
  expect(out).toMatchObject({ exitCode: 0 });
  const other = await installation(folder, 'two');
  const into = ['project', 'import', archive, '--server', other.url, '--json'];
  const { project } = documentOf((await runAlaas(into)).stdout) as { project: string };
  const there = new AlaasClient({ baseUrl: other.url });
  const labels = await labelsOf(owner, id);
  expect(labels.trim().split('\n')).toHaveLength(1 + BUDGET);
  expect(await labelsOf(there, project)).toBe(labels);
  expect(await there.projects.decisions(project)).toEqual(decisions);
});

async function keyOf({ people }: AlaasClient): Promise<string> {
  const { rights } = await people.session();
  return (await people.createKey({ name: 'command line', scopes: rights })).key;
}

async function labelsOf({ jobs }: AlaasClient, project: string): Promise<string> {
  const { id } = await jobs.export(project, { kind: 'labels', format: 'csv' });
  await jobs.wait(id);
  return new Response(await jobs.file(id)).text();
}
