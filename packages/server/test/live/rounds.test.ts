import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { joined, knownPool, labelAll, liveServer, type LiveServer } from './live-server.js';

const pool = knownPool();
let live: LiveServer;
beforeAll(async () => {
  live = await liveServer(pool);
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

test('each round is told with its labels and the model that came of it', async () => {
  const { models, projects } = live.client;
  const keys = { budget: 60, agent: { earlyStop: false } };
  const { id } = await live.start(keys);
  const { rounds: begun, nextCursor } = await projects.rounds(id);
  expect(begun).toEqual([
    {
      number: 0,
      strategy: 'max-herding',
      rung: 0,
      asked: begun[0]!.asked,
      labelled: 0,
      openedAt: expect.any(String) as string,
      closedAt: null,
      model: null,
    },
  ]);
  expect(nextCursor).toBeNull();
  await labelAll(live.client, id, pool.truth);

  const { rounds } = await projects.rounds(id);
  expect(rounds.length).toBeGreaterThanOrEqual(2);
  expect(rounds.map(({ number }) => number)).toEqual(rounds.map((_, i) => i));
  expect(rounds.every(({ asked, labelled }) => labelled === asked)).toBe(true);
  const { labels } = await projects.get(id);
  expect(rounds.reduce((sum, { labelled }) => sum + labelled, 0)).toBe(labels.paid);
  for (const { openedAt, closedAt } of rounds) expect(closedAt! >= openedAt).toBe(true);

  const trained = await models.list(id);
  for (const { model } of rounds) {
    const same = trained.find(({ version }) => version === model!.version)!;
    expect(model).toMatchObject({ strategy: same.strategy, labels: same.labels });
    expect(model!.measured!.accuracy).toBeCloseTo(same.value!, 12);
  }
  const { model, accuracy, macroF1 } = (await models.evaluation(id))!;
  const last = rounds.find((round) => round.model!.version === model.version)!;
  expect(last.model!.measured).toEqual({ accuracy: accuracy.value, macroF1: macroF1.value });

  const first = await projects.rounds(id, { limit: 1 });
  expect(first.rounds).toEqual(rounds.slice(0, 1));
  const rest = await projects.rounds(id, { cursor: first.nextCursor!, limit: 100 });
  expect(rest).toEqual({ rounds: rounds.slice(1), nextCursor: null });
});

test('rounds of projects that are not there, or of others, are unknown', async () => {
  const { id } = await live.start({ budget: 20 });
  await expect(live.client.projects.rounds('nowhere')).rejects.toMatchObject({
    code: 'PROJECT_UNKNOWN',
  });
  const { firstInvitation, url } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const { token } = await owner.people.invite({ role: 'viewer', projects: [] });
  const viewer = await joined(url, { token, name: 'vera' });
  await expect(viewer.projects.rounds(id)).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
  const { token: other } = await owner.people.invite({ role: 'annotator', projects: [id] });
  const annotator = await joined(url, { token: other, name: 'ann' });
  await expect(annotator.projects.rounds(id)).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
});
