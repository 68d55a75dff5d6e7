import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClassifier, readTable } from '@alaas/pipeline';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  joined,
  knownPool,
  labelAll,
  liveServer,
  untilProject,
  type LiveServer,
} from './live-server.js';

const pool = knownPool();
const folder = mkdtempSync(join(tmpdir(), 'alaas-jobs-'));
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
let project: string;
beforeAll(async () => {
  live = await liveServer(pool);
  project = (await live.start({ agent: { earlyStop: false } })).id;
  await labelAll(live.as('ann'), project, pool.truth);
  await untilProject(live.client, project, ({ status }) => status === 'stopped');
});
afterAll(async () => {
  await live.end();
  pool.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** What the description of the API says that files of jobs are. */
async function documentedTypes(): Promise<string[]> {
  const response = await fetch(`${live.server.url}/api/openapi.json`);
  const { paths } = (await response.json()) as {
    paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
  };
  return Object.keys(paths['/api/v1/jobs/{job}/file']!.get.responses['200']!.content);
}

/** The path of the finished file of a job. */
async function fetched(job: string): Promise<string> {
  const { file } = await live.client.jobs.wait(job);
  const bytes = Buffer.from(await new Response(await live.client.jobs.file(job)).arrayBuffer());
  expect(bytes.length).toBe(file!.bytes);
  expect(await documentedTypes()).toContain(file!.mediaType.split(';')[0]);
  const path = join(folder, file!.name);
  writeFileSync(path, bytes);
  return path;
}

test('labels come as CSV, JSON lines and Parquet, and say the same', async () => {
  const { jobs } = live.client;
  const byFormat = new Map<string, string[][]>();
  for (const format of ['csv', 'jsonl', 'parquet'] as const) {
    const { id, status } = await jobs.export(project, { kind: 'labels', format });
    expect(status).toBe('queued');
    const path = await fetched(id);
    const columns = ['item', 'position', 'label', 'strategy'];
    const { rows } = await readTable(path, { columns });
    const found: string[][] = [];
    for await (const { values } of rows) found.push(values.map(String));
    byFormat.set(format, found);
  }
  const csv = byFormat.get('csv')!;
  expect(csv).toHaveLength(60);
  expect(byFormat.get('jsonl')).toEqual(csv);
  expect(byFormat.get('parquet')).toEqual(csv);
  for (const [, position, label] of csv) {
    expect(label).toBe(pool.truth(Number(position)));
  }
  const lines = readFileSync(join(folder, 'labels.jsonl'), 'utf8').trim().split('\n');
  expect(JSON.parse(lines[0]!)).toMatchObject({ annotators: ['ann'], opinions: 1 });
});

test('the model comes as one ONNX file that any tool can unpack, and gives probabilities', async () => {
  const { id } = await live.client.jobs.export(project, { kind: 'model' });
  const path = await fetched(id);
  execFileSync('tar', ['-xf', path, '-C', folder]);
  const card = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as {
    classes: string[];
    provenance: { labels: number; runId: string };
  };
  expect(card.classes).toEqual(pool.classes);
  const labels = (await live.client.models.list(project))[0]!.labels;
  expect(card.provenance).toMatchObject({ runId: project, labels });
  const classifier = await openClassifier(join(folder, 'model.onnx'), undefined);
  const found = await classifier.classify(new Float32Array(16).fill(0.1));
  await classifier.close();
  expect(found.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
});

test('a job is begun once for each key, can be cancelled, and ends where it cannot be done', async () => {
  const { jobs } = live.client;
  const options = { idempotencyKey: 'export-1' };
  const first = await jobs.export(project, { kind: 'labels' }, options);
  expect((await jobs.export(project, { kind: 'labels' }, options)).id).toBe(first.id);
  await expect(jobs.export(project, { kind: 'model' }, options)).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
  expect((await jobs.wait(first.id)).status).toBe('finished');
  expect((await jobs.cancel(first.id)).status).toBe('finished');

  const fresh = await live.start({ budget: 20 });
  const early = await jobs.export(fresh.id, { kind: 'model' });
  await expect(jobs.wait(early.id)).rejects.toMatchObject({ code: 'RUN_NOTHING_LEARNED' });
  await expect(jobs.file(early.id)).rejects.toMatchObject({ code: 'JOB_FILE_MISSING' });
  expect((await jobs.list(fresh.id)).jobs.map(({ id, status }) => [id, status])).toEqual([
    [early.id, 'failed'],
  ]);

  // A round is at work meanwhile, or it is not: cancelled is what it was told last.
  const cancelled = await jobs.cancel((await jobs.export(project, { kind: 'model' })).id);
  expect(['cancelled', 'finished']).toContain(cancelled.status);
  await expect(jobs.get("x' or 1=1 --")).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
});

test('jobs of others are not there', async () => {
  const { id } = await live.client.jobs.export(project, { kind: 'labels' });
  const { firstInvitation, url } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const invite = async (role: 'annotator' | 'viewer', projects: string[]) => {
    const { token } = await owner.people.invite({ role, projects });
    return joined(url, { token, name: `${role}-${projects.length}` });
  };
  const stranger = await invite('viewer', []);
  for (const call of [
    () => stranger.jobs.get(id),
    () => stranger.jobs.file(id),
    () => stranger.jobs.cancel(id),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
  }
  const viewer = await invite('viewer', [project]);
  expect((await viewer.jobs.get(id)).requestedBy).toBe('local');
  await expect(viewer.jobs.cancel(id)).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
  const annotator = await invite('annotator', [project]);
  await expect(annotator.jobs.get(id)).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
});
