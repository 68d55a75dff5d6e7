import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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

function write(name: string, positions: readonly number[]): string {
  const lines = positions.map((position) => `${position},${pool.truth(position)}`);
  writeFileSync(join(pool.root, name), ['item,label', ...lines].join('\n'));
  return name;
}

const REUSED = { code: 'IDEMPOTENCY_KEY_REUSED' };

test('an import of labels that comes twice counts once, and its key is good for nothing else', async () => {
  const { jobs, projects } = live.client;
  const file = write('first.csv', [0, 1, 2]);
  const other = write('second.csv', [3]);
  const idempotencyKey = 'labels';
  const first = await jobs.importLabels(project, { file }, { idempotencyKey });
  const before = await jobs.importLabels(project, { file }, { idempotencyKey });
  await jobs.wait(first.id);
  const after = await jobs.importLabels(project, { file }, { idempotencyKey });
  expect([before.id, after.id]).toEqual([first.id, first.id]);
  const changed = jobs.importLabels(project, { file: other }, { idempotencyKey });
  await expect(changed).rejects.toMatchObject(REUSED);
  const elsewhere = jobs.export(project, { kind: 'labels' }, { idempotencyKey });
  await expect(elsewhere).rejects.toMatchObject(REUSED);
  expect((await jobs.list(project)).jobs.map(({ id }) => id)).toEqual([first.id]);
  expect((await projects.ledger(project)).entries).toHaveLength(3);
  // A key belongs to whoever sent it.
  const eve = await live.as('eve').jobs.importLabels(project, { file: other }, { idempotencyKey });
  expect(eve.id).not.toBe(first.id);
  await jobs.wait(eve.id);
});

test('an import of a project that comes twice makes one project, also when its file is gone', async () => {
  const { jobs, projects, uploads } = live.client;
  const exported = await jobs.wait((await jobs.export(project, { kind: 'project' })).id);
  const archive = await new Response(await jobs.file(exported.id)).arrayBuffer();
  const upload = await uploads.begin();
  for (const name of ['a.tar', 'b.tar']) {
    await uploads.put(upload.id, { name, content: new Blob([archive]) });
  }
  const idempotencyKey = 'project';
  const given = { file: `${upload.data}/a.tar` };
  const first = await jobs.importProject(given, { idempotencyKey });
  const other = jobs.importProject({ file: `${upload.data}/b.tar` }, { idempotencyKey });
  await expect(other).rejects.toMatchObject(REUSED);
  const { project: copy } = await jobs.wait(first.id);
  const count = (await projects.list()).projects.length;
  await uploads.remove(upload.id);
  const again = await jobs.importProject(given, { idempotencyKey });
  expect(again.id).toBe(first.id);
  expect((await jobs.wait(again.id)).project).toBe(copy);
  expect((await projects.list()).projects).toHaveLength(count);
});

test('why a job failed or a project halted does not tell where files lie on the server', async () => {
  const { jobs, projects, uploads } = live.client;
  writeFileSync(join(pool.root, 'wrong.parquet'), 'PAR1 and no more');
  const begun = await jobs.importLabels(project, { file: 'wrong.parquet' });
  const failure = await jobs.wait(begun.id).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'TABLE_INVALID', message: /"wrong\.parquet"/ });
  expect(JSON.stringify(await jobs.get(begun.id))).not.toContain(pool.root);

  const upload = await uploads.begin();
  await uploads.put(upload.id, { name: 'x.npy', content: new Blob(['no array']) });
  const config = pool.config({ data: `${upload.data}/x.npy`, test: undefined });
  const { id } = await projects.create({ config });
  let present = await projects.get(id);
  while (present.problem === null) present = await projects.get(id);
  expect(present.problem.detail).toContain(`${upload.data}/x.npy`);
  expect(JSON.stringify(present)).not.toContain(live.home);
});
