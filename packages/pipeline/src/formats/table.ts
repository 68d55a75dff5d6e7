/** A table, row by row. */
export interface Table {
  /** Names of the columns that `values` has, in that order. */
  readonly columns: readonly string[];
  /** May be iterated more than once; each time the file is read anew. */
  readonly rows: AsyncIterable<TableRow>;
}

/** One row of a table. */
export interface TableRow {
  /** Line on which it begins, from 1; in a Parquet file the number of the row, from 1. */
  readonly line: number;
  /** Texts in a CSV file, else what JSON and Parquet have; undefined where the row has no value. */
  readonly values: readonly unknown[];
}

/** Which columns are read. */
export interface RowTask {
  /** All columns of the file. */
  readonly all: readonly string[];
  /** Those that are wanted, each in `all`. */
  readonly wanted: readonly string[];
  readonly signal: AbortSignal | undefined;
}
