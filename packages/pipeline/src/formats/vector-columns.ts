import type { TableRow } from './table.js';
import { tableInvalid } from './text-lines.js';

/** Which columns make the vectors: one with lists, or one for each number. */
export interface VectorColumns {
  readonly kind: 'list' | 'numbers';
  readonly names: readonly string[];
}

/**
 * Tells from the first rows which columns hold vectors: the one of lists if there is one, else every
 * column of numbers. What most rows have counts, so that a wrong value is told and not passed over.
 *
 * @param sample rows with the values of `candidates`.
 * @throws CodedError `TABLE_INVALID` when there are none, or several columns of lists.
 */
export function chooseVectorColumns(
  file: string,
  candidates: readonly string[],
  sample: readonly TableRow[],
): VectorColumns {
  const valuesOf = (place: number): unknown[] =>
    sample
      .map(({ values }) => values[place])
      .filter((value) => value !== undefined && value !== '');
  const ofLists = candidates.filter((_, place) => mostly(valuesOf(place), isList));
  if (ofLists.length === 1) return { kind: 'list', names: ofLists };
  if (ofLists.length > 1) {
    const what = `the columns ${ofLists.join(' and ')} hold lists, and it is not said which counts`;
    throw tableInvalid(file, what, { remedy: 'Name one of them by vectorColumns.' });
  }
  const names = candidates.filter((_, place) => mostly(valuesOf(place), isNumeric));
  if (names.length > 0) return { kind: 'numbers', names };
  const remedy = `Name them by vectorColumns. The columns are: ${candidates.join(', ')}.`;
  throw tableInvalid(file, 'no column holds numbers', { remedy });
}

/** Whether a value is a list: of JSON or Parquet, or written out as `[1, 2]` in a CSV file. */
export function isList(value: unknown): boolean {
  if (typeof value === 'string') return value.trimStart().startsWith('[');
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function isNumeric(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  return typeof value === 'string' && (!Number.isNaN(Number(value)) || NOT_FINITE.test(value));
}

/** How files spell what is a number but not a finite one. */
export const NOT_FINITE = /^\s*[+-]?(nan|inf|infinity)\s*$/i;

function mostly(values: readonly unknown[], fits: (value: unknown) => boolean): boolean {
  return values.length > 0 && 2 * values.filter(fits).length >= values.length;
}
