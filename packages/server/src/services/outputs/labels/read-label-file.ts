import { AlaasError, type ErrorCode } from '@alaas/contracts';
import { nearestName } from '@alaas/core';

import { withFormula } from './csv.js';
import { parseCsv, type CsvRecord } from './parse-csv.js';

/** A label file, and what it is checked against. */
export interface LabelFileTask extends LabelRecordsTask {
  readonly bytes: Uint8Array;
}

/** What the records of a label file are checked against. */
export interface LabelRecordsTask {
  /** Name of the file, for messages and as the annotator. */
  readonly name: string;
  /** Every item that may be labelled. */
  readonly items: readonly string[];
  /** Items that were asked for: those that stay without a label are reported as remaining. */
  readonly asked: readonly string[];
  /** Classes of the project; undefined when the labels decide what classes there are. */
  readonly classes?: readonly string[] | undefined;
}

/** The labels of a file. */
export interface LabelFile {
  /** In file order, each item once. */
  readonly labels: readonly FileLabel[];
  /** Asked-for items without a label, in the order they were asked for. */
  readonly remaining: readonly string[];
}

/** A label of a file. */
export interface FileLabel {
  readonly item: string;
  readonly label: string;
  /** From 1, as in `LabelFileProblem`. */
  readonly line: number;
}

/** One thing that is wrong with the file. */
export interface LabelFileProblem {
  /** From 1; the header is line 1. */
  readonly line: number;
  readonly code: ErrorCode;
  readonly message: string;
  /** The item or label at fault. */
  readonly value: string;
}

/** Problems listed in `details.problems` of one error. */
const MOST_PROBLEMS = 20;

/**
 * Reads a filled-in label file: CSV with the columns `item` and `label` in any order, others are
 * ignored; comma, semicolon or tab; with or without byte order mark. Lines without a label are
 * allowed: their items remain to be labelled. All or nothing: with one bad line nothing is taken.
 *
 * @throws AlaasError `LABEL_FILE_ENCODING`, `LABEL_FILE_INVALID`, `LABEL_COLUMN_MISSING`,
 *   `LABEL_ITEM_UNKNOWN`, `LABEL_CLASS_UNKNOWN`, `LABEL_CONFLICT`. The code and message are those of
 *   the first problem; `details.line` is its line, `details.problems` the first 20.
 */
export function readLabelFile(task: LabelFileTask): LabelFile {
  return checkLabelRecords(task, parseCsv(task.bytes, task.name));
}

/**
 * The same for records that were read before, of which the first one has the names of the columns.
 *
 * @throws AlaasError as `readLabelFile`, but for its file.
 */
export function checkLabelRecords(
  task: LabelRecordsTask,
  records: readonly CsvRecord[],
): LabelFile {
  const columns = findColumns(task, records);
  const names = { items: new Set(task.items), classes: task.classes && new Set(task.classes) };
  const labels = new Map<string, FileLabel>();
  const problems: LabelFileProblem[] = [];
  for (const record of records.slice(1)) {
    const problem = takeRecord({ record, columns, names, labels });
    if (problem) problems.push(problem);
  }
  throwLabelProblems(task, problems);
  return {
    labels: [...labels.values()],
    remaining: task.asked.filter((item) => !labels.has(item)),
  };
}

function findColumns(
  task: LabelRecordsTask,
  records: readonly CsvRecord[],
): { item: number; label: number } {
  const header = records[0]?.fields.map((field) => field.trim().toLowerCase()) ?? [];
  const columns = { item: header.indexOf('item'), label: header.indexOf('label') };
  const missing = columns.item < 0 ? 'item' : columns.label < 0 ? 'label' : undefined;
  if (missing === undefined) return columns;
  const found = header.length > 0 ? `it has ${header.map((name) => `"${name}"`).join(', ')}` : '';
  throw new AlaasError(
    'LABEL_COLUMN_MISSING',
    `${task.name} has no column "${missing}" in line 1${found && `; ${found}`}.`,
    { field: missing, value: header, line: 1 },
  );
}

interface RecordTask {
  readonly record: CsvRecord;
  readonly columns: { readonly item: number; readonly label: number };
  readonly names: { readonly items: Set<string>; readonly classes: Set<string> | undefined };
  /** What was read before; the record's label is put there. */
  readonly labels: Map<string, FileLabel>;
}

function takeRecord({ record, columns, names, labels }: RecordTask): LabelFileProblem | undefined {
  const { line, fields } = record;
  const written = fields[columns.item] ?? '';
  const label = (fields[columns.label] ?? '').trim().normalize('NFC');
  if (written === '' && label === '') return undefined;
  const item = knownItem(written, names.items);
  if (item === undefined) {
    const message = `There is no item "${written}".`;
    return { line, code: 'LABEL_ITEM_UNKNOWN', message, value: written };
  }
  if (label === '') return undefined;
  const name = knownClass(label, names.classes);
  if (name === undefined) {
    const message = `There is no class "${label}".`;
    return { line, code: 'LABEL_CLASS_UNKNOWN', message, value: label };
  }
  const before = labels.get(item)?.label;
  if (before !== undefined && before !== name) {
    const message = `The item "${item}" has the label "${name}" here and "${before}" before.`;
    return { line, code: 'LABEL_CONFLICT', message, value: name };
  }
  if (before === undefined) labels.set(item, { item, label: name, line });
  return undefined;
}

/** The item as the project spells it: spreadsheets and people add spaces, we add apostrophes. */
function knownItem(written: string, items: Set<string>): string | undefined {
  return [written, withFormula(written), written.trim(), withFormula(written.trim())].find((form) =>
    items.has(form),
  );
}

function knownClass(label: string, classes: Set<string> | undefined): string | undefined {
  if (classes === undefined) return withFormula(label);
  return [label, withFormula(label)]
    .flatMap((form) => [form, form.normalize('NFD')])
    .find((form) => classes.has(form));
}

/** Throws where there is a problem: the error tells the first one, and lists the first 20. */
export function throwLabelProblems(
  task: LabelRecordsTask,
  problems: readonly LabelFileProblem[],
): void {
  const first = problems[0];
  if (!first) return;
  const others = problems.length - 1;
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'problem' : 'problems'})` : '';
  throw new AlaasError(
    first.code,
    `${task.name}, line ${first.line}: ${first.message}${suggestion(task, first)}${more}`,
    {
      field: first.code === 'LABEL_ITEM_UNKNOWN' ? 'item' : 'label',
      value: first.value,
      line: first.line,
      problems: problems.slice(0, MOST_PROBLEMS),
    },
  );
}

/** For the first problem only: in a large pool a search for the nearest name takes its time. */
function suggestion(task: LabelRecordsTask, { code, value }: LabelFileProblem): string {
  const known = code === 'LABEL_ITEM_UNKNOWN' ? task.items : (task.classes ?? []);
  const meant = code === 'LABEL_CONFLICT' ? undefined : nearestName(value, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
