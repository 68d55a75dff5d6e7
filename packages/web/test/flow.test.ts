import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AlaasClient, LedgerEntry } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { untilProject } from '../../server/test/live/live-server.js';
import { appForTest, clientOf, PASSWORD, type AppForTest } from './app-for-test.js';
import { FASHION, fashionOf, writeFashion } from './fashion-for-test.js';
import { arrowTo, pressOn, tabTo, typeInto } from './keyboard-for-test.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 300_000 });

const MANY = 60;
const SHOWN_ITEM = `document.querySelector('[data-item]')?.dataset.item ?? ''`;
const KEPT_ANSWERS = `Object.keys(localStorage).filter((key) => key.startsWith('alaas-answers/'))`;

suiteNeeds('chromium', 'the web application: from nothing to labels', (executablePath) => {
  let root: string;
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;
  let olga: Page;
  let ann: Page;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'alaas-flow-'));
    await writeFashion(root, { pool: 40, test: 20 });
    app = await appForTest(executablePath, { sources: { dataRoots: [root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
  });
  afterAll(async () => {
    await app.end();
    await rm(root, { recursive: true, force: true });
  });

  async function labels(): Promise<readonly LedgerEntry[]> {
    const { entries } = await owner.projects.ledger(project, { limit: 1_000 });
    return entries.filter(({ kind }) => kind === 'label');
  }

  async function signIn(page: Page, name: string): Promise<void> {
    await typeInto(page, page.getByLabel('Name'), name);
    await typeInto(page, page.getByLabel('Password', { exact: true }), PASSWORD);
    await page.keyboard.press('Enter');
  }

  /** Labels what is shown by its true class, as soon as something else is shown. */
  async function label(page: Page, isOver: () => boolean): Promise<void> {
    for (let last = ''; !isOver();) {
      const item = await page.evaluate<string>(SHOWN_ITEM);
      if (item === last || item === '') await wait(20);
      else {
        last = item;
        await page.keyboard.press(keyOf(item));
      }
    }
  }

  /** Two people label until a decision is asked for, or nothing is left to label. */
  async function untilAsked(): Promise<void> {
    let isOver = false;
    const watch = async (): Promise<void> => {
      await untilProject(owner, project, ({ status, work }) => {
        return work === 'wait-for-decision' || status === 'stopped';
      });
      isOver = true;
    };
    await Promise.all([watch(), ...[olga, ann].map((page) => label(page, () => isOver))]);
    expect((await owner.projects.get(project)).work).toBe('wait-for-decision');
  }

  async function openOverview(): Promise<void> {
    await pressOn(olga, olga.getByRole('link', { name: 'Back to the projects' }).first());
    await pressOn(olga, olga.getByRole('link', { name: 'Fashion', exact: true }));
    await olga.getByRole('heading', { name: 'Fashion', level: 1 }).waitFor();
  }

  test('sign in and set a project up', async () => {
    olga = await app.open('/');
    await signIn(olga, 'olga');
    await olga.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
    await pressOn(olga, olga.getByRole('link', { name: 'New project' }).first());
    await typeInto(olga, olga.getByLabel('Name of the project'), 'Fashion');
    await tabTo(olga, olga.getByRole('radio', { name: 'Send files' }));
    await olga.keyboard.press('ArrowRight');
    await typeInto(olga, olga.getByLabel('Where the data lie'), 'pool');
    await pressOn(olga, olga.getByRole('button', { name: 'Look' }));
    await olga.getByText('120 items').waitFor();
    await pressOn(olga, olga.getByRole('button', { name: 'Next' }));
    await typeInto(olga, olga.getByLabel('Classes'), FASHION.join('\n'));
    await pressOn(olga, olga.getByRole('button', { name: 'Next' }));
    await typeInto(olga, olga.getByLabel('Budget', { exact: true }), '110');
    await typeInto(olga, olga.getByLabel('Labelled items to measure on'), 'test');
    await pressOn(olga, olga.getByRole('button', { name: 'Next' }));
    await pressOn(olga, olga.getByRole('button', { name: 'Create the project' }));
    await olga.getByRole('heading', { name: 'Fashion', level: 1 }).waitFor();
    project = olga.url().split('/').at(-1)!;
    expect((await owner.projects.get(project)).config).toMatchObject({
      classes: FASHION,
      budget: 110,
      agent: { approval: 'person' },
    });
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
  });

  test('join by an invitation and label; a session that ends meanwhile loses no answer', async () => {
    const { token } = await owner.people.invite({ role: 'annotator', projects: [project] });
    ann = await app.open(`/join#token=${token}`);
    await typeInto(ann, ann.getByLabel('Name'), 'ann');
    await typeInto(ann, ann.getByLabel('New password', { exact: true }), PASSWORD);
    await ann.keyboard.press('Enter');
    await pressOn(ann, ann.getByRole('link', { name: 'Label', exact: true }));
    const front = ann.locator('[data-item]');
    const item = (await front.getAttribute('data-item'))!;

    await ann.context().setOffline(true);
    await ann.keyboard.press(keyOf(item));
    await ann.getByText('Offline: 1 answer is kept here').waitFor();
    const sessions = await owner.people.sessions();
    await owner.people.endSession(sessions.find(({ user }) => user === 'ann')!.id);
    await ann.context().setOffline(false);
    await ann.getByText('Your session has ended').waitFor();
    expect(await ann.evaluate(KEPT_ANSWERS)).toHaveLength(1);
    expect(await labels()).toEqual([]);

    await signIn(ann, 'ann');
    await front.waitFor();
    expect(new URL(ann.url()).pathname).toBe(`/projects/${project}/label`);
    await expect.poll(() => ann.evaluate(KEPT_ANSWERS), { timeout: 60_000 }).toEqual([]);
    const sent = (await labels()).map((one) => [one.item, one.label, one.annotator]);
    expect(sent).toEqual([[item, fashionOf(item), 'ann']]);
  });

  test('two people label 60 items; until then what is asked is postponed', async () => {
    for (;;) {
      await pressOn(olga, olga.getByRole('link', { name: 'Label', exact: true }));
      await untilAsked();
      await openOverview();
      await olga.getByRole('button', { name: 'Approve' }).waitFor();
      const missing = MANY - (await labels()).length;
      if (missing <= 0) break;
      await typeInto(olga, olga.getByLabel('By how many labels'), `${missing}`);
      await pressOn(olga, olga.getByRole('button', { name: 'Postpone' }));
      await olga.getByRole('button', { name: 'Postpone' }).waitFor({ state: 'detached' });
    }
    const all = await labels();
    expect(new Set(all.map(({ item }) => item)).size).toBe(all.length);
    for (const { item, label: given } of all) expect(given).toBe(fashionOf(item));
    expect(new Set(all.map(({ annotator }) => annotator))).toEqual(new Set(['olga', 'ann']));
  });

  test('a stop is approved, and the labels are fetched', async () => {
    await pressOn(olga, olga.getByRole('button', { name: 'Approve' }));
    await ann.getByText('All done').waitFor();
    await pressOn(olga, olga.getByRole('link', { name: 'Exports' }));
    await pressOn(olga, olga.getByRole('button', { name: 'Export labels' }));
    const link = olga.getByRole('link', { name: 'Download' });
    await link.waitFor();
    const coming = olga.waitForEvent('download');
    await pressOn(olga, link);
    const csv = await readFile(await (await coming).path(), 'utf8');
    const [header, ...rows] = csv.trim().split(/\r?\n/);
    expect(header).toMatch(/^item,position,label,annotators,/);
    const exported = rows.map((row) => row.split(',')).map((row) => [row[0], row[2], row[3]]);
    const given = (await labels()).map(({ item, label: name, annotator }) => [
      item,
      name,
      annotator,
    ]);
    expect(given.length).toBeGreaterThanOrEqual(MANY);
    expect(exported.sort()).toEqual(given.sort());
  });

  test('sign out', async () => {
    await pressOn(olga, olga.getByRole('button', { name: 'Menu of olga' }));
    await arrowTo(olga, olga.getByRole('menuitem', { name: 'Sign out' }));
    await olga.keyboard.press('Enter');
    await olga.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});

function keyOf(item: string): string {
  return `${FASHION.indexOf(fashionOf(item)) + 1}`;
}
