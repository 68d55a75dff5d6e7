import { Readable } from 'node:stream';
import { AlaasError } from '@alaas/contracts';
import { cutText, toldValue } from './told-value.js';

/** The parts of a request that hold text of the caller, under the names that errors give them. */
interface RequestParts {
  readonly params?: unknown;
  readonly querystring?: unknown;
  readonly body?: unknown;
}

/** An object or array on the way to a text. */
interface Place {
  readonly holder: object;
  readonly name: string | number;
  readonly above: Place | undefined;
}

/** A text that cannot be kept, and where it is; without `text` the name itself is at fault. */
interface Fault {
  readonly name: string | number;
  readonly above: Place;
  readonly text?: string;
}

/**
 * Refuses text that PostgreSQL cannot keep: a NUL, or half of a surrogate pair. Stored as JSON, such a
 * half would be accepted and make every later look at it fail.
 *
 * @throws AlaasError `HTTP_REQUEST_INVALID`.
 */
export function requireStorableText(parts: RequestParts): void {
  const fault = findFault(parts);
  if (fault === undefined) return;
  const field = fieldOf(fault);
  const { text, name } = fault;
  const what = String(text ?? name).includes('\0')
    ? 'a NUL character'
    : 'half of a surrogate pair, which is no character';
  const holds = text === undefined ? 'its name holds' : 'holds';
  throw new AlaasError('HTTP_REQUEST_INVALID', `${field}: ${holds} ${what}; leave it out.`, {
    field,
    value: text === undefined ? undefined : toldValue(field, escaped(text)),
    remedy: 'Send text without NUL characters and without halves of surrogate pairs.',
  });
}

/** Bodies are as large and as deep as the caller likes: no recursion, no path until one is needed. */
function findFault(parts: RequestParts): Fault | undefined {
  const places: Place[] = [{ holder: parts, name: '', above: undefined }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const fault = Array.isArray(place.holder)
      ? lookAtList(place, places)
      : lookAtKeys(place, places);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function lookAtList(above: Place, places: Place[]): Fault | undefined {
  const list = above.holder as readonly unknown[];
  for (let name = 0; name < list.length; name++) {
    const value = list[name];
    // Most of what comes in large numbers.
    if (typeof value === 'number') continue;
    if (typeof value === 'string' && !isStorable(value)) return { name, above, text: value };
    if (isHolder(value)) places.push({ holder: value, name, above });
  }
  return undefined;
}

function lookAtKeys(above: Place, places: Place[]): Fault | undefined {
  for (const [name, value] of Object.entries(above.holder)) {
    if (!isStorable(name)) return { name, above };
    if (typeof value === 'string' && !isStorable(value)) return { name, above, text: value };
    if (isHolder(value)) places.push({ holder: value, name, above });
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A file comes in as a stream of bytes: it is no text. */
function isHolder(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return !(value instanceof Readable || ArrayBuffer.isView(value));
}

function fieldOf({ name, above }: Fault): string {
  const path = [name];
  for (let place: Place | undefined = above; place !== undefined; place = place.above) {
    path.push(place.name);
  }
  // Before the names of the caller come the root and the part of the request.
  const [, part, ...names] = path.reverse();
  return cutText(escaped(names.join('.') || String(part)));
}

/** As in JSON, so that the error can be printed and stored. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
