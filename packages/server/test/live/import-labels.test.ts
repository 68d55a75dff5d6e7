import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  joined,
  knownPool,
  labelAll,
  liveServer,
  nextItems,
  untilProject,
  type LiveServer,
} from './live-server.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
beforeAll(async () => {
  live = await liveServer(pool);
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

const lineOf = (position: number) => `${position},${pool.truth(position)}`;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Writes a file below the data root. */
function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(pool.root, name), content);
  return name;
}

test('labels that are there already start a project, and cost nothing', async () => {
  const { jobs, projects } = live.as('maria');
  const { id, batch } = await live.start({ budget: 30, agent: { earlyStop: false } });
  const file = write('labels.csv', ['item,label', ...range(0, 120).map(lineOf)].join('\n'));
  const job = await jobs.wait((await jobs.importLabels(id, { file })).id);
  expect(job).toMatchObject({
    kind: 'import-labels',
    requestedBy: 'maria',
    outcome: { added: 120, duplicates: 0, quarantined: 0 },
  });
  // Those that people were asked for count as answers to the batch.
  const asked = await projects.get(id);
  expect(asked.batch?.number ?? 1).toBeGreaterThanOrEqual(batch!.number);
  const again = await jobs.wait((await jobs.importLabels(id, { file })).id);
  expect(again.outcome).toEqual({ added: 0, duplicates: 120, quarantined: 0 });

  const { entries } = await projects.ledger(id, { limit: 200 });
  expect(entries.map(({ position }) => position)).toEqual(range(0, 120));
  for (const entry of entries) {
    expect(entry).toMatchObject({
      kind: 'label',
      label: pool.truth(entry.position),
      annotator: 'maria',
      strategy: 'import',
      client: 'import of labels.csv',
    });
  }

  await labelAll(live.as('ann'), id, pool.truth);
  const ended = await untilProject(live.client, id, ({ status }) => status === 'stopped');
  const free = ended.labels.budget - 30;
  expect(free).toBeGreaterThanOrEqual(110);
  expect(ended.labels.paid).toBe(ended.labels.budget);
  const models = await live.client.models.list(id);
  expect(Math.min(...models.map(({ labels }) => labels))).toBeGreaterThanOrEqual(free);
  const bought = (await projects.ledger(id, { limit: 1_000 })).entries.filter(
    ({ annotator }) => annotator === 'ann',
  );
  expect(bought.every(({ position }) => position >= 120)).toBe(true);
  expect(await projects.decisions(id, { replayed: true })).toEqual(await projects.decisions(id));
});

test('the labels of one project go into another, in every format', async () => {
  const { jobs, projects, uploads } = live.client;
  const first = await live.start({ budget: 20, agent: { earlyStop: false } });
  await labelAll(live.as('ann'), first.id, pool.truth);
  await untilProject(live.client, first.id, ({ status }) => status === 'stopped');
  for (const format of ['csv', 'jsonl', 'parquet'] as const) {
    const written = await jobs.wait((await jobs.export(first.id, { kind: 'labels', format })).id);
    const bytes = await new Response(await jobs.file(written.id)).arrayBuffer();
    const upload = await uploads.begin();
    const name = `labels.${format}`;
    await uploads.put(upload.id, { name, content: new Blob([bytes]) });
    const { id } = await live.start({ budget: 40 });
    const file = `${upload.data}/${name}`;
    const checked = await jobs.wait((await jobs.importLabels(id, { file, check: true })).id);
    expect(checked.kind).toBe('check-labels');
    expect((await projects.ledger(id)).entries).toEqual([]);
    const { outcome } = await jobs.wait((await jobs.importLabels(id, { file })).id);
    expect(outcome).toEqual({ added: 20, duplicates: 0, quarantined: 0 });
    expect(checked.outcome).toEqual(outcome);
    const labels = async (project: string) => {
      const { entries } = await projects.ledger(project);
      return entries.map(({ item, label }) => `${item}=${label}`).sort();
    };
    expect(await labels(id)).toEqual(await labels(first.id));
  }
});

test('what is wrong is told line by line, and nothing of the file is taken', async () => {
  const { jobs, projects } = live.client;
  const { id } = await live.start({ budget: 20 });
  const { assignments } = await nextItems(live.client, id);
  const { id: assignment, position } = assignments[0]!;
  const label = pool.truth(position);
  await projects.label(id, { kind: 'label', assignment, label });
  const other = pool.classes.find((name) => name !== label)!;
  const free = range(0, 200).filter((one) => one !== position);
  const cases = [
    [
      `item,label\n${lineOf(free[0]!)}\n999,0\n${free[1]},cat\n${free[0]},x`,
      'LABEL_ITEM_UNKNOWN',
      [3, 4, 5],
    ],
    [`item,label\n${lineOf(free[0]!)}\n${position},${other}`, 'LABEL_CONFLICT', [3]],
    [`item,label\n${free[0]},0\n${free[0]},1`, 'LABEL_CONFLICT', [3]],
    ['name,class\n1,0', 'LABEL_COLUMN_MISSING', undefined],
  ] as const;
  for (const [content, code, lines] of cases) {
    const job = await jobs.importLabels(id, { file: write('wrong.csv', content) });
    const failure = await jobs.wait(job.id).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    const { problems } = (failure as { details: { problems?: { line: number }[] } }).details;
    expect(problems?.map(({ line }) => line)).toEqual(lines);
  }
  for (const [name, content] of [
    ['wrong.jsonl', '{"item": "1", "label": "0"}\n{"item"'],
    ['wrong.parquet', 'PAR1 and no more'],
  ] as const) {
    const job = await jobs.importLabels(id, { file: write(name, content) });
    await expect(jobs.wait(job.id)).rejects.toMatchObject({ code: 'TABLE_INVALID' });
  }
  expect((await projects.ledger(id)).entries).toHaveLength(1);
  for (const file of ['../labels.csv', 'none.csv', '/etc/passwd']) {
    await expect(jobs.importLabels(id, { file })).rejects.toMatchObject({
      code: 'HTTP_SOURCE_REFUSED',
    });
  }
  await projects.stop(id);
  const late = jobs.importLabels(id, { file: 'wrong.csv' });
  await expect(late).rejects.toMatchObject({ code: 'PROJECT_STATUS_UNFIT' });
});

test('only managers of the project import labels', async () => {
  const { id } = await live.start({ budget: 20 });
  const file = write('one.csv', `item,label\n${lineOf(0)}`);
  const { firstInvitation, url } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const invite = async (role: 'manager' | 'annotator', projects: string[]) => {
    const { token } = await owner.people.invite({ role, projects });
    return joined(url, { token, name: `${role}-${projects.length}` });
  };
  const annotator = await invite('annotator', [id]);
  await expect(annotator.jobs.importLabels(id, { file })).rejects.toMatchObject({
    code: 'ACCESS_REFUSED',
  });
  const stranger = await invite('manager', []);
  await expect(stranger.jobs.importLabels(id, { file })).rejects.toMatchObject({
    code: 'PROJECT_UNKNOWN',
  });
  const manager = await invite('manager', [id]);
  const job = await manager.jobs.wait((await manager.jobs.importLabels(id, { file })).id);
  expect(job.outcome).toMatchObject({ added: 1 });
});
