import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, labelAll, liveServer, untilProject, type LiveServer } from './live-server.js';

const pool = knownPool({ items: 300, spread: 0.6 });
let live: LiveServer;
beforeAll(async () => {
  live = await liveServer(pool);
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000 });

test('a stop waits for a person; a veto lets the work go on, an approval ends it', async () => {
  const { projects } = live.client;
  const { id } = await live.start({ budget: 200, agent: { approval: 'person' } });
  await labelAll(live.client, id, pool.truth);
  await untilProject(live.client, id, ({ work }) => work === 'wait-for-decision');
  expect((await projects.next(id)).wait!.reason).toBe('decision-needed');
  const asked = (await projects.decisions(id)).at(-1)!;
  expect(asked).toMatchObject({
    kind: 'stop',
    status: 'asked',
    can: ['approve', 'veto', 'postpone'],
  });
  const postponed = await projects.decide(id, { kind: 'postpone', decision: asked.id, labels: 5 });
  expect(postponed[asked.id]!.status).toBe('postponed');
  await labelAll(live.client, id, pool.truth);
  await untilProject(live.client, id, ({ work }) => work === 'wait-for-decision');
  const again = (await projects.decisions(id)).at(-1)!;
  const options = { idempotencyKey: 'approve-1' };
  const wish = { kind: 'approve', decision: again.id } as const;
  const approved = await projects.decide(id, wish, options);
  expect(await projects.decide(id, wish, options)).toEqual(approved);
  const stopped = await projects.get(id);
  expect(stopped.status).toBe('stopped');
  expect(stopped.labels.paid).toBeLessThan(200);
  await expect(projects.decide(id, wish)).rejects.toMatchObject({ code: 'AGENT_DECISION_SETTLED' });

  // Who wants more after all, extends the budget.
  await projects.decide(id, { kind: 'extend', labels: 20 });
  const on = await untilProject(
    live.client,
    id,
    ({ work }) => work !== 'choose' && work !== 'train',
  );
  expect(on.labels.budget).toBe(220);
  expect(await projects.decisions(id, { replayed: true })).toEqual(await projects.decisions(id));
});

test('arms, rungs and forecasts of a comparison', async () => {
  const { projects } = live.client;
  const { id } = await live.start({
    strategy: 'compare',
    batch: 10,
    budget: 80,
    agent: { earlyStop: false },
  });
  await labelAll(live.client, id, pool.truth);
  await untilProject(live.client, id, ({ status }) => status === 'stopped');
  const arms = await projects.arms(id);
  expect(arms.map(({ strategy }) => strategy)).toEqual(['uncertainty-herding', 'margin', 'badge']);
  expect(arms.filter(({ status }) => status === 'dropped').length).toBeGreaterThan(0);
  for (const { value, interval } of arms.flatMap(({ points }) => points)) {
    expect(interval!.low).toBeLessThanOrEqual(value!);
    expect(interval!.high).toBeGreaterThanOrEqual(value!);
    expect(interval!.high - interval!.low).toBeGreaterThan(0);
  }
  expect((await projects.rungs(id))[0]).toMatchObject({ number: 1, over: true });
  expect((await projects.forecasts(id)).record.length).toBeGreaterThan(0);
  expect((await projects.get(id)).labels).toMatchObject({ budget: 80, paid: 80 });
  expect(await projects.decisions(id, { replayed: true })).toEqual(await projects.decisions(id));
});
