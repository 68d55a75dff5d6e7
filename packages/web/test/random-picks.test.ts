import type { AlaasClient, Project, RandomComparison } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, labelAll, untilProject } from '../../server/test/live/live-server.js';
import {
  appForTest,
  clientOf,
  expectAccessible,
  photograph,
  type AppForTest,
} from './app-for-test.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const pool = knownPool({ items: 300, spread: 0.6 });

suiteNeeds('chromium', 'the web application: against random picks', (executablePath) => {
  let app: AppForTest;
  let owner: AlaasClient;
  let page: Page;

  beforeAll(async () => {
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    const { token } = await owner.people.invite({ role: 'owner' });
    page = await app.joined('otto', token);
  });
  afterAll(async () => {
    await app.end();
    pool.remove();
  });

  async function create(keys: Readonly<Record<string, unknown>>): Promise<Project> {
    const { id } = await owner.projects.create({ config: pool.config(keys) });
    return untilProject(owner, id, ({ work }) => work === 'wait-for-labels');
  }

  /** It is worked out beside the batches. */
  async function untilCompared(id: string): Promise<RandomComparison> {
    for (;;) {
      const { againstRandom } = await owner.models.impact(id);
      const isOpen = againstRandom.kind === 'unknown' && againstRandom.reason === 'not-measured';
      if (!isOpen) return againstRandom;
      await wait(50);
    }
  }

  test('the estimate with its range and what it rests on, and its curve in the chart', async () => {
    const metric = 'macro-f1';
    const { id } = await create({ budget: 40, agent: { metric, earlyStop: false } });
    await labelAll(owner, id, pool.truth);
    await untilProject(owner, id, ({ status }) => status === 'stopped');
    expect(await untilCompared(id)).toMatchObject({ kind: 'estimated', from: 'holdout' });
    await page.goto(`${app.url}/projects/${id}`);
    const panel = page.getByRole('region', { name: 'Labels saved against picking at random' });
    await panel.getByText(/^Picked at random, [\d.]+% would have taken /).waitFor();
    await panel.getByText('random parts of the 60 items').waitFor();
    const curve = page.getByRole('region', { name: 'How good the model is' });
    await curve.getByText('Random picks (estimate)').first().waitFor();
    // Points of macro-F1 have their intervals too.
    await curve.locator('.recharts-errorBar').first().waitFor({ state: 'attached' });
    await curve.getByText('Show as a table').click();
    await curve
      .getByRole('cell', { name: /% \([\d.]+% – [\d.]+%\)/ })
      .first()
      .waitFor();
    await expectAccessible(page);
    await photograph(page, 'project-random');
    await page.goto(`${app.url}/projects/${id}/impact`);
    await panel.getByText(/^Picked at random, /).waitFor();
    await expectAccessible(page);
  });

  test('without items to measure on it says that it cannot be known', async () => {
    const { id } = await create({ budget: 30, test: undefined });
    await labelAll(owner, id, pool.truth);
    expect(await untilCompared(id)).toEqual({ kind: 'unknown', reason: 'no-holdout' });
    await page.goto(`${app.url}/projects/${id}`);
    await page.getByText('This cannot be known: the project has no items to measure on.').waitFor();
  });

  test('how far the encoding of a pool has come', async () => {
    const { id } = await create({ budget: 30, test: undefined });
    await page.route(`${app.url}/api/v1/projects/${id}`, async (route) => {
      const response = await route.fetch();
      const project = (await response.json()) as Project;
      const encoding = { done: 1_200, total: 6_000 };
      await route.fulfill({ response, json: { ...project, encoding } });
    });
    await page.goto(`${app.url}/projects/${id}`);
    await page.getByText('Being encoded: 1,200 of 6,000 items').waitFor();
    const bar = page.getByRole('progressbar', { name: 'Progress of encoding' });
    expect(await bar.getAttribute('aria-valuenow')).toBe('20');
    await expectAccessible(page);
    await page.unroute(`${app.url}/api/v1/projects/${id}`);
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
