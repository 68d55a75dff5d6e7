import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { csvLine, withFormula, withoutFormula } from '../../../src/services/outputs/labels/csv.js';
import { parseCsv } from '../../../src/services/outputs/labels/parse-csv.js';
import {
  readLabelFile,
  type LabelFileTask,
} from '../../../src/services/outputs/labels/read-label-file.js';
import { writeLabelBatch } from '../../../src/services/outputs/labels/write-label-batch.js';
import { writeLabelledSet } from '../../../src/services/outputs/labels/write-labelled-set.js';
import { readPage } from './read-page.js';
import { sampleImage } from './sample-report.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-labels-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const utf8 = (text: string) => new TextEncoder().encode(text);
/** Text of all kinds, with the characters that CSV and spreadsheets trip over. */
const anyField = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^[=+\-@'",;\s\t\r\na-z]{0,8}$/),
);
/** As names of items and classes are: not empty, without outer space. */
const anyName = anyField.map((text) => `x${text}x`.normalize('NFC'));
const formulaName = fc
  .tuple(fc.constantFrom('=', '+', '-', '@', "'", ''), anyName)
  .map((both) => both.join(''));

describe('CSV', () => {
  it('gives back every field to the letter', () => {
    const row = fc.array(anyField, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        // The separator is told from the first line, so that line has to be a header.
        const text = csvLine(['a', 'b']) + rows.map(csvLine).join('');
        const records = parseCsv(utf8(text), 'x.csv').slice(1);
        expect(records.map(({ fields }) => fields)).toEqual(rows);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('hides formulas from spreadsheets and gives them back', () => {
    fc.assert(
      fc.property(fc.oneof(anyField, formulaName), (text) => {
        expect(withoutFormula(text)).not.toMatch(/^[=+\-@\t\r]/);
        if (!text.startsWith("'")) expect(withFormula(withoutFormula(text))).toBe(text);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it.each([
    { what: 'line feeds', text: 'a,b\n1,2\n' },
    { what: 'carriage returns', text: 'a,b\r1,2\r' },
    { what: 'no end of the last line', text: 'a,b\r\n1,2' },
    { what: 'a byte order mark', text: '\ufeffa,b\r\n1,2\r\n' },
    { what: 'semicolons', text: 'a;b\r\n1;2\r\n' },
    { what: 'tabs', text: 'a\tb\r\n1\t2\r\n' },
    { what: 'a declared separator', text: 'sep=;\r\na;b\r\n1;2\r\n' },
    { what: 'empty lines', text: '\r\na,b\r\n\r\n1,2\r\n\r\n' },
    { what: 'quotes everywhere', text: '"a","b"\r\n"1","2"\r\n' },
  ])('reads $what', ({ text }) => {
    expect(parseCsv(utf8(text), 'x.csv').map(({ fields }) => fields)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('counts lines inside of quoted fields', () => {
    const records = parseCsv(utf8('a,b\r\n"1\r\n1",2\r\n3,4\r\n'), 'x.csv');
    expect(records.map(({ line }) => line)).toEqual([1, 2, 4]);
  });
});

describe('writeLabelledSet', () => {
  it('gives back every label from CSV and JSON lines', async () => {
    const label = fc.record({
      item: anyField,
      label: anyField,
      annotator: anyField,
      round: fc.integer({ min: -1, max: 9 }),
      strategy: fc.option(anyName, { nil: undefined }),
      rank: fc.option(fc.nat(99), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(label, { maxLength: 5 }), async (items) => {
        const files = await writeLabelledSet(items, folder);
        const wanted = items.map(({ item, label: name, annotator, round, strategy, rank }) => [
          item,
          name,
          annotator,
          String(round),
          strategy ?? '',
          rank === undefined ? '' : String(rank),
        ]);
        const bytes = await readFile(files.csv);
        expect(bytes[0]).toBe('i'.charCodeAt(0));
        const records = parseCsv(bytes, 'labels.csv').map(({ fields }) => fields);
        expect(records[0]).toEqual(['item', 'label', 'annotator', 'round', 'strategy', 'rank']);
        expect(records.slice(1)).toEqual(wanted);
        const lines = (await readFile(files.jsonl, 'utf8')).split('\n').slice(0, -1);
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
          items.map((one) => ({ ...one, strategy: one.strategy ?? null, rank: one.rank ?? null })),
        );
      }),
      { numRuns: 30, seed: 4 },
    );
    expect((await readdir(folder)).sort()).toEqual(['labels.csv', 'labels.jsonl']);
  });
});

const ITEMS = ['a.png', 'b.png', 'c.png', '=cmd|x'];
const CLASSES = ['cat', 'dog', '猫'];

function read(text: string | Uint8Array, changes: Partial<LabelFileTask> = {}) {
  const bytes = typeof text === 'string' ? utf8(text) : text;
  const task = { name: 'batch-0.csv', bytes, items: ITEMS, asked: ITEMS, classes: CLASSES };
  return readLabelFile({ ...task, ...changes });
}

function refusal(text: string | Uint8Array, changes: Partial<LabelFileTask> = {}): unknown {
  try {
    read(text, changes);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('writeLabelBatch and readLabelFile', () => {
  it('carry every item there and back, with every class', async () => {
    const batch = fc.uniqueArray(formulaName, { minLength: 1, maxLength: 5 });
    const classNames = fc.uniqueArray(anyName, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(batch, classNames, async (names, classes) => {
        const items = names.map((item) => ({ item, location: `/data/${item}` }));
        const task = { project: 'p', task: 'vectors', round: 3, classes, items } as const;
        const { csv, contactSheet } = await writeLabelBatch(task, folder);
        expect(contactSheet).toBeUndefined();
        const bytes = await readFile(csv);
        expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
        expect(read(bytes, { items: names, asked: names, classes })).toEqual({
          labels: [],
          remaining: names,
        });
        const [header, ...records] = parseCsv(bytes, 'x').map(({ fields }) => fields);
        for (const field of records.flat()) expect(field).not.toMatch(/^[=+\-@\t\r]/);
        const filled = records.map(([item, , ...rest], i) =>
          csvLine([item!, classes[i % classes.length]!, ...rest]),
        );
        const file = utf8(csvLine(header!) + filled.join(''));
        expect(read(file, { items: names, asked: names, classes })).toMatchObject({
          labels: names.map((item, i) => ({ item, label: classes[i % classes.length]! })),
          remaining: [],
        });
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('shows texts beside their items', async () => {
    const { csv } = await writeLabelBatch(
      {
        project: 'p',
        task: 'text-classification',
        round: 0,
        classes: CLASSES,
        items: [{ item: '1' }, { item: '2' }],
        readItem: async (item) => utf8(item === '1' ? '=1+1 is "two",\nis it not?' : 'カード'),
      },
      folder,
    );
    expect(parseCsv(await readFile(csv), 'x').map(({ fields }) => fields)).toEqual([
      ['item', 'label', 'number', 'text'],
      ['1', '', '1', `'=1+1 is "two",\nis it not?`],
      ['2', '', '2', 'カード'],
    ]);
  });

  it('gives images a contact sheet with the numbers of the CSV', async () => {
    const items = ['a', '<b>', 'broken'].map((item) => ({ item }));
    const readItem = async (item: string) =>
      item === 'broken' ? utf8('no image') : sampleImage(item);
    const task = 'image-classification';
    const files = await writeLabelBatch(
      { project: 'p & q', task, round: 2, classes: CLASSES, items, readItem },
      folder,
    );
    const page = readPage(await readFile(files.contactSheet!, 'utf8'));
    expect(page.unbalanced).toEqual([]);
    expect(page.tags.filter((tag) => tag === 'figure')).toHaveLength(3);
    expect(page.tags.filter((tag) => tag === 'img')).toHaveLength(2);
    expect(page.text).toMatch(/1 a .*2 <b> .*cannot be shown .*3 broken/);
    for (const name of CLASSES) expect(page.text).toContain(name);
    expect((await readdir(folder)).sort()).toEqual(['batch-2.csv', 'batch-2.html']);
  });

  it('leave nothing behind when cancelled', async () => {
    const items = [{ item: 'a' }];
    const batch = {
      project: 'p',
      task: 'image-classification',
      round: 0,
      classes: [],
      items,
    } as const;
    const signal = AbortSignal.abort();
    await expect(
      writeLabelBatch({ ...batch, readItem: sampleImage, signal }, folder),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await readdir(folder)).filter((name) => name.endsWith('.html'))).toEqual([]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('readLabelFile', () => {
  it('takes a partial file and tells what remains', () => {
    expect(read('item,label\r\nb.png,dog\r\na.png,\r\n')).toEqual({
      labels: [{ item: 'b.png', label: 'dog', line: 2 }],
      remaining: ['a.png', 'c.png', '=cmd|x'],
    });
  });

  it('takes columns in any order, others beside them, spaces and any case in the header', () => {
    expect(read(' Note ;LABEL; Item\r\nsure; 猫 ;a.png\r\n').labels).toMatchObject([
      { item: 'a.png', label: '猫' },
    ]);
  });

  it('takes an item that was written with an apostrophe against formulas', () => {
    expect(read("item,label\r\n'=cmd|x,cat\r\n").labels).toMatchObject([
      { item: '=cmd|x', label: 'cat' },
    ]);
    expect(read('item,label\r\n=cmd|x,cat\r\n').labels).toMatchObject([
      { item: '=cmd|x', label: 'cat' },
    ]);
  });

  it('takes the same label twice, and composed or decomposed letters alike', () => {
    expect(read('item,label\na.png,cat\na.png,cat\n').labels).toHaveLength(1);
    const classes = ['caf\u00e9'];
    expect(read('item,label\na.png,cafe\u0301\n', { classes }).labels[0]!.label).toBe('caf\u00e9');
  });

  it('takes any class where the labels decide what classes there are', () => {
    expect(read('item,label\na.png,new\n', { classes: undefined }).labels).toMatchObject([
      { item: 'a.png', label: 'new' },
    ]);
  });

  it.each([
    {
      what: 'an unknown item',
      text: 'item,label\na.png,cat\na.pn,cat\n',
      code: 'LABEL_ITEM_UNKNOWN',
      line: 3,
      words: 'Did you mean "a.png"?',
    },
    {
      what: 'an unknown item without a label',
      text: 'item,label\nzzzzzzzzz,\n',
      code: 'LABEL_ITEM_UNKNOWN',
      line: 2,
      words: 'There is no item "zzzzzzzzz".',
    },
    {
      what: 'an unknown class',
      text: 'item,label\na.png,Dog\n',
      code: 'LABEL_CLASS_UNKNOWN',
      line: 2,
      words: 'Did you mean "dog"?',
    },
    {
      what: 'two labels for one item',
      text: 'item,label\na.png,cat\nb.png,cat\na.png,dog\n',
      code: 'LABEL_CONFLICT',
      line: 4,
      words: '"dog" here and "cat" before',
    },
    {
      what: 'a missing column',
      text: 'item,class\na.png,cat\n',
      code: 'LABEL_COLUMN_MISSING',
      line: 1,
      words: 'no column "label" in line 1; it has "item", "class"',
    },
    { what: 'an empty file', text: '', code: 'LABEL_COLUMN_MISSING', line: 1, words: '"item"' },
    {
      what: 'an open quote',
      text: 'item,label\n"a.png,cat\n',
      code: 'LABEL_FILE_INVALID',
      line: 2,
      words: 'Quote Not Closed',
    },
    {
      what: 'text after a quote',
      text: 'item,label\n"a".png,cat\n',
      code: 'LABEL_FILE_INVALID',
      line: 2,
      words: 'Invalid Closing Quote',
    },
  ])('refuses $what, naming the line', ({ text, code, line, words }) => {
    expect(refusal(text)).toMatchObject({
      code,
      message: expect.stringContaining(words),
      details: { line },
    });
  });

  it('lists all problems of a file at once', () => {
    const error = refusal('item,label\nx.png,cat\na.png,bird\n');
    expect(error).toMatchObject({
      code: 'LABEL_ITEM_UNKNOWN',
      message: expect.stringContaining('(and 1 more problem)'),
      details: { problems: [{ line: 2 }, { line: 3, code: 'LABEL_CLASS_UNKNOWN' }] },
    });
  });

  it.each([
    // "item,label\na.png,猫" as a Japanese Excel saves it, the last two bytes being 猫.
    { what: 'Shift_JIS', bytes: [...utf8('item,label\na.png,'), 0x94, 0x4c], words: 'Shift_JIS' },
    { what: 'Windows-1252', bytes: [...utf8('item,label\na.png,caf'), 0xe9, 0x0a], words: '1252' },
    { what: 'UTF-16', bytes: [0xff, 0xfe, 0x69, 0x00, 0x74, 0x00], words: 'UTF-16' },
  ])('refuses $what with the way to save it', ({ bytes, words }) => {
    expect(refusal(Uint8Array.from(bytes))).toMatchObject({
      code: 'LABEL_FILE_ENCODING',
      details: {
        remedy: expect.stringMatching(new RegExp(`${words}.*CSV UTF-8`)),
      },
    });
  });
});
