import { readFileSync, writeFileSync } from 'node:fs';
import { exportRun, importLabels, runProject, type LoadedProject } from '@alaas/server';
import { beforeAll, describe, expect, test } from 'vitest';

import { openProjects, vectorFiles } from './project-files.js';

const { project } = openProjects();

const CLASSES = ['class 0', 'class 1', 'class 2'];

/** Fills in a batch file as a person would, up to a number of lines. */
function fillIn(csv: string, lines = Infinity): string {
  const [header, ...rows] = readFileSync(csv, 'utf8').trim().split('\r\n');
  const filled = rows.map((row, i) => {
    const [item, , ...rest] = row.split(',');
    return [item, i < lines ? `class ${Number(item) % 3}` : '', ...rest].join(',');
  });
  writeFileSync(csv, [header, ...filled].join('\r\n'));
  return csv;
}

test('a bought holdout tells of the data before anything else is asked for, and of the savings', async () => {
  const keys = { task: 'vectors', data: 'x.npy', budget: 400, classes: CLASSES };
  const loaded = await project(keys, vectorFiles({ items: 500 }));
  const first = await runProject(loaded);
  expect(first.waitingFor).toMatchObject({ round: 0, items: 48 });
  expect(first.domainFit).toMatchObject({ measuredOn: 'none', measures: null });
  await importLabels(loaded, fillIn(first.waitingFor!.csv));
  const told: string[] = [];
  const second = await runProject(loaded, {
    onProgress: (event) => {
      if (event.kind === 'note') told.push(event.text);
      if (event.kind === 'stage' && event.stage === 'choose') told.push('chooses');
    },
  });
  expect(second.domainFit).toMatchObject({ measuredOn: 'bought-holdout', items: 48 });
  expect(told[0]).toMatch(/^Are the data fit for it\?/);
  expect(told).toContain('chooses');
  expect(second.labelsSaved).toBeNull();
  await importLabels(loaded, fillIn(second.waitingFor!.csv));
  const third = await runProject(loaded);
  expect(third.labelsSaved).toMatchObject({ randomFrom: 'holdout', labels: 10 });
  expect(third.labelsSaved!.randomPoints.map(({ labels }) => labels)).toEqual([
    10, 14, 19, 24, 29, 34, 38,
  ]);
  expect(third.calibration).toMatchObject({ items: 48 });
  const report = readFileSync(third.outputs.report!, 'utf8');
  expect(report).toContain('batch-2.csv');
  expect(report).toContain('tried inside the items measured on');
});

describe('labelling by file', () => {
  let loaded: LoadedProject;
  beforeAll(async () => {
    const keys = { task: 'vectors', data: 'x.npy', budget: 16, batch: 4 };
    loaded = await project(keys, vectorFiles());
  });

  test('waits for the first batch, and asks again for what is not labelled', async () => {
    const first = await runProject(loaded);
    expect(first.status).toBe('waiting');
    expect(first.outputs).toEqual({ report: null, labels: null, model: null });
    expect(first.waitingFor).toMatchObject({ round: 0, items: 10 });
    const part = await importLabels(loaded, fillIn(first.waitingFor!.csv, 6));
    expect(part).toMatchObject({ imported: 6, corrected: 0, unchanged: 0 });
    expect(part.remaining).toHaveLength(4);
    const second = await runProject(loaded);
    expect(second.waitingFor).toMatchObject({ round: 0, items: 4 });
    expect(second.selected).toEqual(first.selected);
  });

  test('goes on when the batch is complete, until the budget is spent', async () => {
    const { waitingFor } = await runProject(loaded);
    const rest = await importLabels(loaded, fillIn(waitingFor!.csv));
    expect(rest).toMatchObject({ imported: 4, remaining: [] });
    const next = await runProject(loaded);
    expect(next.waitingFor).toMatchObject({ round: 1, items: 4 });
    expect(next.labels).toEqual({ budget: 16, used: 10 });
    expect(next.curve).toEqual([]);
    expect(next.outputs.model).not.toBeNull();
    await importLabels(loaded, fillIn(next.waitingFor!.csv));
    const last = await runProject(loaded);
    expect(last.waitingFor).toMatchObject({ round: 2, items: 2 });
    await importLabels(loaded, fillIn(last.waitingFor!.csv));
    const done = await runProject(loaded);
    expect(done.status).toBe('finished');
    expect(done.labels.used).toBe(16);
    const page = readFileSync(done.outputs.report!, 'utf8');
    expect(page).toContain('Accuracy was not measured.');
    expect(page).toContain('By its own opinion, which is no measurement');
    expect(done.modelOpinion).toBeGreaterThan(1 / 3);
    expect(done.modelOpinion).toBeLessThanOrEqual(1);
    expect(readFileSync(done.outputs.labels!, 'utf8')).toContain(
      'file:batch-0.csv,0,max-herding,0',
    );
  });

  test('a correction counts, and the first label stays on record', async () => {
    const { selected } = await runProject(loaded);
    const file = `${loaded.folder}/correction.csv`;
    writeFileSync(
      file,
      `item;label\r\n${selected[0]};class 9\r\n${selected[1]};class ${Number(selected[1]) % 3}`,
    );
    expect(await importLabels(loaded, file)).toMatchObject({
      imported: 0,
      corrected: 1,
      unchanged: 1,
    });
    const { outputs, labels } = await exportRun(loaded, `${loaded.folder}/out`);
    expect(labels).toBe(16);
    const lines = readFileSync(outputs.labels!, 'utf8');
    expect(lines).toContain(`${selected[0]},class 9,file:correction.csv,0,max-herding,0`);
  });

  test('a file with a mistake changes nothing', async () => {
    const file = `${loaded.folder}/wrong.csv`;
    writeFileSync(file, 'item,label\n0,class 0\n9999,class 1\n');
    await expect(importLabels(loaded, file)).rejects.toMatchObject({
      code: 'LABEL_ITEM_UNKNOWN',
      details: { line: 3 },
    });
    expect((await runProject(loaded)).labels.used).toBe(16);
  });

  test('when the settings change, the labels of people go along into the new run', async () => {
    const raised = { ...loaded, config: { ...loaded.config, budget: 20 } };
    const answer = await runProject(raised);
    expect(answer.notes).toEqual([
      'The settings changed since the latest run: a new run starts. 16 labels that people gave are carried over.',
    ]);
    expect(answer.waitingFor).toMatchObject({ round: 0, items: 4 });
    expect(answer.labels).toEqual({ budget: 20, used: 16 });
  });
});
