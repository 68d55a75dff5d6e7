import { join } from 'node:path';

import { writeAtomically } from '../write-atomically.js';
import { csvLine } from './csv.js';

/** One labelled item. */
export interface LabelledItem {
  readonly item: string;
  readonly label: string;
  /** As in the ledger: `oracle`, `file:<name>`, or a person's id. */
  readonly annotator: string;
  /** Round in which it was asked for, from 0; -1 for labels given beforehand. */
  readonly round: number;
  /** Absent for labels given beforehand. */
  readonly strategy?: string | undefined;
  /** Place in its batch, from 0; absent for labels given beforehand. */
  readonly rank?: number | undefined;
}

/** Paths of the labelled set in both forms. */
export interface LabelledSetFiles {
  readonly csv: string;
  readonly jsonl: string;
}

/**
 * Writes `labels.csv` (RFC 4180, UTF-8 without byte order mark) and `labels.jsonl`, both with the
 * fields item, label, annotator, round, strategy, rank.
 *
 * Values are kept to the letter: an item named `=SUM(A1)` stays that, so import the file into a
 * spreadsheet as text when its names come from others.
 *
 * @throws AlaasError `OUTPUT_WRITE_FAILED`.
 */
export async function writeLabelledSet(
  items: readonly LabelledItem[],
  folder: string,
): Promise<LabelledSetFiles> {
  const files = { csv: join(folder, 'labels.csv'), jsonl: join(folder, 'labels.jsonl') };
  const csv = items.map(({ item, label, annotator, round, strategy, rank }) =>
    csvLine([item, label, annotator, round, strategy ?? '', rank ?? '']),
  );
  const jsonl = items.map(
    ({ item, label, annotator, round, strategy = null, rank = null }) =>
      `${JSON.stringify({ item, label, annotator, round, strategy, rank })}\n`,
  );
  await writeAtomically(files.csv, csvLine(COLUMNS) + csv.join(''));
  await writeAtomically(files.jsonl, jsonl.join(''));
  return files;
}

const COLUMNS = ['item', 'label', 'annotator', 'round', 'strategy', 'rank'] as const;
