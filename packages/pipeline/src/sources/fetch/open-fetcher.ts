import { realpathSync } from 'node:fs';
import { CodedError, throwIfCancelled } from '@alaas/core';

import type { Fetcher } from '../source.js';
import { FileStatus } from './file-status.js';
import type { FetcherOptions, HttpOptions, HttpTimeouts } from './fetcher-options.js';
import { isUnchangedFile, readItemFile } from './read-item-file.js';
import { UrlReader, waitFor } from './url-reader.js';

const DEFAULT_TIMEOUTS: HttpTimeouts = Object.freeze({
  connectMs: 10_000,
  headersMs: 30_000,
  idleMs: 30_000,
  totalMs: 120_000,
});
const MAX_ITEM_BYTES = 128 * 2 ** 20;
/** Enough to hide 10 ms for each answer behind the work of two cores. */
const REQUESTS_PER_HOST = 64;
const RETRIES = 3;

/**
 * A fetcher of files and http(s) URLs. It keeps connections open; close it when done.
 *
 * @throws CodedError `SOURCE_NOT_FOUND` when a root is not there.
 */
export function openFetcher(options: FetcherOptions = {}): Fetcher {
  const http = withDefaults(options);
  const files = {
    roots: options.roots?.map(realRoot),
    maxItemBytes: http.maxItemBytes,
    status: new FileStatus(),
  };
  const urls = new UrlReader(http);
  return {
    async fetch(location, { known, signal } = {}) {
      throwIfCancelled(signal);
      switch (location.kind) {
        case 'inline':
          return { kind: 'content', bytes: location.bytes };
        case 'file':
          return readItemFile(location, files, { known, signal });
        case 'url':
          return urls.read(location.url, { known, signal });
        case 'refused':
          throw new CodedError(location.code, location.reason, { field: 'item' });
      }
    },
    isUnchanged: (location, known) =>
      location.kind === 'file' && isUnchangedFile(location, known, files),
    close: () => urls.close(),
  };
}

function withDefaults(options: FetcherOptions): HttpOptions {
  return {
    maxItemBytes: options.maxItemBytes ?? MAX_ITEM_BYTES,
    allowPrivateAddresses: options.allowPrivateAddresses ?? false,
    requestsPerHost: options.requestsPerHost ?? REQUESTS_PER_HOST,
    retries: options.retries ?? RETRIES,
    timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
    random: options.random ?? Math.random,
    now: options.now ?? Date.now,
    wait: options.wait ?? waitFor,
  };
}

function realRoot(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (cause) {
    throw new CodedError('SOURCE_NOT_FOUND', `There is no folder "${folder}".`, {
      field: 'roots',
      value: folder,
      cause,
    });
  }
}
