import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunAnswer } from '@alaas/server';
import { seededClassPngs } from '@alaas/testkit';
import { describe, expect, test } from 'vitest';

import { openWorkplace, yaml } from './workplace.js';

const { project, run, alaas, root } = openWorkplace();
const CLASSES = ['crack', 'dent', 'fine'];

async function imageFiles(): Promise<Record<string, Uint8Array>> {
  const images = await seededClassPngs({ classes: CLASSES, each: 20, seed: 3 });
  return Object.fromEntries(
    images.map(({ label, bytes }, i) => [`images/${label}/${i}.png`, bytes] as const),
  );
}

function itemsOf({ stages }: RunAnswer): Record<string, number> {
  return Object.fromEntries(stages.map(({ name, items }) => [name, items]));
}

describe('alaas run on images', () => {
  test('labels from folders; what cannot be used is left out and told; the cache serves a second run', async () => {
    const images = await imageFiles();
    const [name, bytes] = Object.entries(images)[0]!;
    const keys = { project: 'parts', task: 'image', data: 'images', labels: 'folders', budget: 20 };
    const folder = project({
      'alaas.yaml': yaml(keys),
      ...images,
      'images/dent/broken.png': bytes.subarray(0, 60),
      'images/dent/empty.png': '',
      'images/dent/note.png': 'This is a text.',
      'images/fine/copy.png': bytes,
    });
    writeFileSync(join(root, 'outside.png'), bytes);
    symlinkSync(join(root, 'outside.png'), join(folder, 'images/fine/link.png'));

    const first = await run(folder);
    expect(first.status).toBe('finished');
    expect(first.labels.used).toBe(20);
    expect(first.curve.at(-1)!.accuracy).toBeGreaterThan(0.9);
    const left = Object.fromEntries(first.quarantined.map(({ item, code }) => [item, code]));
    expect(left).toEqual({
      'dent/broken.png': 'ITEM_CORRUPT',
      'dent/empty.png': 'ITEM_EMPTY',
      'dent/note.png': 'ITEM_UNSUPPORTED',
      'fine/copy.png': 'ITEM_DUPLICATE',
      'fine/link.png': 'ITEM_OUTSIDE_ROOT',
    });
    expect(first.quarantined.find(({ code }) => code === 'ITEM_DUPLICATE')!.reason).toContain(
      name.replace('images/', ''),
    );
    expect(itemsOf(first)).toMatchObject({ encode: 60 });

    const again = await run(folder);
    expect(again.selected).toEqual(first.selected);
    expect(again.curve).toEqual(first.curve);
    expect(again.cache).toMatchObject({ hits: 60, misses: 0 });
    expect(itemsOf(again)['encode'] ?? 0).toBe(0);
  });

  test('without labels: a batch file with a contact sheet, then on with the labels given back', async () => {
    const keys = { project: 'unknown parts', task: 'image', data: 'images', budget: 12 };
    const folder = project({ 'alaas.yaml': yaml(keys), ...(await imageFiles()) });
    const { exitCode, stdout } = await alaas(folder, 'run');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Waiting for labels.');
    expect(stdout).toContain('alaas label import alaas.yaml alaas-output/batch-0.csv');
    const sheet = readFileSync(join(folder, 'alaas-output/batch-0.html'), 'utf8');
    expect(sheet.match(/<img/g)).toHaveLength(10);
    const csv = join(folder, 'alaas-output/batch-0.csv');
    fillIn(csv);
    const taken = await alaas(folder, 'label', 'import', csv);
    expect(taken.stdout).toBe(
      'Labels taken: 10 new. The batch is complete: "alaas run" goes on.\n',
    );
    const next = await run(folder);
    expect(next.waitingFor).toMatchObject({ round: 1, items: 2 });
    fillIn(next.waitingFor!.csv);
    await alaas(folder, 'label', 'import', 'alaas.yaml', next.waitingFor!.csv);
    const done = await run(folder);
    expect(done.status).toBe('finished');
    expect(done.outputs.model).toBe(join(folder, 'alaas-output/model/model.onnx'));
  });
});

/** Labels each line by the folder of its item. */
function fillIn(csv: string): void {
  const text = readFileSync(csv, 'utf8');
  writeFileSync(csv, text.replaceAll(/^(\w+)(\/\d+\.png),,/gm, '$1$2,$1,'));
}

describe('alaas run on texts', () => {
  const topics: Readonly<Record<string, readonly string[]>> = {
    card: ['My card is lost', 'The card was declined', 'I need a new card', 'Block the card'],
    transfer: ['The transfer is late', 'Send money abroad', 'Cancel the transfer', 'Pay a friend'],
  };
  const places = ['in Berlin', 'in Rome', 'since Monday', 'again', 'today', 'for my sister'];
  const rows = Object.entries(topics).flatMap(([topic, texts]) =>
    texts.flatMap((text) => places.map((place) => `"${text}, ${place}.",${topic}`)),
  );

  test('rows of a table with a column of labels', async () => {
    const keys = {
      project: 'bank',
      task: 'text',
      data: 'questions.csv',
      labels: '"column:topic"',
      budget: 16,
    };
    const folder = project({
      'alaas.yaml': yaml(keys),
      'questions.csv': `text,topic\n${rows.join('\n')}\n`,
    });
    const answer = await run(folder);
    expect(answer.labels.used).toBe(16);
    expect(answer.quarantined).toEqual([]);
    expect(answer.curve.at(-1)!.accuracy).toBeGreaterThan(0.8);
    expect(readFileSync(answer.outputs.report!, 'utf8')).toContain('The transfer is late');
  });
});

describe('pools that cannot be used', () => {
  const cases = {
    'no such folder': [{ data: 'nowhere' }, 'CONFIG_PATH_MISSING'],
    'an empty folder': [{ data: 'empty' }, 'SOURCE_EMPTY'],
    'only broken images': [{ data: 'broken' }, 'QUARANTINE_EXCEEDED'],
    'URLs to a private address': [
      { data: { urls: ['http://127.0.0.1:9/a.png'] } },
      'QUARANTINE_EXCEEDED',
    ],
  } as const;
  test.each(Object.entries(cases))('%s', async (name, [keys, code]) => {
    const folder = project({
      'alaas.yaml': yaml({ project: name, task: 'image', budget: 5, ...keys }),
      'broken/a.png': 'no image',
      'broken/b.png': 'no image either',
      'empty/.keep': '',
    });
    const { exitCode, stdout } = await alaas(folder, 'run', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code } });
    expect(exitCode).toBe(2);
  });
});
