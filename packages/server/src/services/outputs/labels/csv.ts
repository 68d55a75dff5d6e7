/**
 * One RFC 4180 line with its CR LF: fields with a separator, quote, line break or outer space are
 * quoted. Values are kept to the letter, also those that a spreadsheet would take for a formula.
 */
export function csvLine(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => quote(String(field))).join(',')}\r\n`;
}

/**
 * Text that no spreadsheet takes for a formula: an apostrophe before `=`, `+`, `-`, `@`, tab or CR.
 * For columns that people read; it alters the text.
 */
export function withoutFormula(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

/** Undoes `withoutFormula`. */
export function withFormula(text: string): string {
  return text.startsWith("'") && FORMULA_START.test(text.slice(1)) ? text.slice(1) : text;
}

const FORMULA_START = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",;\r\n\t]|^\s|\s$/;

function quote(field: string): string {
  return NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
