import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlaasClient } from '@alaas/client';
import { seededClassPngs, suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { labelAll, untilProject } from '../../server/test/live/live-server.js';
import {
  appForTest,
  clientOf,
  expectAccessible,
  photograph,
  type AppForTest,
} from './app-for-test.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const CLASSES = ['apple', 'pear', 'plum'];

suiteNeeds('chromium', 'the web application: data of a project', (executablePath) => {
  let root: string;
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;
  let page: Page;
  const names: string[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'alaas-data-'));
    await mkdir(join(root, 'fruit'));
    const images = await seededClassPngs({ classes: CLASSES, each: 60, seed: 3 });
    for (const [i, { label, bytes }] of images.entries()) {
      names.push(`${label}-${String(i).padStart(3, '0')}.png`);
      await writeFile(join(root, 'fruit', names[i]!), bytes);
    }
    await writeFile(join(root, 'fruit', 'broken.png'), 'no image');
    names.sort();
    app = await appForTest(executablePath, { sources: { dataRoots: [root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    const config = {
      project: 'Fruit',
      task: 'image',
      data: 'fruit',
      classes: CLASSES,
      budget: 30,
      batch: 12,
      agent: { earlyStop: false },
    };
    project = (await owner.projects.create({ config })).id;
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
    await labelAll(owner, project, (position) => names[position]!.split('-')[0]!);
    await untilProject(owner, project, ({ status }) => status === 'stopped');
    const [model] = await owner.models.list(project);
    await vi.waitUntil(
      async () => {
        const [item] = (await owner.items.list(project, { limit: 1 })).items;
        return item!.prediction?.version === model!.version;
      },
      { timeout: 60_000 },
    );
    page = await app.signedIn('olga', `/projects/${project}/data`);
    await page.getByRole('link', { name: 'Data' }).waitFor();
  });
  afterAll(async () => {
    await app.end();
    await rm(root, { recursive: true, force: true });
  });

  const found = (shown: string) => page.getByRole('status').getByText(shown, { exact: true });

  test('all items, as pictures', async () => {
    await found('180 items').waitFor();
    await page.locator('[data-row] img').first().waitFor();
    expect(await page.locator('[data-row]').count()).toBeLessThan(120);
    await page.locator('[data-row="0"]').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate("document.activeElement.getAttribute('data-row')")).toBe('1');
    await expectAccessible(page);
    await photograph(page, 'data');
  });

  test('a filter shows what the service says, and stands in the address', async () => {
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Labelled', exact: true }).click();
    await found('30 items').waitFor();
    await page.getByRole('combobox', { name: 'The model says' }).click();
    await page.getByRole('option', { name: 'pear', exact: true }).click();
    const filter = { state: 'labelled', prediction: 'pear' } as const;
    const pears = await owner.items.positions(project, filter);
    await found(`${pears.length} items`).waitFor();
    await page.reload();
    await found(`${pears.length} items`).waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await found('180 items').waitFor();
    await page.getByLabel('Search by name').fill('PLUM-1');
    const plums = names.filter((name) => name.startsWith('plum-1'));
    await found(`${plums.length} items`).waitFor();
    await page.getByLabel('Search by name').fill('nothing is called so');
    await page.getByText('No item fits').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Show all' }).click();
    await found('180 items').waitFor();
  });

  test('all that is known of one item', async () => {
    const [first] = await owner.items.positions(project, { state: 'labelled' });
    const { items } = await owner.items.list(project, { after: first! - 1, limit: 1 });
    await page.getByLabel('Search by name').fill(items[0]!.name);
    await found('1 item').waitFor();
    await page.locator('[data-row]').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`olga: ${items[0]!.label}`).waitFor();
    await expectAccessible(page);
    await photograph(page, 'data-item');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('what could not be read, and a map of what lies beside what', async () => {
    await page.getByText('Unreadable', { exact: true }).click();
    await page.getByRole('cell', { name: 'broken.png' }).waitFor();
    await expectAccessible(page);
    await page.getByText('Map', { exact: true }).click();
    await page.getByRole('img', { name: 'Map of 180 items' }).waitFor();
    const drawn = `(() => {
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value, i) => i % 4 === 3 && value > 0);
    })()`;
    await expect.poll(() => page.evaluate<boolean>(drawn)).toBe(true);
    await expectAccessible(page);
    await photograph(page, 'data-map');
  });

  test('in Japanese', async () => {
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: '日本語' }).click();
    await page.getByText('アイテム', { exact: true }).first().click();
    await page.getByRole('combobox', { name: '要確認' }).waitFor();
    await expectAccessible(page);
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
