import { readLines } from '../formats/text-lines.js';
import type { ItemRef } from './source.js';
import { asSourceError } from './source-errors.js';
import type { UrlListSpec } from './source-spec.js';

/**
 * The URLs of a list, in its order; the id of an item is its URL as it was written. What is no
 * http(s) URL is refused when it is fetched.
 *
 * @throws CodedError `SOURCE_NOT_FOUND`, `SOURCE_INVALID` with the line that is not UTF-8.
 */
export async function* urlItems(
  { urls }: UrlListSpec,
  signal: AbortSignal | undefined,
): AsyncGenerator<ItemRef> {
  if (typeof urls !== 'string') {
    for (const url of urls) yield urlItem(url);
    return;
  }
  try {
    for await (const { text } of readLines(urls, signal)) {
      const url = text.trim();
      if (url !== '' && !url.startsWith('#')) yield urlItem(url);
    }
  } catch (error) {
    throw asSourceError(urls, error);
  }
}

function urlItem(url: string): ItemRef {
  return { id: url, location: { kind: 'url', url } };
}
