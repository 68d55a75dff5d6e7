import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  knownPool,
  labelAll,
  liveServer,
  nextItems,
  untilProject,
  type LiveServer,
} from './live-server.js';

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

test('what labels did to the model, round by round, and what stopping early saved', async () => {
  const { id } = await live.start({ budget: 200 });
  expect(await live.client.models.impact(id)).toEqual({
    team: { people: 0, answers: 0, activeSeconds: 0 },
    rounds: [],
    saved: null,
    againstRandom: { kind: 'unknown', reason: 'not-measured' },
    suggestions: null,
    own: { answers: 0, activeSeconds: 0, judged: 0, agreed: 0 },
  });
  await labelAll(live.client, id, pool.truth);
  await untilProject(live.client, id, ({ status }) => status === 'stopped');
  const { rounds, team, saved, own } = await live.client.models.impact(id);
  const models = await live.client.models.list(id);
  const last = rounds.at(-1)!;
  expect(last).toMatchObject({ version: models[0]!.version, value: models[0]!.value });
  const sum = (key: 'items' | 'right') => last.classes.reduce((all, one) => all + one[key], 0);
  expect(sum('items')).toBe(60);
  expect(sum('right') / 60).toBeCloseTo(last.value!, 12);
  const labels = rounds.map((round) => round.labels);
  expect(labels).toEqual(labels.toSorted((a, b) => a - b));
  const { labels: paid } = await live.client.projects.get(id);
  // Every label of this test took two seconds.
  expect(saved).toEqual({ labels: 200 - paid.paid, seconds: 2 * (200 - paid.paid) });
  expect(team).toEqual({ people: 1, answers: paid.given, activeSeconds: 2 * paid.given });
  expect(own).toMatchObject({ answers: paid.given, judged: 0, agreed: 0 });
});

test('each person learns how often they agree with most people, and nothing of others', async () => {
  const { id } = await live.start({ budget: 20 }, { overlap: 3 });
  // Cat is wrong on the first of three items, which all of them get.
  for (const name of ['ann', 'bob', 'cat']) {
    const client = live.as(name);
    const { assignments } = await nextItems(client, id, 3);
    const ordered = assignments.toSorted((a, b) => a.position - b.position);
    for (const [i, { id: assignment, position }] of ordered.entries()) {
      const truth = pool.truth(position);
      const wrong = pool.classes.find((one) => one !== truth)!;
      const label = name === 'cat' && i === 0 ? wrong : truth;
      await client.projects.label(id, { kind: 'label', assignment, label, activeSeconds: 3 });
    }
  }
  const own = async (name: string) => (await live.as(name).models.impact(id)).own;
  expect(await own('ann')).toEqual({ answers: 3, activeSeconds: 9, judged: 3, agreed: 3 });
  expect(await own('cat')).toEqual({ answers: 3, activeSeconds: 9, judged: 3, agreed: 2 });
  expect(await own('dan')).toEqual({ answers: 0, activeSeconds: 0, judged: 0, agreed: 0 });
  const seen = JSON.stringify(await live.as('ann').models.impact(id));
  expect(seen).not.toContain('cat');
});
