import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlaasClient } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { untilProject } from '../../server/test/live/live-server.js';
import { appForTest, clientOf, photograph, type AppForTest } from './app-for-test.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const LONG = 'class number 4 with a really long name that goes on and on';
const TWELVE = Array.from({ length: 12 }, (_, i) => (i === 3 ? LONG : `class number ${i + 1}`));
const BOOT = 'ankle-boot';
const DESKTOP = { width: 1280, height: 720 };
const PHONE = { width: 360, height: 640 };

/** Names that do not lie within their button, or reach into the next one. */
const OUTSIDE = `[...document.querySelectorAll('[aria-label="Classes"] button')].flatMap((button) => {
  const { top, bottom } = button.getBoundingClientRect();
  const name = button.querySelector('.wrap-anywhere');
  const { top: first, bottom: last } = name.getBoundingClientRect();
  return first < top || last > bottom || button.scrollHeight > button.clientHeight
    ? [name.textContent]
    : [];
})`;

suiteNeeds('chromium', 'the web application: room for what is labelled', (executablePath) => {
  let root: string;
  let app: AppForTest;
  let owner: AlaasClient;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'alaas-web-'));
    const lines = Array.from({ length: 24 }, (_, i) =>
      JSON.stringify({ id: `t${i}`, text: `Letter ${i}: ${'the parcel came late. '.repeat(40)}` }),
    );
    await writeFile(join(root, 'letters.jsonl'), lines.join('\n'));
    app = await appForTest(executablePath, { sources: { dataRoots: [root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
  });
  afterAll(async () => {
    await app.end();
    await rm(root, { recursive: true, force: true });
  });

  /** A page on which texts are labelled with these classes. */
  async function atWork(name: string, classes: readonly string[]): Promise<Page> {
    const data = { manifest: 'letters.jsonl', idColumn: 'id' };
    const config = { project: name, task: 'text', data, classes, budget: 12, batch: 6 };
    const { id } = await owner.projects.create({ config });
    const { token } = await owner.people.invite({ role: 'annotator', projects: [id] });
    const page = await app.joined(name, token);
    await untilProject(owner, id, ({ work }) => work === 'wait-for-labels');
    await page.goto(`${app.url}/projects/${id}/label`);
    await page.locator('[data-item]').getByText('the parcel').waitFor();
    return page;
  }

  test('long names of classes stay within their buttons; a list that is too long is scrolled', async () => {
    const page = await atWork('ann', TWELVE);
    const long = page.getByRole('button', { name: LONG });
    expect(await long.getAttribute('title')).toBe(LONG);
    for (const size of [DESKTOP, PHONE]) {
      await page.setViewportSize(size);
      expect([size.width, await page.evaluate(OUTSIDE)]).toEqual([size.width, []]);
      const last = page.getByRole('button', { name: TWELVE.at(-1)! });
      await last.scrollIntoViewIfNeeded();
      const { y, height } = (await last.boundingBox())!;
      const undo = (await page.getByRole('button', { name: 'Undo' }).boundingBox())!;
      expect(y + height).toBeLessThanOrEqual(undo.y);
      expect(undo.y + undo.height).toBeLessThanOrEqual(size.height);
    }
    await page.setViewportSize(DESKTOP);
    await photograph(page, 'label-long-names');
    await page.close();
  });

  test('a short name is on one line where there is room', async () => {
    const page = await atWork('ben', ['trouser', 'bag', BOOT]);
    for (const size of [DESKTOP, PHONE]) {
      await page.setViewportSize(size);
      const { height } = (await page.getByText(BOOT).boundingBox())!;
      expect(height).toBeLessThan(30);
    }
    await page.setViewportSize(DESKTOP);
    await photograph(page, 'label-short-names');
    await page.close();
  });

  test('the item keeps its room in a low window; the rest is reached by scrolling', async () => {
    const page = await atWork('chie', TWELVE);
    for (const [width, height] of [
      [640, 400],
      [320, 400],
      [667, 375],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.evaluate('scrollTo(0, 0)');
      const front = (await page.locator('[data-item]').boundingBox())!;
      expect(front.height).toBeGreaterThanOrEqual(230);
      expect(front.y + 230).toBeLessThanOrEqual(height);
      const text = (await page.locator('[data-item] [role=document]').boundingBox())!;
      expect(text.height).toBeGreaterThanOrEqual(200);
      for (const name of [TWELVE.at(-1)!, 'Undo', 'Flag']) {
        const button = page.getByRole('button', { name });
        await button.scrollIntoViewIfNeeded();
        const { y, height: tall } = (await button.boundingBox())!;
        expect([name, y >= 0 && y + tall <= height]).toEqual([name, true]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    await page.close();
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
