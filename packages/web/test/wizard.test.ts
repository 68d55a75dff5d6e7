import { suiteNeeds, SENTENCES } from '@alaas/testkit';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
    await expectAccessible(page);
    await photograph(page, 'new-project');
    await page.getByLabel('Name of the project').fill('Questions');
    await page.getByText('Texts', { exact: true }).click();
    await page.getByLabel('Where the data lie').fill('elsewhere.csv');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Classes').fill('card: about a card\ncard');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('At least two classes, each once').waitFor();
    await page.getByLabel('Classes').fill('card: about a card\nmoney');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Budget in labels').fill('20');
    await page.getByLabel('Target', { exact: true }).fill('90');
    await page.getByRole('button', { name: 'Next' }).click();
    const yaml = await page.locator('[data-yaml]').textContent();
    expect(yaml).toContain('data: elsewhere.csv');
    expect(yaml).toContain('target: 0.9');
    await expectAccessible(page);
    await photograph(page, 'new-project-review');
  });

  test('tells what the server refuses, and creates the project when it is mended', async () => {
    await page.getByRole('button', { name: 'Create the project' }).click();
    await page.getByRole('alert').getByText('HTTP_SOURCE_REFUSED').waitFor();
    await page.getByRole('button', { name: 'Data' }).click();
    await page.getByLabel('Where the data lie').fill('questions.csv');
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Create the project' }).click();
    await page.getByRole('heading', { name: 'Questions', level: 1 }).waitFor();
    await page.getByText('People are labelling.').waitFor();
    await page.getByRole('link', { name: 'Label', exact: true }).click();
    await page.locator('[data-item]').waitFor();
    await page.keyboard.press('?');
    await page.getByText('card: about a card').waitFor();
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
