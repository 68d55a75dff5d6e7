import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Project, RandomComparison, RunArm } from '@alaas/client';
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

/** A project whose labels are all given, and what is told of random picks then. */
async function labelled(keys: Readonly<Record<string, unknown>>): Promise<{
  readonly project: Project;
  readonly leader: RunArm;
  readonly told: RandomComparison;
}> {
  const { id } = await live.start({ agent: { earlyStop: false }, ...keys });
  await labelAll(live.client, id, pool.truth);
  const project = await untilProject(live.client, id, ({ status }) => status === 'stopped');
  const leader = (await live.client.projects.arms(id)).find(({ status }) => status === 'champion')!;
  for (;;) {
    const { againstRandom: told } = await live.client.models.impact(id);
    // It is worked out beside the last batch, not with it.
    const isLast = told.kind === 'estimated' && told.labels === leader.points.at(-1)!.spent;
    if (isLast || (told.kind === 'unknown' && told.reason !== 'not-measured')) {
      return { project, leader, told };
    }
    await wait(20);
  }
}

/** @throws Error where nothing could be estimated. */
function estimated(told: RandomComparison) {
  if (told.kind === 'estimated') return told;
  throw new Error(`nothing was estimated: ${told.reason}`);
}

test('without a random arm, random picks are tried inside the test items', async () => {
  const { leader, told } = await labelled({ budget: 60 });
  const { from, holdout, value, labels, points, ...saved } = estimated(told);
  expect({ from, holdout, value }).toEqual({ from: 'holdout', holdout: 60, value: leader.value });
  expect(labels).toBe(leader.points.at(-1)!.spent);
  expect(points.map((point) => point.labels)).toEqual([12, 18, 24, 30, 36, 42, 48]);
  for (const { value: middle, low, high } of points) {
    expect(low).toBeLessThan(middle);
    expect(high).toBeGreaterThanOrEqual(middle);
  }
  const order = [saved.p10, saved.p50, saved.p90].map((one) => one ?? Infinity);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(saved.atMost).toBe(300 - labels);
});

test('a random arm of the project is the better basis', async () => {
  const arms = ['uncertainty-herding', 'random'];
  const { project, told } = await labelled({
    budget: 90,
    strategy: 'compare',
    agent: { arms, earlyStop: false },
  });
  const random = (await live.client.projects.arms(project.id)).find(
    ({ strategy }) => strategy === 'random',
  )!;
  if (random.status === 'champion') {
    expect(told).toEqual({ kind: 'unknown', reason: 'random-leads' });
    return;
  }
  const { from, points } = estimated(told);
  expect(from).toBe('random-arm');
  expect(points.map(({ labels, value }) => ({ labels, value }))).toEqual(
    random.points.map(({ labels, value }) => ({ labels, value })),
  );
});

test('without items to measure on it says so', async () => {
  const { told } = await labelled({ budget: 30, test: undefined });
  expect(told).toEqual({ kind: 'unknown', reason: 'no-holdout' });
});

test('where macro-F1 counts, each point has its interval, and random picks are held against it', async () => {
  const { project, leader, told } = await labelled({
    budget: 40,
    agent: { metric: 'macro-f1', earlyStop: false },
  });
  const points = (await live.client.projects.arms(project.id)).flatMap((arm) => arm.points);
  expect(points.length).toBeGreaterThan(0);
  for (const { value, interval } of points) {
    expect(interval!.low).toBeLessThanOrEqual(value!);
    expect(interval!.high).toBeGreaterThanOrEqual(value!);
    expect(interval!.high - interval!.low).toBeGreaterThan(0);
  }
  expect(estimated(told).value).toBe(leader.value);
});
