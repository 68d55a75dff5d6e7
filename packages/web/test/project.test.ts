import type { AlaasClient } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
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
    project = (await owner.projects.create({ config: pool.config({ agent, budget: 150 }) })).id;
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
    page = await app.signedIn('olga', `/projects/${project}`);
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
    await page.locator('.recharts-errorBar').first().waitFor({ state: 'attached' });
    await page.getByText('End of the budget').waitFor();
    await expectAccessible(page);
    await photograph(page, 'project');
  });

  test('class by class: the figures of the service, and what is taken for what', async () => {
    const { classes, confusion } = (await owner.models.evaluation(project))!;
    const panel = page.getByRole('region', { name: 'Class by class' });
    for (const { name, support } of classes) {
      await panel
        .getByRole('row', { name: new RegExp(`^${name} ${support} `) })
        .first()
        .waitFor();
    }
    const matrix = panel.getByRole('table', { name: 'What the model takes for what' });
    const cells = await matrix.locator('tbody td').allTextContents();
    const shown = classes.flatMap(({ name: truth }) =>
      classes.map(({ name: predicted }) => {
        const cell = confusion.find((one) => one.truth === truth && one.predicted === predicted);
        return cell === undefined ? '' : `${cell.items}`;
      }),
    );
    expect(cells).toEqual(shown);
  });

  test('what is decided is told in the language of the page, with its figures', async () => {
    const [asked] = (await owner.projects.decisions(project)).filter(
      ({ status }) => status === 'asked',
    );
    const { reason, evidence } = asked!;
    expect(reason).toBe('gain-exhausted');
    const remaining = `${evidence['remaining']}`;
    const alert = page.getByRole('alert');
    await alert.getByText(`The remaining ${remaining} labels would bring less than`).waitFor();
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: '日本語' }).click();
    await alert.getByText(`残りのラベル${remaining}件による向上は`).waitFor();
    await expectAccessible(page);
    await photograph(page, 'project-ja');
    await page.getByRole('button', { name: '言語' }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
  });

  test('a viewer sees what waits, and finds nothing to decide with', async () => {
    const { token } = await owner.people.invite({ role: 'viewer', projects: [project] });
    const viewer = await app.joined('vera', token);
    await viewer.goto(`${app.url}/projects/${project}`);
    await viewer.getByText('A manager decides about this.').waitFor();
    await viewer.getByText('Leads').first().waitFor();
    const content = viewer.getByRole('main');
    expect(await content.getByRole('button').allTextContents()).toEqual([]);
    expect(await content.getByRole('link').allTextContents()).toEqual([
      ...['Overview', 'Data', 'Impact', 'Exports'],
    ]);
  });

  test('a veto lets the project go on', async () => {
    await page.getByRole('button', { name: 'Go on instead' }).click();
    await page.getByRole('button', { name: 'Go on instead' }).waitFor({ state: 'hidden' });
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

  test('more labels for the budget', async () => {
    await page.getByLabel('More labels').fill('30');
    await page.getByRole('button', { name: 'Extend budget' }).click();
    await page.getByText('of 180 labels are left').waitFor();
    expect((await owner.projects.get(project)).labels.budget).toBe(180);
  });

  test('the end of the budget is on the curve also when the project is done', async () => {
    await owner.projects.stop(project);
    await page.getByText('Done').first().waitFor();
    await page.getByText('Nothing is being done.').waitFor();
    expect(await page.title()).toBe('live: Overview · ALaaS');
    await photograph(page, 'project-done');
    await page.getByText('End of the budget').waitFor();
    const curve = page.getByRole('img', { name: /Learning curve/ });
    await curve.getByText('150', { exact: true }).waitFor({ timeout: 10_000 });
    expect(await page.getByRole('link', { name: 'Label', exact: true }).count()).toBe(0);
  });

  test('a project that came to a halt says so, and asks for nothing that is not there', async () => {
    const { id } = await owner.projects.create({ config: pool.config({ budget: 100_000 }) });
    await untilHalted(owner, id);
    const refused: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() >= 400) refused.push(answer.url());
    });
    await page.goto(`${app.url}/projects/${id}`);
    await page.getByRole('alert').getByText('Work came to a halt').waitFor();
    await page.getByText('Halted', { exact: true }).waitFor();
    await page.getByText('What happened').waitFor();
    await page.waitForLoadState('load');
    expect(await page.getByText('The data are being read.').count()).toBe(0);
    await expectAccessible(page);
    await photograph(page, 'project-halted');
    await page.getByRole('link', { name: 'Projects', exact: true }).click();
    const row = page.getByRole('article').first();
    await row.getByText('Halted', { exact: true }).waitFor();
    expect(await row.getByRole('link', { name: 'Label', exact: true }).count()).toBe(0);
    await expectAccessible(page);
    await photograph(page, 'projects-halted');
    expect(refused).toEqual([]);
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});

async function untilHalted(owner: AlaasClient, id: string): Promise<void> {
  for await (const event of owner.projects.events(id)) if (event.kind === 'halted') return;
}
