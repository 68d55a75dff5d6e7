#!/usr/bin/env node
/**
 * The web application in a browser: frames while a grid of 100,000 items is scrolled, and the time from
 * a key to the next item where people label.
 *
 *   npm run bench -- web [--items 100000] [--keys 60] [--chromium /usr/bin/chromium] [--out <file>]
 *
 * Server, worker, database and browser share this machine; the browser draws without a graphics card.
 * The items are vectors: so that the grid has pictures to load and to draw, the bench tells the page
 * that they are images, and answers its requests for thumbnails. Bars: 95 of 100 frames within 34 ms
 * (two of a screen's), 95 of 100 keys answered within 50 ms.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

import { seededPngs } from '@alaas/testkit';
import { clientOf, untilProject, withService } from '../live/live-setting.mjs';
import { describeSetting } from '../setting/describe-setting.mjs';
import { sayWithBar } from '../setting/say-figures.mjs';

const { values: flags } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    keys: { type: 'string', default: '60' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    out: { type: 'string', default: 'bench/results/web.json' },
  },
});
const FRAME_MS = 34;
const REACTION_MS = 50;
const SCREENS = 300;
const JUMPS = 20;
const PICTURES = 16;
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

const setting = await describeSetting();
const pool = { items: Number(flags.items), dimension: 64, classes: 10 };
const result = await withService(pool, measure);
await mkdir(dirname(flags.out), { recursive: true });
await writeFile(flags.out, `${JSON.stringify({ bench: 'web', setting, ...result }, null, 2)}\n`);
sayWithBar({ name: 'frame, p95 ms', median: result.grid.frameMs.p95, atMost: FRAME_MS });
sayWithBar({
  name: 'key to item, p95 ms',
  median: result.labelling.drawnMs.p95,
  atMost: REACTION_MS,
});
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);

async function measure({ url, config }) {
  const owner = clientOf(url, 'owner');
  const settings = { batch: 200, budget: 1_000, agent: { earlyStop: false } };
  const { id } = await owner.projects.create({ config: { ...config, ...settings } });
  await untilProject(owner, id, ({ work }) => work === 'wait-for-labels');
  const browser = await chromium.launch({ executablePath: flags.chromium, args: ARGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    return {
      items: pool.items,
      labelling: await label(page, `${url}/projects/${id}/label`),
      grid: await scroll(page, `${url}/projects/${id}/data`),
    };
  } finally {
    await browser.close();
  }
}

/** From a key to the next item: until it is in the page, and until it is drawn. */
async function label(page, address) {
  await page.goto(address);
  await page.locator('[data-ahead="true"]').waitFor();
  await page.evaluate(() => {
    globalThis.times = [];
    let pressed;
    addEventListener('keydown', () => (pressed = performance.now()), { capture: true });
    const item = () => document.querySelector('[data-item]')?.dataset.item;
    let last = item();
    new MutationObserver(() => {
      if (item() === undefined || item() === last || pressed === undefined) return;
      last = item();
      const since = pressed;
      pressed = undefined;
      const there = performance.now() - since;
      const drawn = () => globalThis.times.push({ there, drawn: performance.now() - since });
      requestAnimationFrame(() => setTimeout(drawn));
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  for (let key = 0; key < Number(flags.keys); key++) {
    await page.keyboard.press('1');
    await page.waitForFunction((count) => globalThis.times.length > count, key);
    await page.locator('[data-ahead="true"]').waitFor();
  }
  const times = await page.evaluate(() => globalThis.times);
  return {
    keys: times.length,
    thereMs: spread(times.map(({ there }) => there)),
    drawnMs: spread(times.map(({ drawn }) => drawn)),
  };
}

/** Frames while the wheel turns, then how long it takes until a far place is filled. */
async function scroll(page, address) {
  await pretendImages(page);
  const begun = performance.now();
  await page.goto(address);
  await page.locator('[data-row] img').first().waitFor();
  const firstPicturesMs = performance.now() - begun;
  const grid = page.getByRole('group', { name: 'Items' });
  await grid.hover();
  await page.evaluate(() => {
    globalThis.frames = [];
    let last = performance.now();
    const frame = (now) => {
      globalThis.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let i = 0; i < SCREENS; i++) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(16);
  }
  const frames = await page.evaluate(() => globalThis.frames.slice(2));
  const jumps = [];
  for (let i = 1; i <= JUMPS; i++) {
    const from = performance.now();
    await grid.evaluate(
      (box, share) => (box.scrollTop = share * box.scrollHeight),
      i / (JUMPS + 1),
    );
    await page.waitForFunction(() => {
      const box = document.querySelector('[role="group"][aria-label="Items"]');
      const { top, bottom } = box.getBoundingClientRect();
      const tiles = [...box.querySelectorAll('[data-row]')].filter((tile) => {
        const place = tile.getBoundingClientRect();
        return place.bottom > top && place.top < bottom;
      });
      return tiles.length > 6 && tiles.every((tile) => tile.querySelector('img')?.complete);
    });
    jumps.push(performance.now() - from);
  }
  const tiles = await page.locator('[data-row]').count();
  const late = frames.filter((ms) => ms > REACTION_MS).length / frames.length;
  return {
    firstPicturesMs,
    frames: frames.length,
    frameMs: spread(frames),
    shareOver50Ms: late,
    filledAfterJumpMs: spread(jumps),
    tilesInPage: tiles,
  };
}

async function pretendImages(page) {
  const pictures = await seededPngs(PICTURES, { width: 96, height: 96, seed: 1 });
  await page.route(/\/items\?/, async (route) => {
    const response = await route.fetch();
    const { items, ...rest } = await response.json();
    const images = items.map((item) => ({ ...item, kind: 'image', contentUrl: '/' }));
    await route.fulfill({ response, json: { ...rest, items: images } });
  });
  await page.route(/\/thumbnail/, (route) => {
    const [, position] = /items\/(\d+)\//.exec(route.request().url()) ?? [];
    const body = Buffer.from(pictures[Number(position) % PICTURES]);
    return route.fulfill({ body, contentType: 'image/png' });
  });
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: sorted.at(-1) };
}
