import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AlaasClient, LedgerEntry } from '@alaas/client';
import { seededClassPngs, suiteNeeds } from '@alaas/testkit';
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

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const CLASSES = ['apple', 'pear', 'plum'];
const SHOWN_ITEM = `document.querySelector('[data-item]')?.dataset.item ?? ''`;
const KEYS: Readonly<Record<string, string>> = { apple: '1', pear: '2', plum: '3' };

suiteNeeds('chromium', 'the web application: labelling', (executablePath) => {
  let root: string;
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;
  let ann: Page;
  let ben: Page;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'alaas-web-'));
    await mkdir(join(root, 'fruit'));
    const images = await seededClassPngs({ classes: CLASSES, each: 40, seed: 3 });
    for (const [i, { label, bytes }] of images.entries()) {
      await writeFile(join(root, 'fruit', `${label}-${i}.png`), bytes);
    }
    app = await appForTest(executablePath, { sources: { dataRoots: [root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    const config = {
      project: 'Fruit',
      task: 'image',
      data: 'fruit',
      classes: CLASSES,
      budget: 72,
      batch: 12,
      agent: { earlyStop: false },
    };
    const labelling = { guidelines: 'Look at the colour.' };
    project = (await owner.projects.create({ config, labelling })).id;
    ann = await annotator('ann');
    ben = await annotator('ben');
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
  });
  afterAll(async () => {
    await app.end();
    await rm(root, { recursive: true, force: true });
  });

  async function annotator(name: string): Promise<Page> {
    const { token } = await owner.people.invite({ role: 'annotator', projects: [project] });
    return app.joined(name, token);
  }

  async function entries(): Promise<readonly LedgerEntry[]> {
    return (await owner.projects.ledger(project, { limit: 1_000 })).entries;
  }

  async function untilEntries(isEnough: (all: readonly LedgerEntry[]) => boolean) {
    for (;;) {
      const all = await entries();
      if (isEnough(all)) return all;
      await wait(50);
    }
  }

  test('whoever is let in finds the project and its first item', async () => {
    await ann.reload();
    await ann.getByRole('heading', { name: 'Fruit' }).waitFor();
    await photograph(ann, 'projects');
    await ann.getByRole('link', { name: 'Label' }).click();
    await itemOf(ann);
    await ann.getByText('One of the first items, before there is a model.').waitFor();
    await expectAccessible(ann);
    await photograph(ann, 'label');
    await ann.keyboard.press('?');
    await ann.getByText('Look at the colour.').waitFor();
    await photograph(ann, 'label-help');
    await ann.keyboard.press('Escape');
    await ann.getByText('Look at the colour.').waitFor({ state: 'hidden' });
  });

  test('two people label by keyboard alone, through several rounds', async () => {
    await ben.goto(`${app.url}/projects/${project}/label`);
    let labelled = 0;
    const work = async (page: Page): Promise<void> => {
      for (let last: string | undefined; labelled < 30;) {
        const item = await page.evaluate<string>(SHOWN_ITEM);
        if (labelled >= 30) return;
        if (item === last || item === '') await wait(20);
        else {
          labelled++;
          last = item;
          await page.keyboard.press(KEYS[classOf(item)]!);
        }
      }
    };
    await Promise.all([work(ann), work(ben)]);
    const all = await untilEntries((ledger) => ledger.length >= 30);
    expect(all).toHaveLength(30);
    for (const { item, label, client } of all) {
      expect(item).toContain(label!);
      expect(client).toBe('alaas-web');
    }
    expect(new Set(all.map(({ annotator: name }) => name))).toEqual(new Set(['ann', 'ben']));
    expect(all.some(({ modelVersion }) => modelVersion !== null)).toBe(true);
  });

  test('undo shows the item again; skip, cannot tell and flag are told', async () => {
    // What ben has goes to others.
    await ben.getByRole('link', { name: 'Back to the projects' }).first().click();
    await ben.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
    await untilAhead(ann);
    const before = (await entries()).length;
    const item = await labelOne(ann);
    await untilEntries((all) => all.length === before + 1);
    await ann.keyboard.press('u');
    await ann.locator(`[data-item="${item}"]`).waitFor();
    for (const key of ['x', 's']) await press(ann, key);
    await ann.keyboard.press('f');
    const all = await untilEntries((ledger) => ledger.length >= before + 5);
    expect(all.slice(before).map(({ kind }) => kind)).toEqual([
      'label',
      'undo',
      'cannot-tell',
      'skip',
      'flag',
    ]);
  });

  test('without a connection answers are kept, told, and sent later', async () => {
    await ann.getByRole('link', { name: 'Back to the projects' }).first().click();
    await ben.goto(`${app.url}/projects/${project}/label`);
    await untilAhead(ben);
    const before = (await entries()).filter(({ annotator: name }) => name === 'ben').length;
    await ben.context().setOffline(true);
    const done = [await labelOne(ben), await labelOne(ben)];
    await ben.getByText('Offline: 2 answers are kept here').waitFor();
    await ben.context().setOffline(false);
    const mine = (all: readonly LedgerEntry[]) => all.filter((one) => one.annotator === 'ben');
    const all = await untilEntries((ledger) => mine(ledger).length >= before + 2);
    expect(
      mine(all)
        .slice(-2)
        .map(({ item }) => item),
    ).toEqual(done);
    await ben.getByText('Offline').waitFor({ state: 'hidden' });
  });

  test('answers that were not sent outlive the page', async () => {
    await untilAhead(ben);
    const labels = `**/projects/${project}/labels`;
    await ben.route(labels, (route) => route.abort());
    const item = await labelOne(ben);
    await ben.getByText('Offline: 1 answer is kept here').waitFor();
    await ben.unroute(labels);
    await ben.reload();
    await untilEntries((all) => all.some((one) => one.item === item && one.annotator === 'ben'));
    await itemOf(ben);
  });

  test('on a phone, in Japanese and dark, everything is there', async () => {
    const { token } = await owner.people.invite({ role: 'annotator', projects: [project] });
    const page = await app.joined('chie', token, {
      viewport: { width: 360, height: 640 },
      hasTouch: true,
    });
    await page.evaluate("localStorage.setItem('alaas-language', 'ja')");
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${app.url}/projects/${project}/label`);
    await itemOf(page);
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const item = await itemOf(page);
    await page.getByRole('progressbar', { name: 'バッチの進み具合' }).last().waitFor();
    await pinch(page);
    await expect
      .poll(() => page.locator('[data-item] img').evaluate((image) => image.style.transform))
      .toMatch(/scale\((1\.[1-9]|[2-9])/);
    const box = await page.getByRole('button', { name: 'plum' }).boundingBox();
    expect(box!.y + box!.height).toBeLessThanOrEqual(640);
    await page.getByRole('button', { name: classOf(item) }).click();
    await untilOther(page, item);
  });

  test('words are found and marked in a long text', async () => {
    const lines = Array.from({ length: 12 }, (_, i) => {
      const text = `${i}. ${'The parcel came late. '.repeat(40)} I want my money back (${i}).`;
      return JSON.stringify({ id: `t${i}`, text });
    });
    await writeFile(join(root, 'letters.jsonl'), lines.join('\n'));
    const data = { manifest: 'letters.jsonl', idColumn: 'id' };
    const classes = ['late', 'other'];
    const config = { project: 'Letters', task: 'text', data, classes, budget: 6 };
    const { id } = await owner.projects.create({ config });
    const { token } = await owner.people.invite({ role: 'annotator', projects: [id] });
    const page = await app.joined('dora', token);
    await untilProject(owner, id, ({ work }) => work === 'wait-for-labels');
    await page.goto(`${app.url}/projects/${id}/label`);
    const item = await itemOf(page);
    const front = page.locator('[data-item]');
    await front.getByLabel('Find in the text').fill('MONEY');
    expect(await front.locator('mark').allTextContents()).toEqual(['money']);
    await expectAccessible(page);
    await photograph(page, 'label-text');
    await page.keyboard.press('Enter');
    await page.keyboard.press('1');
    await untilOther(page, item);
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});

function classOf(item: string): string {
  return CLASSES.find((name) => item.includes(name))!;
}

async function itemOf(page: Page): Promise<string> {
  return (await page.locator('[data-item]').getAttribute('data-item'))!;
}

/** Answers the item in front and waits for another; gives the name of what was labelled. */
async function labelOne(page: Page): Promise<string> {
  const item = await itemOf(page);
  await page.keyboard.press(KEYS[classOf(item)]!);
  await untilOther(page, item);
  return item;
}

async function press(page: Page, key: string): Promise<void> {
  const item = await itemOf(page);
  await page.keyboard.press(key);
  await untilOther(page, item);
}

async function untilOther(page: Page, item: string): Promise<void> {
  await page.locator(`[data-item]:not([data-item="${item}"])`).waitFor();
}

/** Until there are some items ahead of the one that is shown. */
async function untilAhead(page: Page): Promise<void> {
  await itemOf(page);
  await page.locator('[data-ahead="true"]').waitFor();
}

/** Two fingers move apart on the image. */
async function pinch(page: Page): Promise<void> {
  const { x, y, width, height } = (await page.locator('[data-item] img').boundingBox())!;
  const [middle, level] = [x + width / 2, y + height / 2];
  const session = await page.context().newCDPSession(page);
  const fingers = (apart: number) => [
    { x: middle - apart, y: level, id: 1 },
    { x: middle + apart, y: level, id: 2 },
  ];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(20) });
  for (const apart of [30, 45, 60]) {
    await session.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: fingers(apart),
    });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
