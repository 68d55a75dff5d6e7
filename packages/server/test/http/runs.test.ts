import { AlaasClient, type RunEvent } from '@alaas/client';
import {
  lockProject,
  runProject,
  startServer,
  type LoadedProject,
  type RunningServer,
} from '@alaas/server';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openProjects, vectorFiles } from '../services/run/project-files.js';

const { home, project } = openProjects();
const KEYS = {
  task: 'vectors',
  data: 'x.npy',
  labels: 'y.npy',
  budget: 200,
  strategy: 'compare',
  agent: { approval: 'person' },
};

let server: RunningServer;
let client: AlaasClient;
beforeAll(async () => {
  server = await startServer({ port: 0, home, logger: pino({ level: 'silent' }) });
  client = new AlaasClient({ baseUrl: server.url, retries: 0 });
});
afterAll(() => server.close(0));

function open(keys: Record<string, unknown> = {}): Promise<LoadedProject> {
  return project({ ...KEYS, ...keys }, vectorFiles({ items: 300 }));
}

async function eventsOf(run: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of client.runs.events(run)) events.push(event);
  return events;
}

test('before the first run there is nothing', async () => {
  expect(await client.runs.list()).toEqual({ runs: [], nextCursor: null });
  expect(await client.runs.trackRecord()).toMatchObject({ runs: 0, forecasts: 0 });
  await expect(client.runs.get('none')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
});

describe('a run that asks', () => {
  let asking: LoadedProject;
  let run: string;
  let asked: number;
  let live: Promise<RunEvent[]>;
  beforeAll(async () => {
    asking = await open({ project: 'asking' });
    const answer = await runProject(asking);
    run = answer.runId;
    asked = answer.decisionAsked!.id;
    live = eventsOf(run);
  });

  test('is listed and shown with its labels and what it waits for', async () => {
    const { runs } = await client.runs.list({ project: 'asking' });
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      id: run,
      project: 'asking',
      status: 'waiting',
      mode: 'compare',
      decisionAsked: asked,
      labels: { budget: 200 },
    });
    const shown = await client.runs.get(run);
    expect(shown.labels.used).toBeGreaterThan(0);
    expect(shown.agent).toMatchObject({ metric: 'accuracy', stop: null });
    expect(shown.delivered).toBeNull();
  });

  test('shows arms, rungs, forecasts and decisions', async () => {
    const arms = await client.runs.arms(run);
    expect(arms.map(({ strategy }) => strategy)).toEqual([
      'uncertainty-herding',
      'margin',
      'badge',
    ]);
    expect(arms.every(({ points }) => points.length > 0)).toBe(true);
    const [first] = await client.runs.rungs(run);
    expect(first).toMatchObject({ number: 1, over: true });
    const out = first!.arms.find(({ outcome }) => outcome === 'dropped')!;
    const dropped = await client.runs.decision({ run, decision: out.decision! });
    expect(dropped).toMatchObject({ kind: 'drop', arm: out.strategy, can: ['veto'] });
    const { forecast, record } = await client.runs.forecasts(run);
    expect(forecast.at(-1)!.labels).toBeGreaterThan(forecast[0]!.labels);
    for (const past of record) expect(past.labels).toBeGreaterThan(past.atLabels);
    const decisions = await client.runs.decisions(run);
    expect(decisions.map(({ id }) => id)).toEqual(decisions.map((_, i) => i));
    expect(decisions[asked]!.can).toEqual(['approve', 'veto', 'postpone']);
  });

  test('takes a revival and a veto, and goes on accordingly', async () => {
    const out = (await client.runs.arms(run)).find(({ status }) => status === 'dropped')!;
    const back = await client.runs.revive({ run, arm: out.strategy });
    expect(back.status).toBe('racing');
    const vetoed = await client.runs.veto({ run, decision: asked });
    expect(vetoed.status).toBe('vetoed');
    // Asked a second time, as after a lost answer, it stays so.
    expect(await client.runs.veto({ run, decision: asked })).toEqual(vetoed);
    const ended = await runProject(asking);
    expect(ended.status).toBe('finished');
    expect(ended.labels.used).toBe(200);
    const { accuracy, low, high } = ended.curve.at(-1)!;
    const { delivered } = await client.runs.get(run);
    expect(delivered).toMatchObject({ metric: 'accuracy', value: accuracy, low, high });
    const after = (await client.runs.arms(run)).find(({ strategy }) => strategy === out.strategy)!;
    expect(after.points.length).toBeGreaterThan(out.points.length);
  });

  test('says why a decision comes too late', async () => {
    await expect(client.runs.approve({ run, decision: asked })).rejects.toMatchObject({
      code: 'AGENT_DECISION_SETTLED',
      message: `It is too late for decision ${asked}: it was vetoed, and the work went on.`,
    });
    await expect(client.runs.approve({ run, decision: 99 })).rejects.toMatchObject({
      code: 'AGENT_DECISION_UNKNOWN',
    });
    await expect(client.runs.revive({ run, arm: 'nothing' })).rejects.toMatchObject({
      code: 'AGENT_ARM_UNKNOWN',
    });
    await expect(client.runs.postpone({ run, decision: asked, labels: 0 })).rejects.toMatchObject({
      code: 'HTTP_REQUEST_INVALID',
    });
  });

  test('cannot be decided on while a run is at work', async () => {
    const lock = await lockProject(home);
    const late = client.runs.revive({ run, arm: 'badge' });
    await expect(late).rejects.toMatchObject({ code: 'PROJECT_LOCKED' });
    await lock.release();
  });

  test('tells its events as they come, each once, in order, to the end', async () => {
    const events = await live;
    expect(await eventsOf(run)).toEqual(events);
    const statuses = events.flatMap((event) => (event.kind === 'status' ? [event.status] : []));
    expect(statuses).toEqual(['running', 'waiting', 'running', 'finished']);
    const fates = events.flatMap((event) =>
      event.kind === 'decision' && event.decision.id === asked ? [event.decision.status] : [],
    );
    expect(fates).toEqual(['asked', 'vetoed']);
    const kinds = new Set(events.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['arm', 'decision', 'forecast', 'point', 'rung', 'status']);
    const points = events.filter(({ kind }) => kind === 'point');
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(points.length);
  });

  test('adds to the track record', async () => {
    const record = await client.runs.trackRecord();
    expect(record.runs).toBe(1);
    expect(record.inside).toBeLessThanOrEqual(record.forecasts);
    expect(record.stops.known).toBe(1);
  });
});

