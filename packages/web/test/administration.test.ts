import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AlaasClient } from '@alaas/client';
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
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const pool = knownPool();

suiteNeeds('chromium', 'the web application: administration of a project', (executablePath) => {
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;
  let page: Page;
  let target: Server;
  let origin: string;
  const messages: { signature: string; body: string }[] = [];

  beforeAll(async () => {
    target = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const signature = String(request.headers['alaas-signature']);
        messages.push({ signature, body: Buffer.concat(pieces).toString() });
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    origin = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    const { projects } = owner;
    project = (await projects.create({ config: pool.config({ budget: 60 }) })).id;
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
    const { assignments } = await nextItems(owner, project, 5);
    for (const { id: assignment, position } of assignments) {
      await projects.label(project, { kind: 'label', assignment, label: pool.truth(position) });
    }
    page = await app.signedIn('olga', `/projects/${project}`);
    await page.getByRole('heading', { name: 'live', level: 1 }).waitFor();
  });
  afterAll(async () => {
    await app.end();
    target.closeAllConnections();
    target.close();
    pool.remove();
  });

  async function goTo(name: string): Promise<void> {
    const pages = page.getByRole('navigation', { name: 'Pages of the project' });
    await pages.getByRole('link', { name }).click();
    await page.getByRole('heading', { name: `live: ${name}`, level: 1 }).waitFor();
  }

  test('labels are exported, and the file that comes has them', async () => {
    await goTo('Exports');
    await page.getByRole('heading', { name: 'Nothing was exported yet' }).waitFor();
    await expectAccessible(page);
    await photograph(page, 'exports-none');
    await page.getByLabel('Format of the labels').selectOption('JSON Lines');
    await page.getByRole('button', { name: 'Export labels' }).click();
    await page.getByText('ready').waitFor();
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(/\.jsonl$/);
    const rows = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(rows).toHaveLength(5);
    expect(pool.classes).toContain((JSON.parse(rows[0]!) as { label: string }).label);
  });

  test('an export that cannot succeed says why', async () => {
    await page.getByRole('button', { name: 'Export the model' }).click();
    await page.getByText('failed').waitFor();
    await expectAccessible(page);
    await photograph(page, 'exports');
  });

  test('a webhook is made, its secret is shown once', async () => {
    await goTo('Webhooks');
    await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor();
    await page.getByRole('button', { name: 'Make a webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address', { exact: true }).fill('nowhere');
    await dialog.getByRole('button', { name: 'Make a webhook' }).click();
    await dialog.getByText('An address begins with').waitFor();
    await dialog.getByLabel('Address', { exact: true }).fill(`${origin}/hook`);
    await dialog.getByLabel('The project has stopped').check();
    await dialog.getByLabel('The address may be in the private network').check();
    await expectAccessible(page);
    await photograph(page, 'webhooks-new');
    await dialog.getByRole('button', { name: 'Make a webhook' }).click();
    await dialog.getByText('The webhook is ready').waitFor();
    expect((await dialog.locator('[data-secret]').textContent())!.length).toBeGreaterThan(20);
    await page.keyboard.press('Escape');
    await page.getByText(`${origin}/hook`).waitFor();
  });

  test('settings are changed, and what somebody else changed meanwhile is not lost', async () => {
    await goTo('Settings');
    await page.getByLabel('Guidelines').fill('Look twice.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect((await owner.projects.get(project)).labelling.guidelines).toBe('Look twice.');
    await expectAccessible(page);
    await photograph(page, 'settings');
    await page.getByLabel('Guidelines').fill('Look three times.');
    await owner.projects.change(project, { labelling: { guidelines: 'Do not look.' } });
    await page.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else saved meanwhile' });
    await conflict.getByText('Do not look.').waitFor();
    await expectAccessible(page);
    await photograph(page, 'settings-conflict');
    await conflict.getByRole('button', { name: 'Take theirs' }).click();
    expect(await page.getByLabel('Guidelines').inputValue()).toBe('Do not look.');
    await page.getByLabel('Guidelines').fill('Look three times.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect((await owner.projects.get(project)).labelling.guidelines).toBe('Look three times.');
  });

  test('a setting without a number is told before the server refuses it', async () => {
    await page.getByLabel('Seconds for one item').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This needs a whole number from 5 to 86,400').waitFor();
  });

  test('settings that are not saved are not left without a question', async () => {
    await page.getByLabel('Guidelines').fill('Look four times.');
    const question = page.getByRole('dialog', { name: 'Leave this page?' });
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await question.getByText('What you changed is not saved yet.').waitFor();
    await expectAccessible(page);
    await photograph(page, 'settings-leave');
    await question.getByRole('button', { name: 'Stay' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Guidelines').inputValue()).toBe('Look four times.');
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await question.getByRole('button', { name: 'Leave' }).click();
    await page.waitForURL(/\/data$/);
    await goTo('Settings');
  });

  test('the budget is extended, and the project stopped', async () => {
    await page.getByLabel('Guidelines').waitFor();
    await page.getByRole('button', { name: 'Extend' }).click();
    await untilProject(owner, project, ({ labels }) => labels.budget === 110);
    await page.getByRole('button', { name: 'Stop: buy no more labels' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Stop: buy no more labels' }).click();
    await page.getByRole('button', { name: 'Archive' }).waitFor();
    expect((await owner.projects.get(project)).status).toBe('stopped');
  });

  test('the webhook was told, with a signature; a message can be sent again, and all deleted', async () => {
    await goTo('Webhooks');
    await page.getByRole('button', { name: 'Messages' }).click();
    await page.getByText('delivered').waitFor();
    expect(messages).toHaveLength(1);
    expect(messages[0]!.signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    await page.getByText('Content', { exact: true }).click();
    await page.getByText('"project.stopped"').first().waitFor();
    await expectAccessible(page);
    await photograph(page, 'webhooks');
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('delivered').nth(1).waitFor();
    expect(messages[1]!.body).toBe(messages[0]!.body);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor();
  });

  test('a viewer exports, and sees neither webhooks nor settings', async () => {
    const { token } = await owner.people.invite({ role: 'viewer', projects: [project] });
    const viewer = await app.joined('vera', token);
    await viewer.goto(`${app.url}/projects/${project}/exports`);
    await viewer.getByRole('link', { name: 'Download' }).waitFor();
    const pages = viewer.getByRole('navigation', { name: 'Pages of the project' });
    expect(await pages.getByRole('link').allTextContents()).toEqual(
      expect.arrayContaining(['Overview', 'Exports']),
    );
    expect(await pages.getByRole('link', { name: 'Settings' }).count()).toBe(0);
    for (const path of ['webhooks', 'settings']) {
      await viewer.goto(`${app.url}/projects/${project}/${path}`);
      await viewer.getByRole('heading', { name: 'You have no right to this' }).waitFor();
    }
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
