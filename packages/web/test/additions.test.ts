import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlaasClient } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, untilProject } from '../../server/test/live/live-server.js';
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

suiteNeeds('chromium', 'the web application: what comes in from files', (executablePath) => {
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;
  let page: Page;

  beforeAll(async () => {
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    project = (await owner.projects.create({ config: pool.config({ budget: 30 }) })).id;
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
    page = await app.signedIn('olga', `/projects/${project}/additions`);
    await page.getByRole('heading', { name: 'live: Bring in' }).waitFor();
  });
  afterAll(async () => {
    await app.end();
    pool.remove();
  });

  function panel(name: string) {
    return page.getByRole('region', { name });
  }

  async function send(name: string, lines: readonly string[]): Promise<void> {
    const buffer = Buffer.from(lines.join('\n'));
    const field = panel('Labels of a file').locator('input[type=file]:not([webkitdirectory])');
    await field.setInputFiles({ name, mimeType: 'text/csv', buffer });
  }

  test('what is wrong with a file of labels is told line by line', async () => {
    await send('wrong.csv', ['item,label', `0,${pool.truth(0)}`, 'nobody,0', '1,cat']);
    const rows = page.getByRole('table', { name: 'Lines that cannot be taken' });
    await rows.getByRole('row', { name: /^3 nobody / }).waitFor();
    await rows.getByRole('row', { name: /^4 cat / }).waitFor();
    await page.getByText('Nothing of the file was taken.').waitFor();
    await expectAccessible(page);
    await photograph(page, 'additions-wrong');
  });

  test('a file that fits is shown with what would come of it, then taken', async () => {
    await send('labels.csv', ['item,label', ...[5, 6, 7].map((at) => `${at},${pool.truth(at)}`)]);
    await page.getByText('3 labels would be new, 0 are there already').waitFor();
    expect((await owner.projects.ledger(project)).entries).toEqual([]);
    await photograph(page, 'additions');
    await page.getByRole('button', { name: 'Take these labels in' }).click();
    await page.getByText('3 new, 0 that were there before').waitFor();
    expect((await owner.projects.ledger(project)).entries).toHaveLength(3);
  });

  test('new items come at the end of the pool', async () => {
    await writeFile(join(pool.root, 'more.npy'), await readFile(join(pool.root, 'xt.npy')));
    const items = panel('New items');
    await items.getByLabel('Or a place on the server').fill('more.npy');
    await items.getByRole('button', { name: 'Take this' }).click();
    await items.getByLabel('Put before each name').fill('more-');
    await items.getByRole('button', { name: 'Add these items' }).click();
    await items.getByText('60 new, 0 that were there before').waitFor();
    expect((await owner.projects.get(project)).pool?.items).toBe(260);
  });

  test('a whole project goes out as an archive, and comes in as another', async () => {
    await page.getByRole('link', { name: 'Exports' }).click();
    await page.getByRole('button', { name: 'Export the whole project' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).first().click();
    const archive = await (await coming).path();
    await page.goto(`${app.url}/`);
    await page.getByRole('link', { name: 'Import a project' }).click();
    await page.getByRole('heading', { name: 'Import a project' }).waitFor();
    const field = page.locator('input[type=file]:not([webkitdirectory])');
    await field.setInputFiles({
      name: 'broken.tar',
      mimeType: 'application/x-tar',
      buffer: Buffer.from('this is none'),
    });
    await page.getByText('failed').waitFor();
    await expectAccessible(page);
    await field.setInputFiles({
      name: 'live.tar',
      mimeType: 'application/x-tar',
      buffer: await readFile(archive),
    });
    await page.getByRole('link', { name: 'Open the project' }).waitFor();
    await photograph(page, 'import-project');
    await page.getByRole('link', { name: 'Open the project' }).click();
    await page.getByRole('heading', { name: 'live', level: 1 }).waitFor();
    const { projects } = await owner.projects.list();
    expect(projects.map(({ name }) => name)).toEqual(['live', 'live']);
  });

  test('in Japanese, on a phone; a project that is over takes nothing', async () => {
    await page.evaluate("localStorage.setItem('alaas-language', 'ja')");
    await page.setViewportSize({ width: 360, height: 640 });
    await page.goto(`${app.url}/projects/${project}/additions`);
    await page.getByRole('heading', { name: 'live: 取り込み' }).waitFor();
    await page.getByRole('button', { name: 'これらのアイテムを加える' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await owner.projects.stop(project);
    await page.getByText('プロジェクトは終了しています').waitFor();
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
