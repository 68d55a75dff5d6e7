import type { AlaasClient } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { joined, knownPool, labelAll, untilProject } from '../../server/test/live/live-server.js';
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

suiteNeeds('chromium', 'the web application: what labels did', (executablePath) => {
  let app: AppForTest;
  let ann: AlaasClient;
  let project: string;
  let page: Page;

  beforeAll(async () => {
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    const owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    project = (await owner.projects.create({ config: pool.config({ budget: 200 }) })).id;
    const { token } = await owner.people.invite({ role: 'annotator', projects: [project] });
    ann = await joined(app.url, { token, name: 'ann' });
    page = await app.signedIn('ann', `/projects/${project}/impact`);
    await page.getByRole('heading', { name: 'live', level: 1 }).waitFor();
  });
  afterAll(async () => {
    await app.end();
    pool.remove();
  });

  test('before the first label it says what comes', async () => {
    await page.getByText('No labels yet').waitFor();
    // What the agent decides is not for people who only label.
    expect(await page.getByRole('link', { name: 'Overview' }).count()).toBe(0);
    await expectAccessible(page);
  });

  test('what the labels of all did, class by class, and what stopping early saved', async () => {
    await untilProject(ann, project, ({ work }) => work === 'wait-for-labels');
    await labelAll(ann, project, pool.truth);
    await untilProject(ann, project, ({ status }) => status === 'stopped');
    const { rounds, saved, team } = await ann.models.impact(project);
    const [first, last] = [rounds[0]!, rounds.at(-1)!];
    const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
    const headline = `The model went from ${percent(first.value!)} to ${percent(last.value!)}.`;
    await page.getByText(headline).waitFor();
    await page.getByText(`It stopped ${saved!.labels} labels early`).waitFor();
    await page.getByText(`One person gave ${team.answers} labels`).waitFor();
    await page.getByText(`You gave ${team.answers} labels`).waitFor();
    const classes = page.getByRole('region', { name: 'Class by class' });
    for (const [c, { name, items, right }] of last.classes.entries()) {
      const before = first.classes[c]!.right;
      await classes
        .getByRole('row', { name: new RegExp(`^${name} ${items} ${before} ${right} `) })
        .waitFor();
    }
    await expectAccessible(page);
    await photograph(page, 'impact');
  });

  test('in Japanese, from the list of projects, on a phone', async () => {
    await page.evaluate("localStorage.setItem('alaas-language', 'ja')");
    await page.setViewportSize({ width: 360, height: 640 });
    await page.goto(app.url);
    await page.getByRole('link', { name: 'ラベルの成果を見る' }).click();
    await page.getByRole('region', { name: 'バッチごとの効果' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await expectAccessible(page);
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
