import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@alaas/core';
import type { PocReport } from '@alaas/server';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

import { documentOf, folderWith, runAlaas, type Ended } from './run-alaas.js';

/** Items of a few classes in a CSV file, the first `labelled` of them with their label. */
interface PoolSpec {
  readonly items?: number;
  readonly labelled?: number;
  readonly spread?: number;
  /** Name of the class of an item; undefined for no label. Default: its class. */
  readonly labelOf?: (item: number, target: number) => string | undefined;
  readonly yaml?: string;
}

function projectWith(spec: PoolSpec = {}): string {
  const { items = 140, labelled = items, spread = 1, yaml = '' } = spec;
  const { labelOf = (_, target) => `kind ${target}` } = spec;
  const { embeddings, targets } = seededClasses({
    items,
    classes: 3,
    dimension: 16,
    spread,
    seed: 3,
  });
  const { data, cols } = embeddings;
  const lines = Array.from(targets, (target, item) => {
    const label = item < labelled ? (labelOf(item, target) ?? '') : '';
    const vector = Array.from(data.subarray(item * cols, (item + 1) * cols), (v) => v.toFixed(4));
    return [`item-${item}`, label, ...vector].join(',');
  });
  const head = ['id', 'label', ...Array.from({ length: cols }, (_, k) => `v${k}`)].join(',');
  return folderWith({
    'x.csv': `${[head, ...lines].join('\n')}\n`,
    'alaas.yaml': `project: <flowers>
task: vectors
data: { embeddings: x.csv, idColumn: id }
labels: column:label
budget: 500
${yaml}`,
  });
}

async function poc(folder: string, ...flags: string[]): Promise<Ended> {
  return runAlaas(['poc', ...flags], { cwd: folder });
}

async function reportOf(folder: string): Promise<PocReport> {
  const { exitCode, stdout, stderr } = await poc(folder, '--json');
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(stdout).not.toMatch(/NaN|Infinity/);
  return documentOf(stdout) as unknown as PocReport;
}

async function errorOf(folder: string): Promise<Record<string, unknown>> {
  const { exitCode, stdout } = await poc(folder, '--json');
  expect(exitCode).not.toBe(0);
  return documentOf(stdout)['error'] as Record<string, unknown>;
}

describe('alaas poc', () => {
  it('answers with one document: fit, race, forecast, savings, verdict', async () => {
    const yaml = 'agent: { target: 0.6, pricePerLabel: 0.5, secondsPerLabel: 36 }\n';
    const folder = projectWith({ items: 300, labelled: 140, yaml });
    const report = await reportOf(folder);
    expect(report.verdict).toMatch(/^go/);
    expect(report.labels).toMatchObject({ known: 140, used: 140 });
    expect(report.pool).toEqual({ items: 300, unlabelled: 160, copies: 0 });
    expect(report.race).toMatchObject({ measuredOn: 'random-holdouts', racedItems: 98 });
    expect(report.race.arms.map(({ strategy }) => strategy)).toContain('random');
    for (const { points } of report.race.arms) {
      expect(points.at(-1)!.labels).toBe(98);
      for (const { value, low, high } of points) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    }
    const { p10, p50, p90, labels, cost } = report.forecast.budget;
    expect(labels).toBe(500);
    expect(p10).toBeLessThanOrEqual(p50);
    expect(p50).toBeLessThanOrEqual(p90);
    expect(cost).toEqual({ money: 250, hours: 5, days: 0.625 });
    expect(report.target).toMatchObject({ target: 0.6, withinLabels: 500 });
    expect(report.nextSteps.join(' ')).toContain('alaas run');
    expect(report.notes).toEqual([expect.stringMatching(/500 labels is more than the 300 items/)]);
  });

  it('writes a page that asks for nothing else, and escapes names', async () => {
    const folder = projectWith();
    const { exitCode, stdout } = await poc(folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('What to do next:');
    const page = readFileSync(join(folder, 'alaas-output/poc.html'), 'utf8');
    expect(page).toContain('&lt;flowers&gt;');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/<script|<flowers>|src="http|href="http|NaN|undefined/);
  });

  it('gives the same answer again', async () => {
    const folder = projectWith({ items: 100 });
    const [first, second] = [await reportOf(folder), await reportOf(folder)];
    expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0 });
  });

  it('says no go for labels without any relation to the items, with exit code 0', async () => {
    // One in some hundred such labellings looks like a signal by chance; this is none of them.
    const random = seededRandom(12);
    const folder = projectWith({ items: 240, labelOf: () => `kind ${random.integer(3)}` });
    const report = await reportOf(folder);
    expect(report.verdict).toBe('no-go');
    expect(report.reasons[0]).toMatchObject({ measure: 'signal', severity: 'severe' });
    expect(report.nextSteps[0]).toMatch(/Do not buy/);
  });

  it('says no go for a target that the budget does not reach', async () => {
    const folder = projectWith({ spread: 3, yaml: 'agent: { target: 1 }\n' });
    const report = await reportOf(folder);
    expect(report.verdict).toBe('no-go');
    expect(report.reasons[0]).toMatchObject({ measure: 'target', severity: 'severe' });
  });

  it('minds skewed classes and one that is named but never occurs', async () => {
    const labelOf = (item: number, target: number) =>
      target === 0 || item % 11 === 0 ? `kind ${target}` : 'kind 1';
    const yaml = 'classes: [kind 0, kind 1, kind 2, never]\nagent: { metric: macro-f1 }\n';
    const report = await reportOf(projectWith({ labelOf, yaml }));
    const measures = report.reasons.map(({ measure }) => measure);
    expect(measures).toContain('scarce-classes');
    expect(report.labels.perClass.at(-1)).toEqual({ name: 'never', labels: 0 });
    expect(report.metric).toBe('macro-f1');
    // Where classes are skewed, a strategy that minds them races, too.
    expect(report.race.arms.map(({ strategy }) => strategy)).toContain('direct');
  });

  it('tells what labels are missing', async () => {
    expect(await errorOf(projectWith({ labelled: 99 }))).toMatchObject({
      code: 'POC_TOO_FEW_LABELS',
      value: 99,
    });
    expect(await errorOf(projectWith({ labelled: 0 }))).toMatchObject({
      code: 'POC_NEEDS_LABELS',
    });
    expect(await errorOf(projectWith({ labelOf: () => 'same' }))).toMatchObject({
      code: 'DOMAIN_FIT_ONE_CLASS',
    });
    const folder = folderWith({
      'x.csv': 'id,v0,v1\na,1,2\nb,3,4\n',
      'alaas.yaml': 'project: p\ntask: vectors\ndata: { embeddings: x.csv }\nbudget: 2\n',
    });
    expect(await errorOf(folder)).toMatchObject({ code: 'POC_NEEDS_LABELS', field: 'labels' });
  });

  it('ends on Ctrl-C', async () => {
    const folder = projectWith();
    const { exitCode, stderr } = await runAlaas(['poc'], { cwd: folder, interrupted: true });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('CANCELLED');
  });
});
