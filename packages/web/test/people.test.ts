import { AlaasClient } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool } from '../../server/test/live/live-server.js';
import {
  appForTest,
  clientOf,
  expectAccessible,
  photograph,
  type AppForTest,
} from './app-for-test.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const pool = knownPool();

suiteNeeds('chromium', 'the web application: people, keys, sessions, audit', (executablePath) => {
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;
  let page: Page;
  let vera: Page;

  beforeAll(async () => {
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    project = (await owner.projects.create({ config: pool.config({ budget: 20 }) })).id;
    page = await app.signedIn('olga', '/people');
  });
  afterAll(async () => {
    await app.end();
    pool.remove();
  });

  async function linkFor(role: string): Promise<string> {
    await page.goto(`${app.url}/people`);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption(role);
    await page.getByRole('checkbox', { name: 'live' }).check();
    await expectAccessible(page);
    await photograph(page, 'people-invite');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('It is not shown again.').waitFor();
    await photograph(page, 'people-link');
    return (await page.locator('[data-secret]').textContent())!;
  }

  test('an invitation is made here, and leads into the project that was chosen', async () => {
    const link = await linkFor('Viewer');
    expect(link.startsWith(`${app.url}/join#token=`)).toBe(true);
    vera = await app.joined('vera', link.split('=').at(-1)!);
    await vera.getByRole('heading', { name: 'live' }).waitFor();
    await page.reload();
    await page.getByText('Viewer · joined on').waitFor();
    await expectAccessible(page);
    await photograph(page, 'people');
  });

  test('another role counts at once', async () => {
    await page.getByLabel('Role of vera').selectOption('Annotator');
    await page.getByText('Annotator · joined on').waitFor();
    expect((await owner.people.users()).map(({ role }) => role)).toEqual(['owner', 'annotator']);
  });

  test('an annotator finds no administration, and is told whom to ask', async () => {
    await vera.goto(`${app.url}/`);
    await vera.getByRole('heading', { name: 'live' }).waitFor();
    const places = vera.getByRole('navigation', { name: 'Main navigation' }).getByRole('link');
    expect(await places.allTextContents()).toEqual(['Projects']);
    for (const path of ['people', 'audit', `projects/${project}/members`]) {
      await vera.goto(`${app.url}/${path}`);
      await vera.getByRole('heading', { name: 'You have no right to this' }).waitFor();
    }
    await expectAccessible(vera);
    await photograph(vera, 'no-right');
  });

  test('members are let in and removed on the page of the project', async () => {
    await page.goto(`${app.url}/projects/${project}/members`);
    const entry = page.getByRole('listitem').filter({ hasText: 'vera' });
    await entry.waitFor();
    await expectAccessible(page);
    await photograph(page, 'members');
    await entry.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await entry.waitFor({ state: 'detached' });
    expect((await owner.people.members(project)).map(({ name }) => name)).toEqual(['olga']);
    await page.getByLabel('Add a person').selectOption('vera');
    await page.getByRole('button', { name: 'Add' }).click();
    await entry.waitFor();
  });

  test('a key is made, shown once, works as far as it may, and is revoked', async () => {
    await page.getByRole('button', { name: 'Menu of olga' }).click();
    await page.getByRole('menuitem', { name: 'API keys' }).click();
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByText('A key needs a name').waitFor();
    await dialog.getByLabel('Name').fill('nightly export');
    await dialog.getByRole('checkbox', { name: 'Read figures and exports' }).check();
    await expectAccessible(page);
    await photograph(page, 'keys-new');
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByText('Copy it now; it is not shown again.').waitFor();
    const apiKey = (await dialog.locator('[data-secret]').textContent())!;
    const program = new AlaasClient({ baseUrl: app.url, apiKey, retries: 0 });
    expect((await program.people.session()).rights).toEqual(['see', 'read']);
    await page.reload();
    const entry = page.getByRole('listitem').filter({ hasText: 'nightly export' });
    await entry.waitFor();
    expect(await page.getByText(apiKey).count()).toBe(0);
    await expectAccessible(page);
    await photograph(page, 'keys');
    await entry.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await entry.getByText('revoked on').waitFor();
    await expect(program.people.session()).rejects.toMatchObject({ code: 'ACCESS_SIGN_IN_NEEDED' });
  });

  test('a session that is ended from elsewhere leads to signing in', async () => {
    const other = await app.signedIn('vera', '/');
    await other.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
    await page.goto(`${app.url}/sessions`);
    await page.getByText('this browser').waitFor();
    await expectAccessible(page);
    await photograph(page, 'sessions');
    const sessions = page.getByRole('listitem').filter({ hasText: 'vera' });
    for (let left = await sessions.count(); left > 0; left--) {
      await sessions.first().getByRole('button', { name: 'End' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'End' }).click();
      await sessions.nth(left - 1).waitFor({ state: 'detached' });
    }
    await other.reload();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('the audit log tells all of it, and can be searched', async () => {
    await page.getByRole('link', { name: 'Audit log' }).click();
    const revoked = page.getByRole('listitem').filter({ hasText: 'Revoked a key' });
    await revoked.waitFor();
    const created = page.getByRole('listitem').filter({ hasText: 'Created a project' });
    await created.getByRole('link', { name: 'live' }).waitFor();
    await expectAccessible(page);
    await photograph(page, 'audit');
    await page.getByLabel('What').selectOption('Let into a project');
    await page.getByRole('button', { name: 'Search' }).click();
    await revoked.waitFor({ state: 'detached' });
    await page.getByRole('listitem').getByText('Details').click();
    await page.getByText('"user": "vera"').waitFor();
    await page.getByLabel('What').selectOption('Everything');
    await page.getByLabel('To (project or person)').fill('live');
    await page.getByRole('button', { name: 'Search' }).click();
    await created.waitFor();
    expect(await revoked.count()).toBe(0);
    await page.getByLabel('By', { exact: true }).fill('nobody');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await revoked.waitFor();
  });

  test('who is shut out is out at once, and can be let in again', async () => {
    await page.goto(`${app.url}/people`);
    await page.getByRole('button', { name: 'Shut out' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Shut out' }).click();
    await page.getByRole('list').getByRole('button', { name: 'Let in' }).waitFor();
    expect((await owner.people.users())[1]).toMatchObject({ name: 'vera', disabled: true });
  });

  test('all of it is there in Japanese, and fits a phone', async () => {
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: '日本語' }).click();
    await page.setViewportSize({ width: 360, height: 640 });
    const headings = {
      people: 'メンバー',
      audit: '監査ログ',
      keys: 'APIキー',
      sessions: 'サインイン中のブラウザー',
      system: 'システム',
      runs: '実行',
      'projects/new': '新しいプロジェクト',
      'projects/import': 'プロジェクトを取り込む',
      [`projects/${project}`]: 'live',
      [`projects/${project}/data`]: 'live',
      [`projects/${project}/members`]: 'live: 参加者',
      [`projects/${project}/exports`]: 'live: 書き出し',
      [`projects/${project}/webhooks`]: 'live: Webhook',
      [`projects/${project}/settings`]: 'live: 設定',
    };
    for (const [path, name] of Object.entries(headings)) {
      await page.goto(`${app.url}/${path}`);
      await page.getByRole('heading', { name, level: 1 }).waitFor();
      await page.getByRole('status', { name: '読み込み中' }).first().waitFor({ state: 'detached' });
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
        path,
        360,
      ]);
      await photograph(page, `ja-${path.replace(project, 'overview').split('/').at(-1)}`);
    }
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
