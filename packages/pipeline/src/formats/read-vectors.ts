import { extname } from 'node:path';
import { CodedError, type Matrix } from '@alaas/core';

import { foreseeMemory } from '../memory/foresee-memory.js';
import { cellLabel, cellText } from './cell-text.js';
import { readMatrixNpy, readMatrixSizeNpy } from './npy.js';
import { readColumnNames, readTable } from './read-table.js';
import { tableInvalid } from './text-lines.js';
import { VectorRows, type VectorCandidates } from './vector-rows.js';

/** A file of vectors that were computed before. */
export interface VectorsSpec {
  /** `.npy`, or a CSV, TSV, JSONL or Parquet file. */
  readonly file: string;
  /** Table: column with the ids. Default: `id` or `item` if there is one, else the row, from 0. */
  readonly idColumn?: string | undefined;
  readonly labelColumn?: string | undefined;
  /**
   * Table: one column of lists, or a column for each number. Default: every column of numbers, or
   * the one of lists, that is neither id nor label.
   */
  readonly vectorColumns?: readonly string[] | undefined;
}

/** Vectors with their ids. */
export interface Vectors {
  /** Unique; one for each row. */
  readonly ids: readonly string[];
  /** One for each row, undefined where it has none; absent without a label column. */
  readonly labels?: readonly (string | undefined)[];
  readonly embeddings: Matrix;
}

const ID_NAMES = ['id', 'item'];
const LABEL_NAMES = ['label', 'class'];

/**
 * Reads vectors that were computed before, with their ids and labels. Memory: the matrix, and a
 * piece of the file.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `SOURCE_EMPTY`; for `.npy` as `readMatrixNpy`, and
 *   `MEMORY_TOO_SMALL` before it is read; for tables
 *   `TABLE_INVALID` (rows of different lengths, what is no number, ids that repeat) and
 *   `INPUT_NOT_FINITE`, both naming line and column, and `TABLE_COLUMN_MISSING`; `CANCELLED`.
 */
export async function readVectors(
  spec: VectorsSpec,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Vectors> {
  const { file } = spec;
  const isArray = extname(file).toLowerCase() === '.npy';
  const vectors = isArray ? await readArray(file) : await readRows(spec, signal);
  if (vectors.embeddings.rows > 0) return vectors;
  throw new CodedError('SOURCE_EMPTY', `There are no vectors in "${file}".`, {
    field: 'embeddings',
    value: file,
  });
}

async function readArray(file: string): Promise<Vectors> {
  const { rows, cols } = await readMatrixSizeNpy(file);
  foreseeMemory({ bytes: rows * cols * Float32Array.BYTES_PER_ELEMENT, items: rows, field: file });
  const embeddings = await readMatrixNpy(file);
  return { ids: Array.from({ length: embeddings.rows }, (_, row) => `${row}`), embeddings };
}

async function readRows(spec: VectorsSpec, signal: AbortSignal | undefined): Promise<Vectors> {
  const { file, labelColumn } = spec;
  const plan = await planColumns(spec);
  const { rows } = await readTable(file, { columns: plan.columns, signal });
  const vectors = new VectorRows(file, plan.vectors);
  const ids = new RowIds(file, plan.idColumn !== undefined);
  const labels: (string | undefined)[] = [];
  for await (const { line, values } of rows) {
    const [id, label] = values;
    ids.add(line, id);
    labels.push(cellLabel(label));
    vectors.add({ line, values: values.slice(2) });
  }
  const named = { ids: ids.all, embeddings: vectors.matrix() };
  return labelColumn === undefined ? named : { ...named, labels };
}

/** What is read of a table: id, label (any column where there is none), then what may be vectors. */
async function planColumns(spec: VectorsSpec): Promise<{
  columns: readonly string[];
  vectors: VectorCandidates;
  idColumn: string | undefined;
}> {
  const { file, labelColumn, vectorColumns } = spec;
  const all = await readColumnNames(file);
  const taken = new Set([labelColumn, ...(vectorColumns ?? [])]);
  const usualId = all.find((name) => isNamed(name, ID_NAMES) && !taken.has(name));
  const idColumn = spec.idColumn ?? usualId;
  const names =
    vectorColumns ??
    all.filter((name) => name !== idColumn && name !== labelColumn && !isNamed(name, LABEL_NAMES));
  const [any] = names;
  if (any === undefined) throw tableInvalid(file, 'it has no columns of vectors');
  const vectors = { names, areGiven: vectorColumns !== undefined };
  return { columns: [idColumn ?? any, labelColumn ?? any, ...names], vectors, idColumn };
}

function isNamed(column: string, names: readonly string[]): boolean {
  return names.includes(column.trim().toLowerCase());
}

/** Ids of rows, each once. */
class RowIds {
  readonly all: string[] = [];
  readonly #file: string;
  readonly #areGiven: boolean;
  readonly #lines = new Map<string, number>();

  constructor(file: string, areGiven: boolean) {
    this.#file = file;
    this.#areGiven = areGiven;
  }

  add(line: number, value: unknown): void {
    const id = this.#areGiven ? (cellText(value) ?? '') : `${this.all.length}`;
    if (id === '') throw tableInvalid(this.#file, `line ${line} has no id`, { line });
    const before = this.#lines.get(id);
    if (before !== undefined) {
      const what = `line ${line} has the id "${id}", which line ${before} has too`;
      throw tableInvalid(this.#file, what, { line });
    }
    if (this.#areGiven) this.#lines.set(id, line);
    this.all.push(id);
  }
}
