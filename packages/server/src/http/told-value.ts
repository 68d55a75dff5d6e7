/** Longest value that an error repeats, in UTF-16 units. */
const MOST_TOLD = 200;
const SECRET = /password|key|token|secret/i;
/** A URL with a name and a password in it. */
const CREDENTIALS = /:\/\/[^/?#]*@/;

/** A value that was refused, short enough for an error; `undefined` for a secret or no plain value. */
export function toldValue(field: string, value: unknown): unknown {
  if (SECRET.test(field)) return undefined;
  if (typeof value === 'string') return CREDENTIALS.test(value) ? undefined : cutText(value);
  return value === null || ['number', 'boolean'].includes(typeof value) ? value : undefined;
}

/** The beginning of a text, without half a character at its end. */
export function cutText(text: string): string {
  return text.slice(0, MOST_TOLD).toWellFormed();
}
