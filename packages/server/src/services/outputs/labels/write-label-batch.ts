import { join } from 'node:path';

import { writeAtomically } from '../write-atomically.js';
import { csvLine, withoutFormula } from './csv.js';
import type { LabelBatch } from './label-batch.js';
import { writeContactSheet } from './write-contact-sheet.js';

/** Paths of what was written. */
export interface LabelBatchFiles {
  readonly csv: string;
  /** HTML with thumbnails; for images only. */
  readonly contactSheet?: string;
}

/** Longest text of an item in the batch file, in characters: more than a cell shows anyway. */
const TEXT_CHARACTERS = 2000;

/**
 * Writes `batch-<round>.csv` with the columns item, label (empty), number and context (text or
 * location), and for images `batch-<round>.html`, a contact sheet with the same numbers.
 *
 * The file opens in spreadsheets: UTF-8 with byte order mark. As a spreadsheet would run a cell that
 * starts with `=`, `+`, `-` or `@`, such a cell gets an apostrophe first, which `readLabelFile`
 * takes away again.
 *
 * @throws AlaasError `OUTPUT_WRITE_FAILED`, `CANCELLED`, and what `readItem` throws.
 */
export async function writeLabelBatch(batch: LabelBatch, folder: string): Promise<LabelBatchFiles> {
  const csv = join(folder, labelBatchName(batch.round));
  await writeAtomically(csv, batchLines(batch));
  if (batch.task !== 'image-classification' || !batch.readItem) return { csv };
  const contactSheet = csv.replace(/csv$/, 'html');
  await writeContactSheet({ ...batch, readItem: batch.readItem, csv }, contactSheet);
  return { csv, contactSheet };
}

/** Name of the file that asks for the labels of a round. */
export function labelBatchName(round: number): string {
  return `batch-${round}.csv`;
}

async function* batchLines(batch: LabelBatch): AsyncGenerator<string> {
  const isText = batch.task === 'text-classification' && batch.readItem !== undefined;
  yield `\ufeff${csvLine(['item', 'label', 'number', isText ? 'text' : 'location'])}`;
  for (const [index, { item, location }] of batch.items.entries()) {
    const context = isText ? await readText(batch, item) : (location ?? '');
    yield csvLine([withoutFormula(item), '', index + 1, withoutFormula(context)]);
  }
}

async function readText(batch: LabelBatch, item: string): Promise<string> {
  const bytes = await batch.readItem!(item, batch.signal);
  const text = new TextDecoder().decode(bytes).trim();
  return text.length <= TEXT_CHARACTERS ? text : `${text.slice(0, TEXT_CHARACTERS)}…`;
}
