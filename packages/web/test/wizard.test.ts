import { seededClassPngs, suiteNeeds, SENTENCES } from '@alaas/testkit';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { appForTest, expectAccessible, photograph, type AppForTest } from './app-for-test.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

suiteNeeds('chromium', 'the web application: a new project', (executablePath) => {
  let root: string;
  let app: AppForTest;
  let page: Page;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'alaas-wizard-'));
    const rows = Array.from({ length: 40 }, (_, i) => `q${i},"${SENTENCES[i % 8]} (${i})"\n`);
    await writeFile(join(root, 'questions.csv'), `id,text\n${rows.join('')}`);
    await mkdir(join(root, 'empty'));
    app = await appForTest(executablePath, { sources: { dataRoots: [root] } });
    page = await app.joined('olga', app.server.firstInvitation!);
  });
  afterAll(async () => {
    await app.end();
    await rm(root, { recursive: true, force: true });
  });

  test('says what is missing before it goes on', async () => {
    await page.getByRole('link', { name: 'New project' }).first().click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('This is needed').first().waitFor();
    expect(await page.evaluate('document.activeElement.dataset.path')).toBe('name');
    await expectAccessible(page);
    await photograph(page, 'new-project');
    await page.getByLabel('Name of the project').fill('Questions');
    await page.getByText('Texts', { exact: true }).click();
    await page.getByText('On the server', { exact: true }).click();
    await page.getByLabel('Where the data lie').fill('empty');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('There is nothing here that can be read').waitFor();
    await page.getByLabel('Where the data lie').fill('./empty');
    await page.getByText('There is nothing here that can be read').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByText('There is nothing here that can be read').waitFor();
    await photograph(page, 'new-project-empty');
    await page.getByLabel('Where the data lie').fill('elsewhere.csv');
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('alert').getByText('HTTP_SOURCE_REFUSED').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Classes').fill('card: about a card\ncard');
    expect(await page.getByRole('heading', { name: 'Classes', level: 2 }).count()).toBe(1);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('At least two classes, each once').waitFor();
    await page.getByLabel('Classes').fill('card: about a card\nmoney');
    await page.getByLabel('Definition of money').fill('whatever has a price');
    expect(await page.getByLabel('Classes').inputValue()).toContain('money: whatever has a price');
    await page.getByLabel('Colour of card').fill('#aa3355');
    await expectAccessible(page);
    await photograph(page, 'new-project-classes');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Budget', { exact: true }).fill('0.001');
    await page.getByLabel('In', { exact: true }).selectOption('hours of work');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('This does not pay for a single label').waitFor();
    await page.getByLabel('In', { exact: true }).selectOption('money');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('A budget of money needs the price of one answer').waitFor();
    await page.getByLabel('In', { exact: true }).selectOption('labels');
    await page.getByLabel('Budget', { exact: true }).fill('10000001');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('This pays for more than 10,000,000 labels').waitFor();
    await page.getByLabel('In', { exact: true }).selectOption('hours of work');
    await page.getByLabel('Budget', { exact: true }).fill('0.1');
    await page.getByLabel('Seconds for one answer').fill('18');
    await page.getByLabel('Price of one answer').fill('0.5');
    await page.getByText('At most 20 items are labelled.').waitFor();
    await expectAccessible(page);
    await photograph(page, 'new-project-budget');
    await page.getByLabel('Target', { exact: true }).fill('90');
    await page.getByRole('button', { name: 'Next' }).click();
    const yaml = await page.locator('[data-yaml]').textContent();
    expect(yaml).toContain('data: elsewhere.csv');
    expect(yaml).toContain('budget: 20');
    expect(yaml).toContain('target: 0.9');
    expect(yaml).toContain('pricePerLabel: 0.5');
    expect(yaml).toContain('definition: whatever has a price');
    expect(yaml).toContain('color: "#aa3355"');
    await page.getByRole('row', { name: 'Money, at most 10' }).waitFor();
    await page.getByText('Nothing was measured yet').waitFor();
    await page.getByRole('row', { name: /^20 .*% to .*% .*% 6 minutes 10$/ }).waitFor();
    const paint = "getComputedStyle(document.querySelector('[data-band]')).backgroundColor";
    expect(await page.evaluate(paint)).not.toBe('rgba(0, 0, 0, 0)');
    await page.getByText(/^The target of 90%/).waitFor();
    await page.getByText('This budget is too small to set items apart').waitFor();
    // What cannot be measured is not promised either.
    await page.getByRole('row', { name: 'Target 90% (not measured)' }).waitFor();
    expect(await page.getByText('the model is measured').count()).toBe(0);
    expect(await page.getByText('promises little').count()).toBe(0);
    await expectAccessible(page);
    await photograph(page, 'new-project-review');
  });

  test('tells what the server refuses, and creates the project when it is mended', async () => {
    await page.getByRole('button', { name: 'Create the project' }).click();
    // The look at the data is refused for the same reason.
    await page.getByRole('alert').getByText('HTTP_SOURCE_REFUSED').nth(1).waitFor();
    await page.getByRole('button', { name: 'Data' }).click();
    await page.getByLabel('Where the data lie').fill('questions.csv');
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByText('Columns: id, text').waitFor();
    await photograph(page, 'new-project-server');
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('40 of 40 items were looked at').waitFor();
    await page.getByText('when the first labels are there').waitFor();
    await expectAccessible(page);
    await photograph(page, 'new-project-fit');
    await page.getByRole('button', { name: 'Create the project' }).click();
    await page.getByRole('heading', { name: 'Questions', level: 1 }).waitFor();
    await page.getByText('People are labelling.').waitFor();
    await page.getByRole('link', { name: 'Label', exact: true }).click();
    await page.locator('[data-item]').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('whatever has a price').waitFor();
    await photograph(page, 'label-help-classes');
  });

  test('files that are dropped are sent, shown, and become the pool', async () => {
    await page.goto(`${app.url}/projects/new`);
    await page.getByLabel('Name of the project').fill('Fruit');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Send files first').waitFor();
    const images = await seededClassPngs({ classes: ['apple', 'pear'], each: 15, seed: 5 });
    const files = images.map(({ label, bytes }, i) => ({
      name: `${label}-${i}.png`,
      base64: Buffer.from(bytes).toString('base64'),
    }));
    const dropped = await page.evaluateHandle((sent) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of sent) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: 'image/png' }));
      }
      return transfer;
    }, files);
    const zone = page.getByText('Drop files or folders here').locator('..');
    await zone.dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByText('All is there: 30 of 30 files').waitFor();
    await page.getByText('30 items').waitFor();
    await page.getByRole('img', { name: 'apple-0.png' }).waitFor();
    await expectAccessible(page);
    await photograph(page, 'new-project-upload');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Classes').fill('apple: red\npear');
    await page.getByRole('button', { name: 'Examples: 0 · apple' }).click();
    await page.getByLabel('Search by name').fill('apple');
    await page.getByRole('button', { name: 'apple-4.png' }).click();
    await page.getByRole('button', { name: 'apple-8.png' }).click();
    await page.getByText('2 of at most 6 are chosen.').waitFor();
    await expectAccessible(page);
    await photograph(page, 'new-project-examples');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Budget', { exact: true }).fill('12');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Create the project' }).click();
    await page.getByRole('heading', { name: 'Fruit', level: 1 }).waitFor();
    await page.getByText('People are labelling.').waitFor();
  });

  test('classes are explained where people label, and can be changed later', async () => {
    await page.getByRole('link', { name: 'Label', exact: true }).click();
    await page.locator('[data-item]').waitFor();
    await page.getByRole('button', { name: 'apple' }).hover();
    const explanation = page.getByRole('tooltip');
    await explanation.getByText('red').waitFor();
    await explanation.getByRole('img', { name: 'apple-8.png' }).waitFor();
    await expectAccessible(page);
    await photograph(page, 'label-classes');
    // On a phone the explanation does not make the page wider.
    const desk = page.viewportSize()!;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'apple' }).hover();
    await explanation.getByText('red').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.setViewportSize(desk);
    await page.goto(page.url().replace(/label$/, 'settings'));
    await page.getByLabel('Definition of pear').fill('green');
    await page.getByRole('button', { name: 'Examples: 0 · pear' }).click();
    await page.getByLabel('Search by name').fill('pear-2');
    await page.getByRole('button', { name: 'pear-21.png' }).click();
    await page.getByText('1 of at most 6 are chosen.').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await expectAccessible(page);
    await photograph(page, 'settings-classes');
    await page.goto(page.url().replace(/settings$/, 'label'));
    await page.locator('[data-item]').waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    await help.getByText('green').waitFor();
    await help.getByRole('img', { name: 'pear-21.png' }).waitFor();
    await photograph(page, 'label-help-examples');
  });

  test('an upload can be cancelled, and tried again after a broken connection', async () => {
    await page.goto(`${app.url}/projects/new`);
    const table = { name: 'few.csv', mimeType: 'text/csv', buffer: Buffer.from('id,text\n1,a\n') };
    const field = page.locator('input[type=file]:not([webkitdirectory])');
    const under = `${app.url}/api/v1/uploads/*/files?*`;
    await page.route(under, () => undefined);
    await field.setInputFiles(table);
    await page.getByText('0 of 1 files sent').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('0 of 1 files sent').waitFor({ state: 'detached' });
    await page.unroute(under);
    await page.route(under, (route) => route.abort());
    await field.setInputFiles({ ...table, name: 'others.csv' });
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    await page.unroute(under);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Columns: id, text').waitFor();
    await page.getByText('1,a').waitFor();
  });

  test('what was typed and sent outlives a reload and a visit elsewhere, until one starts over', async () => {
    await page.getByLabel('Name of the project').fill('Later');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Classes').fill('early\nlate');
    await page.reload();
    await page.getByLabel('Definition of late').waitFor();
    await page.getByRole('link', { name: 'Projects', exact: true }).click();
    await page.getByRole('link', { name: 'New project' }).first().click();
    expect(await page.getByLabel('Classes').inputValue()).toBe('early\nlate');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByText('Columns: id, text').waitFor();
    expect(await page.getByLabel('Name of the project').inputValue()).toBe('Later');
    await photograph(page, 'new-project-kept');
    await startOver(page);
    expect(await page.getByLabel('Name of the project').inputValue()).toBe('');
    expect(await page.getByText('Columns: id, text').count()).toBe(0);
  });

  test('folders that are sent are proposed as classes', async () => {
    await page.goto(`${app.url}/projects/new`);
    const folder = join(root, 'mixed');
    for (const label of ['cats', 'dogs']) {
      await mkdir(join(folder, label), { recursive: true });
      await writeFile(join(folder, label, 'one.txt'), `all about ${label}`);
    }
    await page.locator('input[webkitdirectory]').setInputFiles(folder);
    await page.getByText('Folders: cats, dogs').waitFor();
    await page.getByRole('button', { name: 'They are texts: label texts' }).click();
    await page.getByRole('button', { name: 'Take the folders as classes' }).click();
    await page.getByLabel('Name of the project').fill('Pets');
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await page.getByLabel('Classes').inputValue()).toBe('cats\ndogs');
  });

  test('a list of URLs becomes the data as it is', async () => {
    await page.goto(`${app.url}/projects/new`);
    await startOver(page);
    await page.getByLabel('Name of the project').fill('Addresses');
    await page.getByText('List of URLs', { exact: true }).click();
    await page.getByLabel('URLs', { exact: true }).fill('https://a.test/1.png\nftp://a.test/2.png');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('http:// or https://: ftp://a.test/2.png').waitFor();
    await page
      .getByLabel('URLs', { exact: true })
      .fill('https://a.test/1.png\nhttps://a.test/2.png');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Classes').fill('yes\nno');
    await page.getByLabel('Show what the model takes an item for').check();
    await page.getByLabel('Items without a suggestion').fill('25');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await page.locator('[data-yaml]').textContent()).toContain('- https://a.test/2.png');
    expect(await page.locator('[data-yaml]').textContent()).toContain('blindShare: 0.25');
    await page.getByText('60 of these labels are for items drawn by lot').waitFor();
    await page.getByText('After each batch the model is measured').waitFor();
    await page.getByRole('row', { name: /^500 .*% to / }).waitFor();
    await page.getByRole('button', { name: 'Budget' }).click();
    await page.getByLabel('Target', { exact: true }).fill('75');
    await page.getByLabel('Labelled items to measure on').fill('questions.csv');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('measured on the labelled items that you named').waitFor();
    await page.getByText('The target of 75%').waitFor();
    await page.getByLabel('Language').click();
    await page.getByRole('menuitem', { name: '日本語' }).click();
    await page.getByRole('heading', { name: '予算から見込める結果' }).waitFor();
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await expectAccessible(page);
    await photograph(page, 'new-project-expected');
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});

/** Forgets the draft. */
async function startOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start over' }).click();
  const question = page.getByRole('dialog');
  await question.getByRole('button', { name: 'Start over' }).click();
  await question.waitFor({ state: 'hidden' });
}
