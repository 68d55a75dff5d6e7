import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProjectPlan, RunAnswer } from '@alaas/server';
import { beforeAll, describe, expect, test } from 'vitest';

import { labelsFile, openWorkplace, vectorFiles, yaml } from './workplace.js';

const { project, run, alaas } = openWorkplace();

const DATA = { task: 'vectors', data: 'x.npy', labels: 'y.npy', budget: 60 };
const KEYS = { ...DATA, project: 'vectors', strategy: 'uncertainty-herding' };

describe('alaas run on vectors', () => {
  let folder: string;
  let first: RunAnswer;
  beforeAll(async () => {
    folder = project({ 'alaas.yaml': yaml(KEYS), ...vectorFiles() });
    first = await run(folder);
  });

  test('buys the budget, measures each round, writes report, labelled set and model', () => {
    const answer = first;
    expect(answer.status).toBe('finished');
    expect(answer.labels).toEqual({ budget: 60, used: 60 });
    expect(new Set(answer.selected).size).toBe(60);
    expect(answer.curve.map(({ labels }) => labels)).toEqual([10, 13, 16, 20, 25, 31, 39, 49, 60]);
    for (const { accuracy, low, high } of answer.curve) {
      expect(low).toBeLessThanOrEqual(accuracy);
      expect(high).toBeGreaterThanOrEqual(accuracy);
    }
    expect(answer.curve.at(-1)!.accuracy).toBeGreaterThan(0.9);
    expect(answer.quarantined).toEqual([]);
    expect(answer.stages.map(({ name }) => name).sort()).toEqual(['select', 'train']);
    const report = readFileSync(answer.outputs.report!, 'utf8');
    expect(report).toContain('Simulation only.');
    expect(report).toContain('random picks');
    const lines = readFileSync(answer.outputs.labels!, 'utf8').trim().split('\r\n');
    expect(lines).toHaveLength(61);
    expect(lines[1]).toMatch(/^\d+,\d,oracle,0,max-herding,0$/);
    expect(lines.at(-1)).toMatch(/,oracle,8,uncertainty-herding,10$/);
  });

  test('the model names the classes of the labels', () => {
    const classes = readFileSync(join(dirname(first.outputs.model!), 'classes.json'), 'utf8');
    expect(JSON.parse(classes)).toEqual(['0', '1', '2']);
  });

  test('run again, it gives the same answer and says what that saved', async () => {
    const again = await run(folder);
    expect(again.runId).toBe(first.runId);
    expect(again.selected).toEqual(first.selected);
    expect(again.curve).toEqual(first.curve);
    expect(again.seconds.firstTime).toBeGreaterThan(0);
  });

  test('the same seed gives the same run in another data folder; another seed another one', async () => {
    const same = project({ 'alaas.yaml': yaml({ ...KEYS, project: 'twin' }), ...vectorFiles() });
    const twin = await run(same);
    expect(twin.runId).not.toBe(first.runId);
    expect(twin.selected).toEqual(first.selected);
    expect(twin.curve).toEqual(first.curve);
    const other = project({
      'alaas.yaml': yaml({ ...KEYS, project: 'other', seed: 1 }),
      ...vectorFiles(),
    });
    expect((await run(other)).selected).not.toEqual(first.selected);
  });

  test('accuracy on given test items; a named strategy; fixed batches', async () => {
    const keys = { ...KEYS, project: 'tested', strategy: 'margin', batch: 25 };
    const text = `${yaml(keys)}test:\n  embeddings: xt.npy\n  labels: yt.npy\n`;
    const answer = await run(project({ 'alaas.yaml': text, ...vectorFiles() }));
    expect(answer.curve.map(({ labels }) => labels)).toEqual([25, 50, 60]);
    const report = readFileSync(answer.outputs.report!, 'utf8');
    expect(report).toMatch(/Measured on the test set that you gave: 90\s+items/);
    expect(report).toContain('margin');
  });

  test('other settings start a new run and say so', async () => {
    const changed = project({
      'alaas.yaml': yaml({ ...KEYS, project: 'changed' }),
      ...vectorFiles(),
    });
    const before = await run(changed);
    expect(before.notes).toEqual([]);
    writeFileSync(join(changed, 'alaas.yaml'), yaml({ ...KEYS, project: 'changed', budget: 40 }));
    const second = await run(changed);
    expect(second.runId).not.toBe(before.runId);
    expect(second.notes[0]).toBe('The settings changed since the latest run: a new run starts.');
    writeFileSync(join(changed, 'y.npy'), labelsFile(Array.from({ length: 300 }, (_, i) => i % 2)));
    expect((await run(changed)).notes[0]).toMatch(/^The data changed/);
  });

  test('export writes the results of the latest run into another folder', async () => {
    const { exitCode, stdout } = await alaas(folder, 'export', '--to', 'delivery', '--json');
    expect(exitCode).toBe(0);
    const { runId, labels, outputs } = JSON.parse(stdout) as {
      runId: string;
      labels: number;
      outputs: Record<string, string>;
    };
    expect({ runId, labels }).toEqual({ runId: first.runId, labels: 60 });
    expect(readFileSync(outputs['labels']!)).toEqual(readFileSync(first.outputs.labels!));
    expect(outputs['model']).toBe(join(folder, 'delivery', 'model', 'model.onnx'));
  });
});

