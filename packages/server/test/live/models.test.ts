import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, labelAll, liveServer, untilProject, type LiveServer } from './live-server.js';

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

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('how good the model is, class by class, agrees with the curve of its arm', async () => {
  const { models, projects } = live.client;
  const { id } = await live.start({ agent: { earlyStop: false } });
  expect(await models.list(id)).toEqual([]);
  expect(await models.evaluation(id)).toBeNull();
  await labelAll(live.client, id, pool.truth);
  await untilProject(live.client, id, ({ status }) => status === 'stopped');

  const all = await models.list(id);
  const versions = all.map(({ version }) => version);
  expect(versions).toEqual(versions.map((_, i) => versions.length - i));
  expect(all.map(({ live: isLive }) => isLive)).toEqual(versions.map((_, i) => i === 0));
  const champion = (await projects.arms(id)).find(({ status }) => status === 'champion')!;
  expect(all[0]).toMatchObject({ strategy: champion.strategy, value: champion.value });

  const { accuracy, macroF1, classes, confusion, holdout, model } = (await models.evaluation(id))!;
  expect(model).toEqual(all[0]);
  expect(holdout).toEqual({ items: 60, kind: 'given' });
  expect(accuracy.value).toBeCloseTo(champion.value!, 12);
  const right = confusion.filter(({ truth, predicted }) => truth === predicted);
  expect(sum(right.map(({ items }) => items)) / 60).toBeCloseTo(accuracy.value, 12);
  for (const { value, low, high } of [accuracy, macroF1]) {
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  }
  expect(classes.map(({ name }) => name)).toEqual(pool.classes);
  for (const { name, support, predicted, recall } of classes) {
    const ofClass = confusion.filter(({ truth }) => truth === name);
    expect(sum(ofClass.map(({ items }) => items))).toBe(support);
    const taken = confusion.filter((cell) => cell.predicted === name);
    expect(sum(taken.map(({ items }) => items))).toBe(predicted);
    const hits = ofClass.find((cell) => cell.predicted === name)?.items ?? 0;
    expect(recall?.value).toBeCloseTo(hits / support, 12);
  }
});

test('without a holdout nothing is said of how good a model is', async () => {
  const { id } = await live.start({ test: undefined, budget: 20, agent: { earlyStop: false } });
  await labelAll(live.client, id, pool.truth);
  await untilProject(live.client, id, ({ status }) => status === 'stopped');
  expect((await live.client.models.list(id))[0]).toMatchObject({ value: null, live: true });
  expect(await live.client.models.evaluation(id)).toBeNull();
  await expect(live.client.models.list('none')).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
});
