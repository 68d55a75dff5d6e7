import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ReportInput } from '../../../src/services/outputs/report/report-input.js';
import { writeReport } from '../../../src/services/outputs/report/write-report.js';
import { readPage } from './read-page.js';
import { sampleReport } from './sample-report.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-report-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function report(changes: Partial<ReportInput> = {}) {
  const path = join(folder, 'report.html');
  await writeReport(sampleReport(changes), path);
  return readPage(await readFile(path, 'utf8'));
}

describe('writeReport', () => {
  it('is one well-formed page that asks for nothing else', async () => {
    const page = await report();
    expect(page.unbalanced).toEqual([]);
    expect(page.tags).not.toContain('script');
    expect(page.tags).not.toContain('link');
    expect(page.policy).toContain(`default-src 'none'`);
    expect(page.references.filter((address) => !address.startsWith('data:image/webp'))).toEqual([]);
    expect(page.source).not.toMatch(/@import|url\(|https?:\/\//);
    expect(await readdir(folder)).toEqual(['report.html']);
  });

  it('says accuracy with interval, count, and where it was measured', async () => {
    const { text } = await report();
    const last = sampleReport().curve.at(-1)!;
    expect(text).toContain(`${(100 * last.accuracy).toFixed(1)} % of images`);
    expect(text).toContain(
      `95 % interval ${(100 * last.low).toFixed(1)}–${(100 * last.high).toFixed(1)} %`,
    );
    expect(text).toContain('Simulation only.');
    expect(text).toContain('20 % of the labelled items (2,000 images');
    expect(text).toContain('the whole budget of 200');
  });

  it('names a given test set instead of a simulation', async () => {
    const { text } = await report({ measurement: { kind: 'test-set', items: 500 } });
    expect(text).toContain('Measured on the test set that you gave: 500 images');
    expect(text).not.toContain('Simulation');
  });

  it('says that nothing was measured when nothing was', async () => {
    const { text, tags } = await report({
      measurement: { kind: 'none' },
      curve: [],
      control: undefined,
      evaluation: undefined,
    });
    expect(text).toContain('Accuracy was not measured.');
    expect(text).not.toContain('How accuracy grew');
    expect(tags).not.toContain('polyline');
  });

  it('draws a point, a band and a line for each curve', async () => {
    const { tags } = await report();
    const count = (name: string) => tags.filter((tag) => tag === name).length;
    // A wide and a narrow drawing, each with two curves of seven points.
    expect(count('circle')).toBe(2 * 2 * 7);
    expect(count('polygon')).toBe(2 * 2);
    expect(count('polyline')).toBe(2 * 2);
  });

  it('draws a curve of a single point', async () => {
    const point = { labels: 1, accuracy: 1, low: 0.2, high: 1 };
    const page = await report({ curve: [point], control: undefined });
    expect(page.source).not.toMatch(/NaN|Infinity|undefined/);
  });

  it.each([
    { random: 0.5, words: 'Choosing actively paid off here.' },
    { random: 0.9, words: 'Random picks did better here.' },
    { random: 0.79, words: 'This measurement cannot tell the two apart.' },
  ])('compares with random picks at $random: $words', async ({ random, words }) => {
    const strategy = { labels: 100, accuracy: 0.8, low: 0.78, high: 0.82 };
    const control = { labels: 100, accuracy: random, low: random - 0.02, high: random + 0.02 };
    const { text } = await report({ curve: [strategy], control: { points: [control] } });
    expect(text).toContain(words);
  });

  it('names the bottleneck and lists what was left out', async () => {
    const { text } = await report();
    expect(text).toContain('Encode (bottleneck)');
    expect(text).toContain('images/broken.png');
    expect(text).toContain('ITEM_CORRUPT');
  });

  it('says how much time the cache saved', async () => {
    const { text } = await report({ cache: { hits: 9000, misses: 1000, secondsSaved: 65 } });
    expect(text).toContain('9,000 of 10,000 embeddings came from the cache');
    expect(text).toContain('saved about 1 min 5 s');
  });

  it('shows at most 60 of the chosen images and says so', async () => {
    const { text, tags } = await report();
    expect(tags.filter((tag) => tag === 'img')).toHaveLength(60);
    expect(text).toContain('60 of the 200 chosen images');
  });

  it('shows texts of text items', async () => {
    const { text, tags } = await report({
      task: 'text-classification',
      readItem: async (item) => new TextEncoder().encode(`Where is my card ${item}?`),
    });
    expect(text).toContain('Where is my card images/00000.png?');
    expect(tags).not.toContain('img');
  });

  it('is written even when the chosen items cannot be read any more', async () => {
    const { text } = await report({ readItem: () => Promise.reject(new Error('gone')) });
    expect(text).toContain('cannot be shown');
  });

  it('escapes everything that comes from outside', async () => {
    const evil = `"'></title></style><script>alert(1)</script><img src=x onerror=alert(2)>&amp;`;
    const plain = (await report({ classes: ['a', 'b'] })).tags;
    const page = await report({
      project: evil,
      classes: [evil, `${evil}2`],
      strategy: evil,
      runId: evil,
      settingsYaml: evil,
      encoder: { id: evil, digest: evil },
      versions: { [evil]: evil, node: evil },
      reproduce: [evil],
      quarantined: [{ item: evil, code: evil, reason: evil }],
      chosen: sampleReport().chosen.map((one) => ({ ...one, item: evil, label: evil })),
    });
    expect(page.tags).toEqual(plain);
    expect(page.unbalanced).toEqual([]);
    expect(page.attributeNames.filter((name) => name.startsWith('on'))).toEqual([]);
    expect(page.text).toContain('<script>alert(1)</script>');
  });

  it('folds away the figures of many classes and lists the worst confusions', async () => {
    const classes = Array.from({ length: 77 }, (_, c) => `intent ${c}`);
    const page = await report({ classes });
    expect(page.text).toContain('Figures of all 77 classes, lowest recall first');
    expect(page.unbalanced).toEqual([]);
  });

  it('stops when cancelled and leaves nothing behind', async () => {
    const path = join(folder, 'report.html');
    await expect(
      writeReport(sampleReport(), path, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a path that cannot be written with a typed error', async () => {
    await writeReport(sampleReport(), join(folder, 'report.html'));
    await expect(
      writeReport(sampleReport(), join(folder, 'report.html', 'inside.html')),
    ).rejects.toMatchObject({ code: 'OUTPUT_WRITE_FAILED', details: { field: 'output' } });
  });
});
