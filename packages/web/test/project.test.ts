import type { AlaasClient } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, labelAll, untilProject } from '../../server/test/live/live-server.js';
import {
  appForTest,
  clientOf,
  expectAccessible,
  PASSWORD,
  photograph,
  type AppForTest,
} from './app-for-test.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const pool = knownPool();

suiteNeeds('chromium', 'the web application: a project', (executablePath) => {
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;
  let page: Page;

  beforeAll(async () => {
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    const agent = { approval: 'person' };
    project = (await owner.projects.create({ config: pool.config({ agent, budget: 200 }) })).id;
    page = await app.open(`/projects/${project}`);
    await page.getByLabel('Name').fill('olga');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'live', level: 1 }).waitFor();
  });
  afterAll(async () => {
    await app.end();
    pool.remove();
  });

  test('before the first measurement it says what comes', async () => {
    await page.getByText('The first measurement comes when the first batch is labelled.').waitFor();
    await page.getByText('10 items to label, chosen by max-herding').waitFor();
    await expectAccessible(page);
  });

  test('curve, race and timeline appear by themselves; a stop waits for a person', async () => {
    await labelAll(owner, project, pool.truth);
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    await page.getByRole('img', { name: /Learning curve with \d+ points?/ }).waitFor();
    await page.locator('.recharts-line').first().waitFor();
    await page.getByText('Leads').first().waitFor();
    await expectAccessible(page);
    await photograph(page, 'project');
  });

  test('a veto lets the project go on; what is approved ends it', async () => {
    await page.getByRole('button', { name: 'Veto' }).click();
    await page.getByRole('button', { name: 'Veto' }).waitFor({ state: 'hidden' });
    const [asked] = await owner.projects.decisions(project);
    expect(asked).toBeDefined();
    const statuses = (await owner.projects.decisions(project)).map(({ status }) => status);
    expect(statuses).toContain('vetoed');
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
    await page.getByText('People are labelling.').waitFor();
  });

  test('pause and go on', async () => {
    await page.getByRole('button', { name: 'What can be done with the project' }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await page.getByText('Paused').first().waitFor();
    expect((await owner.projects.get(project)).status).toBe('paused');
    await page.getByRole('button', { name: 'What can be done with the project' }).click();
    await page.getByRole('menuitem', { name: 'Go on' }).click();
    await untilProject(owner, project, ({ status }) => status !== 'paused');
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