test('without a strategy the agent chooses, stops when little is left to gain, and says why', async () => {
  const folder = project({ 'alaas.yaml': yaml({ ...DATA, project: 'agent' }), ...vectorFiles() });
  const { agent, labels, outputs } = await run(folder);
  expect(agent?.champion).toBe('uncertainty-herding');
  expect(agent?.stop?.reason).toBe('gain-exhausted');
  expect(labels.used + agent!.stop!.savedLabels).toBe(60);
  expect(agent!.arms.map(({ strategy }) => strategy)).toEqual(['uncertainty-herding', 'margin']);
  const report = readFileSync(outputs.report!, 'utf8');
  expect(report).toContain('What to do next.');
  const { stdout, exitCode } = await alaas(folder, 'plan', '--json');
  expect(exitCode).toBe(0);
  const plan = JSON.parse(stdout) as ProjectPlan;
  expect(plan).toMatchObject({ basis: 'measured', labels: { used: labels.used, budget: 60 } });
  expect(plan.forecasts.at(-1)!.p50).toBeGreaterThan(0.9);
});

test('the answer judges the data, the savings and the probabilities; the report says so', async () => {
  const folder = project({ 'alaas.yaml': yaml({ ...DATA, project: 'judged' }), ...vectorFiles() });
  const answer = await run(folder);
  const { domainFit, labelsSaved, calibration, scarceClasses, outputs } = answer;
  expect(domainFit).toMatchObject({ measuredOn: 'simulation-holdout', items: 60 });
  expect(domainFit.measures!.signal.probe.value).toBeGreaterThan(0.8);
  expect(labelsSaved).toMatchObject({ metric: 'accuracy', randomFrom: 'control-run' });
  expect(labelsSaved!.probabilitySaved).toBeGreaterThanOrEqual(0);
  expect(calibration).toMatchObject({ items: 60 });
  expect(scarceClasses).toBeNull();
  const report = readFileSync(outputs.report!, 'utf8');
  expect(report).toContain('Are the data fit for it?');
  expect(report).toContain('Labels saved against picking at random');
  expect(report).toContain('Can its probabilities be taken at their word?');
  const card = readFileSync(join(dirname(outputs.model!), 'model.json'), 'utf8');
  expect(JSON.parse(card)).toMatchObject({ provenance: { calibration } });
});

test('while few items have a label, accuracy over the others is told as well', async () => {
  const few = { ...DATA, project: 'few', budget: 15 };
  const folder = project({ 'alaas.yaml': yaml(few), ...vectorFiles() });
  const { tightenedAccuracy, curve, outputs } = await run(folder);
  const { value, standardError, interval } = tightenedAccuracy!;
  expect(standardError).toBeGreaterThan(0);
  expect(interval.low).toBeLessThanOrEqual(value);
  expect(interval.high).toBeGreaterThanOrEqual(value);
  expect(Math.abs(value - curve.at(-1)!.accuracy)).toBeLessThan(0.1);
  expect(readFileSync(outputs.report!, 'utf8')).toContain('of those without a label');

  const many = { ...DATA, project: 'many', agent: { earlyStop: false } };
  const other = project({ 'alaas.yaml': yaml(many), ...vectorFiles() });
  expect((await run(other)).tightenedAccuracy).toBeNull();
});

test('a strategy that fails is dropped with the reason, and the run goes on, also when taken up again', async () => {
  const agent = { arms: ['uncertainty-herding', 'similar-to', 'margin'] };
  const keys = { ...DATA, project: 'failing', strategy: 'compare', agent };
  const folder = project({ 'alaas.yaml': yaml(keys), ...vectorFiles() });
  const first = await run(folder);
  expect(first.status).toBe('finished');
  const failed = first.agent!.arms.find(({ strategy }) => strategy === 'similar-to');
  expect(failed).toMatchObject({ status: 'failed', reason: 'similar-to needs examples.' });
  const again = await run(folder);
  expect(again.agent).toEqual(first.agent);
  expect(again.selected).toEqual(first.selected);
});

