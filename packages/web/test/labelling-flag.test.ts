import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlaasClient, LedgerEntry } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { untilProject } from '../../server/test/live/live-server.js';
import {
  appForTest,
  clientOf,
  expectAccessible,
  photograph,
  type AppForTest,
} from './app-for-test.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const NOTE = 'You flagged this item.';

suiteNeeds('chromium', 'the web application: flags and items that stay', (executablePath) => {
  let root: string;
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'alaas-web-'));
    const lines = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ id: `t${i}`, text: `Letter ${i}: the parcel came late.` }),
    );
    await writeFile(join(root, 'letters.jsonl'), lines.join('\n'));
    app = await appForTest(executablePath, { sources: { dataRoots: [root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    const data = { manifest: 'letters.jsonl', idColumn: 'id' };
    const classes = ['late', 'other'];
    const config = { project: 'Letters', task: 'text', data, classes, budget: 24, batch: 12 };
    project = (await owner.projects.create({ config })).id;
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
  });
  afterAll(async () => {
    await app.end();
    await rm(root, { recursive: true, force: true });
  });

  async function atWork(name: string): Promise<Page> {
    const { token } = await owner.people.invite({ role: 'annotator', projects: [project] });
    const page = await app.joined(name, token);
    await page.goto(`${app.url}/projects/${project}/label`);
    return page;
  }

  /** Until the ledger has so many entries of a person. */
  async function entriesOf(annotator: string, count: number): Promise<readonly LedgerEntry[]> {
    return vi.waitUntil(
      async () => {
        const { entries } = await owner.projects.ledger(project, { annotator });
        return entries.length >= count && entries;
      },
      { timeout: 30_000 },
    );
  }

  test('a flagged item stays in front, once flagged, until it is answered', async () => {
    const page = await atWork('ann');
    const item = await itemOf(page);
    await page.keyboard.press('f');
    await page.getByText(NOTE).waitFor();
    expect(await itemOf(page)).toBe(item);
    expect(await page.getByRole('button', { name: 'Flag' }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await photograph(page, 'label-flagged');
    await page.keyboard.press('f');
    await page.keyboard.press('1');
    await untilOther(page, item);
    await page.getByText(NOTE).waitFor({ state: 'hidden' });
    const entries = await entriesOf('ann', 2);
    expect(entries.map((entry) => [entry.kind, entry.item])).toEqual([
      ['flag', item],
      ['label', item],
    ]);
    await page.close();
  });

  test('undo acts on the last answer: a flag is none', async () => {
    const page = await atWork('ben');
    const undo = page.getByRole('button', { name: 'Undo' });
    const item = await itemOf(page);
    await page.keyboard.press('f');
    await page.getByText(NOTE).waitFor();
    await page.getByText('0 answers').waitFor();
    expect(await undo.isDisabled()).toBe(true);
    await page.keyboard.press('u');
    await page.keyboard.press('1');
    await untilOther(page, item);
    await page.keyboard.press('f');
    await page.getByText(NOTE).waitFor();
    await entriesOf('ben', 3);
    await page.keyboard.press('u');
    await page.locator(`[data-item="${item}"]`).waitFor();
    const entries = await entriesOf('ben', 4);
    expect(entries.map(({ kind }) => kind)).toEqual(['flag', 'label', 'flag', 'undo']);
    expect(entries[3]!.replaces).toBe(entries[1]!.id);
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByText('0 answers').waitFor();
    await page.close();
  });

  test('with nothing to show and no reason to wait, it asks again', async () => {
    const page = await atWork('chie');
    await itemOf(page);
    const assignments = `**/projects/${project}/assignments`;
    await page.route(assignments, (route) =>
      route.fulfill({ json: { assignments: [], wait: null } }),
    );
    await page.reload();
    await page.getByText('Batch:').first().waitFor();
    await page.getByRole('status', { name: 'Loading' }).waitFor();
    await page.unroute(assignments);
    await itemOf(page);
    await page.close();
  });

  test('the item of an answer that was refused is shown again', async () => {
    const page = await atWork('dora');
    await page.route(
      `**/projects/${project}/labels`,
      (route) => {
        const sent = route.request().postDataJSON() as object;
        return route.continue({ postData: { ...sent, label: 'no such class' } });
      },
      { times: 1 },
    );
    const refused = await itemOf(page);
    await page.keyboard.press('1');
    await page.getByText('LABELLING_CLASS_UNKNOWN').waitFor();
    await page.getByText('0 answers').waitFor();
    // It comes behind what was ahead of it.
    let item = await untilOther(page, refused);
    for (let others = 0; item !== refused; others++) {
      expect(others).toBeLessThan(6);
      await page.keyboard.press('1');
      item = await untilOther(page, item);
    }
    await page.close();
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});

async function itemOf(page: Page): Promise<string> {
  return (await page.locator('[data-item]').getAttribute('data-item'))!;
}

/** The item that is shown after another one. */
async function untilOther(page: Page, item: string): Promise<string> {
  await page.locator(`[data-item]:not([data-item="${item}"])`).waitFor();
  return itemOf(page);
}
