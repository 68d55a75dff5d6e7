import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { suiteNeeds } from '@alaas/testkit';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { writeLabelBatch } from '../../../src/services/outputs/labels/write-label-batch.js';
import { writeReport } from '../../../src/services/outputs/report/write-report.js';
import { CLOTHES, sampleImage, sampleReport } from './sample-report.js';

const WIDE = 1200;
const PHONE = 390;

suiteNeeds('chromium', 'pages in a browser', (executablePath) => {
  let folder: string;
  let browser: Browser;
  const pages: Record<string, string> = {};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alaas-pages-'));
    const path = (name: string) => join(folder, `${name}.html`);
    await writeReport(sampleReport(), path('report'));
    const classes = Array.from({ length: 77 }, (_, c) => `a_class_with_a_rather_long_name_${c}`);
    const text = async () => new TextEncoder().encode(`${'long'.repeat(80)} text`);
    await writeReport(
      sampleReport({ classes, task: 'text-classification', readItem: text }),
      path('texts'),
    );
    const items = sampleReport().chosen.slice(0, 12);
    const batch = { project: 'clothes', round: 1, classes: CLOTHES, items, readItem: sampleImage };
    await writeLabelBatch({ ...batch, task: 'image-classification' }, folder);
    await writeReport(sampleReport({ classes: ['0', '1', '2'] }), path('short'));
    pages['short'] = path('short');
    pages['report'] = path('report');
    pages['texts'] = path('texts');
    pages['contact sheet'] = path('batch-1');
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a page and gives what the browser complained of and asked for beside the file. */
  async function visit(
    name: string,
    options: { width: number; colorScheme: 'light' | 'dark' },
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const { width, colorScheme } = options;
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(pages[name]!).href);
    await look(page);
    expect(complaints).toEqual([]);
    await page.close();
  }

  for (const name of ['report', 'texts', 'contact sheet']) {
    for (const width of [WIDE, PHONE]) {
      it(`${name}: fits ${width} px, with style and pictures, asking for nothing`, async () => {
        await visit(name, { width, colorScheme: 'light' }, async (page) => {
          const seen = await page.evaluate(() => ({
            content: document.documentElement.scrollWidth,
            style: getComputedStyle(document.querySelector('main')!).paddingTop,
            broken: [...document.images].filter((image) => image.naturalWidth === 0).length,
            images: document.images.length,
          }));
          expect(seen.content).toBeLessThanOrEqual(width);
          expect(seen.style).not.toBe('0px');
          expect(seen.broken).toBe(0);
          expect(seen.images > 0).toBe(name !== 'texts');
        });
      });
    }
  }

  it('shows one of the two drawings of a chart, and no text of it is cut off', async () => {
    for (const width of [WIDE, PHONE]) {
      await visit('report', { width, colorScheme: 'light' }, async (page) => {
        const charts = await page.evaluate(() =>
          [...document.querySelectorAll('.chart')].map((chart) => {
            const shown = [...chart.querySelectorAll('svg')].filter(
              (svg) => svg.getBoundingClientRect().width > 0,
            );
            const outside = shown.flatMap((svg) => {
              const frame = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')].filter((text) => {
                const box = text.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1;
              });
            });
            return { shown: shown.length, outside: outside.map((text) => text.textContent) };
          }),
        );
        expect(charts).toEqual([
          { shown: 1, outside: [] },
          { shown: 1, outside: [] },
        ]);
      });
    }
  });

  it('writes no text of the confusion matrix over another, however short the names', async () => {
    await visit('short', { width: WIDE, colorScheme: 'light' }, async (page) => {
      const boxes = await page.evaluate(() =>
        [...document.querySelectorAll('svg')]
          .filter((chart) => chart.querySelector('title')?.textContent === 'Confusion matrix')
          .flatMap((chart) => [...chart.querySelectorAll('text')])
          .map((text) => text.getBoundingClientRect())
          .filter(({ width }) => width > 0)
          .map(({ left, right, top, bottom }) => ({ left, right, top, bottom })),
      );
      expect(boxes.length).toBeGreaterThan(8);
      const over = boxes.filter((a, i) =>
        boxes.some(
          (b, j) =>
            i < j && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
        ),
      );
      expect(over).toEqual([]);
    });
  });

  it('follows the colour scheme of the system', async () => {
    const colours: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await visit('report', { width: WIDE, colorScheme }, async (page) => {
        colours.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      });
    }
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(19, 23, 28)']);
  });

  it('runs no script, whatever the names of items are', async () => {
    const evil = `<script>document.title='taken'</script><img src=x onerror="document.title='taken'">`;
    const path = join(folder, 'evil.html');
    await writeReport(
      sampleReport({
        project: evil,
        classes: CLOTHES.map((name) => `${name}${evil}`),
        quarantined: [{ item: evil, code: evil, reason: evil }],
        settingsYaml: `</pre>${evil}`,
      }),
      path,
    );
    pages['evil'] = path;
    await visit('evil', { width: WIDE, colorScheme: 'light' }, async (page) => {
      expect(await page.title()).toContain('<script>');
      expect(await page.evaluate(() => document.scripts.length)).toBe(0);
    });
  });
});
