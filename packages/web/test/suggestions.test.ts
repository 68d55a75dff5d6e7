import { setTimeout as wait } from 'node:timers/promises';
import type { AlaasClient, LedgerEntry } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, nextItems, untilProject } from '../../server/test/live/live-server.js';
import {
  appForTest,
  clientOf,
  expectAccessible,
  photograph,
  type AppForTest,
} from './app-for-test.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

suiteNeeds('chromium', 'the web application: suggestions of the model', (executablePath) => {
  const pool = knownPool({ items: 300 });
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;
  let page: Page;

  beforeAll(async () => {
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    const config = pool.config({ batch: 20, agent: { earlyStop: false } });
    project = (await owner.projects.create({ config })).id;
    const { token } = await owner.people.invite({ role: 'manager', projects: [project] });
    page = await app.joined('mia', token);
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
  });
  afterAll(async () => {
    await app.end();
    pool.remove();
  });

  /** What the person at the page said, as soon as there is so much of it. */
  async function untilSaid(count: number): Promise<readonly LedgerEntry[]> {
    for (;;) {
      const { entries } = await owner.projects.ledger(project, { annotator: 'mia' });
      if (entries.length >= count) return entries;
      await wait(50);
    }
  }

  test('whoever manages the project turns them on', async () => {
    await page.goto(`${app.url}/projects/${project}/settings`);
    await page.getByLabel('Show what the model takes an item for').check();
    await page.getByLabel('Items without a suggestion').fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await expectAccessible(page);
    await photograph(page, 'settings-suggestions');
    const { labelling } = await owner.projects.get(project);
    expect(labelling.suggestions).toEqual({ show: true, blindShare: 0 });
  });

  test('what the model suggests is taken by one key', async () => {
    for (let left = 20; left > 0; left--) {
      const [item] = (await nextItems(owner, project)).assignments;
      const label = pool.truth(item!.position);
      await owner.projects.label(project, { kind: 'label', label, assignment: item!.id });
    }
    while ((await owner.items.list(project, { limit: 1 })).items[0]!.prediction === null) {
      await wait(50);
    }
    await untilProject(owner, project, ({ batch }) => batch?.number === 1);
    await owner.projects.giveBack({ project });
    await page.goto(`${app.url}/projects/${project}/label`);
    const suggestion = page.getByRole('button', { name: /^The model suggests/ });
    await suggestion.waitFor();
    await expectAccessible(page);
    await photograph(page, 'label-suggestion');
    await page.keyboard.press('Enter');
    await untilSaid(1);
    await suggestion.waitFor();
    await page.keyboard.press('Space');
    await untilSaid(2);
    await suggestion.click();
    for (const { label, suggestion: said } of await untilSaid(3)) {
      expect(said).toMatchObject({ label, shown: true });
    }
    await page.keyboard.press('?');
    await page.getByText('Take the class that the model suggests').waitFor();
  });

  test('how often people follow them is told', async () => {
    await page.goto(`${app.url}/projects/${project}/impact`);
    await page.getByRole('heading', { name: 'Do suggestions lead people?' }).waitFor();
    await page.getByText('With a suggestion: 100').waitFor();
    await page.getByText('Without one: no label yet.').waitFor();
    await expectAccessible(page);
    await photograph(page, 'impact-suggestions');
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
