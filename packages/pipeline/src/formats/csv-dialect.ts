/** How a CSV file is written. */
export interface CsvDialect {
  readonly delimiter: string;
  /** Records in front of the header: 1 where spreadsheets wrote a line `sep=;`. */
  readonly before: number;
}

const DELIMITERS = [',', ';', '\t'];

/** What csv-parse is told of every file: any line ends, also mixed; short rows; no empty lines. */
export const csvForm = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
};

/** The dialect of a text, told from its first line: `sep=`, else what it has most of outside quotes. */
export function csvDialect(text: string): CsvDialect {
  const firstLine = /^[\r\n]*([^\r\n]*)/.exec(text)![1]!;
  const declared = /^sep=(.)$/.exec(firstLine)?.[1];
  if (declared !== undefined) return { delimiter: declared, before: 1 };
  const unquoted = firstLine.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))]!, before: 0 };
}

/**
 * Tells the line on which each record begins, from 1; to be called with the records in order.
 * csv-parse gives the line on which a record ends, and takes `\r\n` inside of quotes for two.
 */
export function csvLineCounter(): (record: readonly string[], lines: number) => number {
  let doubled = 0;
  return (record, lines) => {
    const ends = record.flatMap((field) => field.match(/\r\n|\r|\n/g) ?? []);
    doubled += ends.filter((end) => end === '\r\n').length;
    return lines - doubled - ends.length;
  };
}