test('approve and postpone', async () => {
  const loaded = await open({ project: 'postponed', strategy: 'auto' });
  const first = await runProject(loaded);
  const key = { run: first.runId, decision: first.decisionAsked!.id };
  const postponed = await client.runs.postpone({ ...key, labels: 30 });
  expect(postponed.status).toBe('postponed');
  const second = await runProject(loaded);
  expect(second.labels.used).toBeGreaterThanOrEqual(first.labels.used + 30);
  const again = { run: second.runId, decision: second.decisionAsked!.id };
  expect((await client.runs.approve(again)).status).toBe('approved');
  expect((await runProject(loaded)).status).toBe('finished');
  expect((await client.runs.get(second.runId)).agent!.stop).toMatchObject({
    savedLabels: 200 - second.labels.used,
  });
});

test('a run without an agent is listed, and has neither arms nor decisions', async () => {
  const { runId } = await runProject(
    await open({ project: 'plain', strategy: 'margin', budget: 30 }),
  );
  expect(await client.runs.get(runId)).toMatchObject({
    status: 'finished',
    mode: null,
    agent: null,
    labels: { used: 30, budget: null },
  });
  await expect(client.runs.arms(runId)).rejects.toMatchObject({ code: 'RUN_WITHOUT_AGENT' });
});

test('lists by pages', async () => {
  const page = await client.runs.list({ limit: 2 });
  expect(page.runs.map(({ project: name }) => name)).toEqual(['plain', 'postponed']);
  const rest = await client.runs.list({ cursor: page.nextCursor! });
  expect(rest).toMatchObject({ runs: [{ project: 'asking' }], nextCursor: null });
});
