import { readFile } from 'node:fs/promises';
import { CodedError } from '@alaas/core';

/** A parsed JSON object whose fields are not known to be of any type. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON file, or answers undefined when there is none.
 *
 * @throws CodedError `ENCODER_FOLDER_INVALID` when it does not hold a JSON value.
 */
export async function readJsonIfPresent(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CodedError('ENCODER_FOLDER_INVALID', `"${file}" is not valid JSON.`, {
      field: 'encoder',
      value: file,
      cause,
    });
  }
}

/** The value as an object; an empty one when it is something else. */
export function asObject(value: unknown): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}

/** The value as a positive whole number, or undefined. */
export function asCount(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 1 ? (value as number) : undefined;
}

/** The value as a text; an empty one when it is something else. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
