import { afterAll, beforeAll, expect, test } from 'vitest';
import { AlaasClient } from '@alaas/client';
import { serverForTest, type ServerForTest } from '../http/server-for-test.js';

let running: ServerForTest;
let models: AlaasClient['models'];
beforeAll(async () => {
  running = await serverForTest({ sources: {} });
  const headers = { 'alaas-annotator': 'manager' };
  models = new AlaasClient({ baseUrl: running.server.url, headers }).models;
});
afterAll(() => running.end());

test('a budget is forecast before a project exists, up to its end', async () => {
  const answer = await models.priorForecast({ classCount: 4, budget: 1_000, target: 0.5 });
  expect(answer).toMatchObject({
    basis: 'experience',
    metric: 'accuracy',
    holdout: { items: 120, bought: true },
  });
  expect(answer.forecasts.map(({ labels }) => labels)).toEqual([340, 560, 780, 1_000]);
  for (const { p10, p50, p90 } of answer.forecasts) {
    expect(p10).toBeLessThan(p50);
    expect(p50).toBeLessThan(p90);
  }
  const middles = answer.forecasts.map(({ p50 }) => p50);
  expect(middles).toEqual(middles.toSorted((a, b) => a - b));
  // A target that is probably met costs the labels to measure on, and some to train on.
  expect(answer.target!.p50).toBeGreaterThan(120);
  expect(answer.target!.p50).toBeLessThanOrEqual(1_000);
  expect(answer.target!.probabilityUnreachable).toBeLessThan(0.5);
});

test('more classes promise less, and a far target is not promised at all', async () => {
  const end = async (classCount: number) =>
    (await models.priorForecast({ classCount, budget: 1_000 })).forecasts.at(-1)!.p50;
  expect(await end(100)).toBeLessThan(await end(2));
  const { target } = await models.priorForecast({ classCount: 100, budget: 50, target: 0.999 });
  expect(target).toMatchObject({ target: 0.999, p50: null, p90: null });
  expect(target!.probabilityUnreachable).toBeGreaterThan(0.5);
});

test('a holdout that is there is not bought; a small budget has none', async () => {
  const given = await models.priorForecast({ classCount: 3, budget: 400, holdout: 300 });
  expect(given.holdout).toEqual({ items: 300, bought: false });
  expect(given.forecasts.map(({ labels }) => labels)).toEqual([100, 200, 300, 400]);
  const small = await models.priorForecast({ classCount: 3, budget: 1 });
  expect(small.holdout).toEqual({ items: 0, bought: false });
  expect(small.forecasts.map(({ labels }) => labels)).toEqual([1]);
  expect(small.target).toBeNull();
});

test('what makes no sense is refused by its field', async () => {
  await expect(models.priorForecast({ classCount: 1, budget: 10 })).rejects.toMatchObject({
    code: 'HTTP_REQUEST_INVALID',
  });
  await expect(models.priorForecast({ classCount: 2, budget: 0 })).rejects.toMatchObject({
    code: 'HTTP_REQUEST_INVALID',
  });
});