test('where macro-F1 counts, the curve and the savings are in it', async () => {
  const agent = { metric: 'macro-f1', target: 0.99, pricePerLabel: 0.5, secondsPerLabel: 36 };
  const folder = project({
    'alaas.yaml': yaml({ ...DATA, project: 'f1', agent }),
    ...vectorFiles(),
  });
  const { curve, labelsSaved, outputs } = await run(folder);
  for (const { macroF1 } of curve) {
    expect(macroF1!.low).toBeLessThanOrEqual(macroF1!.value);
    expect(macroF1!.high).toBeGreaterThanOrEqual(macroF1!.value);
  }
  expect(labelsSaved).toMatchObject({ metric: 'macro-f1', value: curve.at(-1)!.macroF1!.value });
  expect(readFileSync(outputs.report!, 'utf8')).toContain('How macro-F1 grew with labels');
  const { stdout } = await alaas(folder, 'plan', '--json');
  const { target, record, trackRecord, domainFit } = JSON.parse(stdout) as ProjectPlan;
  const { p10, costs } = target!;
  expect(costs.p10 === null).toBe(p10 === undefined);
  expect(costs).toHaveProperty('p90');
  expect(trackRecord.forecasts).toBeGreaterThanOrEqual(record.length);
  expect(domainFit.measures).not.toBeNull();
});

test('in the mode of the paper, run and plan count what was paid', async () => {
  const keys = {
    ...DATA,
    project: 'paper',
    budget: 120,
    strategy: 'paper',
    agent: { arms: ['margin', 'entropy'], earlyStop: false },
  };
  const folder = project({ 'alaas.yaml': yaml(keys), ...vectorFiles() });
  const { labels, labelledItems, outputs, selected } = await run(folder);
  expect(labels.used).toBeLessThanOrEqual(120);
  expect(labelledItems).toBe(new Set(selected).size);
  expect(labels.used).toBeGreaterThan(labelledItems);
  const report = readFileSync(outputs.report!, 'utf8');
  expect(report).toMatch(new RegExp(`for\\s+${labelledItems} different items`));
  expect(report).toContain('The race, stage by stage');
  const { stdout } = await alaas(folder, 'plan', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ labels });
});

test('plan looks at a comparison as it was run', async () => {
  const keys = { ...DATA, project: 'compared', budget: 90, strategy: 'compare' };
  const folder = project({ 'alaas.yaml': yaml(keys), ...vectorFiles() });
  const { labels } = await run(folder);
  const { stdout } = await alaas(folder, 'plan', '--json');
  const plan = JSON.parse(stdout) as ProjectPlan;
  expect(plan).toMatchObject({ basis: 'measured', labels: { used: labels.used, budget: 90 } });
});

test('before the first label, plan tells what other data were like', async () => {
  const keys = { ...DATA, project: 'planned', agent: { target: 0.9, pricePerLabel: 0.5 } };
  const folder = project({ 'alaas.yaml': yaml(keys), ...vectorFiles() });
  const { stdout } = await alaas(folder, 'plan', '--json');
  const plan = JSON.parse(stdout) as ProjectPlan;
  expect(plan).toMatchObject({ basis: 'experience', now: null, next: null });
  expect(plan.budgetCost.money).toBe(30);
  for (const { p10, p50, p90 } of plan.forecasts) {
    expect(p10).toBeLessThanOrEqual(p50);
    expect(p50).toBeLessThanOrEqual(p90);
  }
  expect(plan.target!.probabilityUnreachable).toBeGreaterThan(0);
});

test('what is wrong ends with 2, and says what to do', async () => {
  const keys = { ...KEYS, project: 'too dear', budget: 241 };
  const folder = project({ 'alaas.yaml': yaml(keys), ...vectorFiles() });
  const { exitCode, stdout, stderr } = await alaas(folder, 'run', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'RUN_BUDGET_EXCEEDS_POOL', field: 'budget', value: 241 },
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('What to do: Lower "budget"');
});

describe('a strategy of one’s own', () => {
  test('chooses the batches after the first, and the labelled set says so', async () => {
    const folder = project({
      'alaas.yaml': yaml({ ...KEYS, project: 'own', budget: 20, batch: 5, strategy: './last.mjs' }),
      'last.mjs': `export const strategy = {
        id: 'last', title: 'Last', summary: 'Takes the last items.', source: 'none', cost: 'O(b)',
        needs: ['probabilities'], uses: [], options: {},
        async select({ probabilities: { rows } }, { count }) {
          return Array.from({ length: count }, (_, i) => rows - 1 - i);
        },
      };`,
      ...vectorFiles(),
    });
    const answer = await run(folder);
    const lines = readFileSync(answer.outputs.labels!, 'utf8').trim().split('\r\n');
    expect(lines.slice(-10).every((line) => /,.\/last.mjs,/.test(line))).toBe(true);
    expect(answer.selected).toHaveLength(20);
  });
});
