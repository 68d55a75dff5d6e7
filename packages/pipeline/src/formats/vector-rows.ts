import { CodedError, type Matrix } from '@alaas/core';

import { tableInvalid } from './text-lines.js';
import type { TableRow } from './table.js';
import { NOT_FINITE, chooseVectorColumns, isList, type VectorColumns } from './vector-columns.js';

const FIRST_ROWS = 1024;
/** Rows from which it is told which columns hold vectors. */
const SAMPLE_ROWS = 100;

/** The columns that may hold vectors. */
export interface VectorCandidates {
  readonly names: readonly string[];
  /** They are what the user named, and all of them count. */
  readonly areGiven: boolean;
}

/**
 * Collects the vectors of a table as a matrix, each row as long as the first. The first rows wait until
 * it can be told which columns count.
 */
export class VectorRows {
  readonly #file: string;
  readonly #candidates: VectorCandidates;
  #waiting: TableRow[] = [];
  #columns: VectorColumns | undefined;
  /** Where the columns that count are among the candidates. */
  #places: readonly number[] = [];
  #data = new Float32Array(0);
  #cols = 0;
  #rows = 0;

  constructor(file: string, candidates: VectorCandidates) {
    this.#file = file;
    this.#candidates = candidates;
  }

  /**
   * Adds a row with the values of the candidates.
   *
   * @throws CodedError `TABLE_INVALID`, `INPUT_NOT_FINITE`, both with row and column.
   */
  add(row: TableRow): void {
    if (this.#columns) this.#take(row, this.#columns);
    else if (this.#waiting.push(row) === SAMPLE_ROWS) this.#takeWaiting();
  }

  /** @throws CodedError as `add`. */
  matrix(): Matrix {
    if (!this.#columns && this.#waiting.length > 0) this.#takeWaiting();
    const used = this.#rows * this.#cols;
    const data = used === this.#data.length ? this.#data : this.#data.slice(0, used);
    return { rows: this.#rows, cols: this.#cols, data };
  }

  #takeWaiting(): void {
    const columns = this.#choose();
    this.#columns = columns;
    this.#places = columns.names.map((name) => this.#candidates.names.indexOf(name));
    for (const row of this.#waiting) this.#take(row, columns);
    this.#waiting = [];
  }

  #choose(): VectorColumns {
    const { names, areGiven } = this.#candidates;
    if (!areGiven) return chooseVectorColumns(this.#file, names, this.#waiting);
    const holdsList = names.length === 1 && isList(this.#waiting[0]?.values[0]);
    return { kind: holdsList ? 'list' : 'numbers', names };
  }

  #take({ line, values: all }: TableRow, columns: VectorColumns): void {
    const values = this.#places.map((place) => all[place]);
    const numbers = columns.kind === 'list' ? this.#listOf(values[0], line) : values;
    if (this.#rows === 0) this.#cols = numbers.length;
    if (numbers.length !== this.#cols || this.#cols === 0) {
      const what = `line ${line} has a vector of ${numbers.length} numbers, the first has ${this.#cols}`;
      throw tableInvalid(this.#file, what, { line });
    }
    const start = this.#rows * this.#cols;
    if (start + this.#cols > this.#data.length) this.#grow();
    for (let i = 0; i < this.#cols; i++) {
      this.#data[start + i] = this.#number(numbers[i], { line, column: i });
    }
    this.#rows++;
  }

  #grow(): void {
    const larger = new Float32Array(Math.max(FIRST_ROWS * this.#cols, 2 * this.#data.length));
    larger.set(this.#data);
    this.#data = larger;
  }

  #listOf(value: unknown, line: number): ArrayLike<unknown> {
    if (Array.isArray(value)) return value as readonly unknown[];
    if (ArrayBuffer.isView(value)) return value as unknown as ArrayLike<unknown>;
    const column = this.#columns!.names[0]!;
    try {
      const list: unknown = typeof value === 'string' ? JSON.parse(value) : undefined;
      if (Array.isArray(list)) return list as readonly unknown[];
    } catch {
      // Told below.
    }
    const what = `line ${line} has no list of numbers in column "${column}"`;
    throw tableInvalid(this.#file, what, { line, row: this.#rows, column });
  }

  #number(value: unknown, { line, column }: { line: number; column: number }): number {
    const number = Math.fround(toNumber(value));
    if (Number.isFinite(number)) return number;
    const { kind, names } = this.#columns!;
    const name = kind === 'list' ? `${names[0]}[${column}]` : names[column]!;
    const place = { line, row: this.#rows, column: name };
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    if (isNumber || (typeof value === 'string' && isNumberText(value))) {
      throw new CodedError(
        'INPUT_NOT_FINITE',
        `"${this.#file}" has ${value} in line ${line}, column "${name}".`,
        { field: this.#file, value: String(value), ...place },
      );
    }
    const shown = value === undefined || value === '' ? 'nothing' : JSON.stringify(value);
    const what = `line ${line} has ${shown} in column "${name}", not a number`;
    throw tableInvalid(this.#file, what, place);
  }
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

/** NaN and infinity, also as a number that is too large for 32 bits. */
function isNumberText(text: string): boolean {
  return NOT_FINITE.test(text) || (text.trim() !== '' && !Number.isNaN(Number(text)));
}
