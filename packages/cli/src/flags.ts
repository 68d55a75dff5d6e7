import { AlaasError, type ErrorCode } from '@alaas/contracts';

/** One more value of a flag that may be repeated. */
export function also(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** The parts of a comma-separated list, without blanks. */
export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * Whole numbers of a comma-separated list; nothing between two commas is none.
 *
 * @throws AlaasError `SIMULATION_OPTION_INVALID`.
 */
export function wholeNumbers(field: string, text: string): number[] {
  return text.split(',').map((part) => wholeNumber(field, part));
}

/**
 * A whole number; its bounds are checked by what it is for.
 *
 * @throws AlaasError with `code`, naming the field and the text.
 */
export function wholeNumber(
  field: string,
  text: string,
  code: ErrorCode = 'SIMULATION_OPTION_INVALID',
): number {
  if (/^-?\d+$/.test(text.trim())) return Number(text);
  throw new AlaasError(code, `${field} must be a whole number, not "${text}".`, {
    field,
    value: text,
  });
}
