import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError, throwIfCancelled } from '@alaas/core';
import { Agent } from 'undici';

import type { Fetched, Validators } from '../source.js';
import { decompress } from './decompress.js';
import { exchange, type Exchanged } from './exchange.js';
import { failedAnswer, failedConnection, type FailedAttempt } from './failed-attempt.js';
import type { HttpOptions } from './fetcher-options.js';
import { guardedConnector } from './guarded-connector.js';
import { HostSlots } from './host-slots.js';

/** What one request gave. */
type Answer =
  | { readonly kind: 'fetched'; readonly fetched: Fetched }
  | { readonly kind: 'redirect'; readonly target: string }
  | { readonly kind: 'failed'; readonly attempt: FailedAttempt };

const MAX_REDIRECTS = 10;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/** Reads http(s) URLs: redirects, retries, timeouts, limits per host, the policy on addresses. */
export class UrlReader {
  readonly #options: HttpOptions;
  readonly #slots: HostSlots;
  readonly #agent: Agent;

  constructor(options: HttpOptions) {
    const { connectMs, headersMs, idleMs } = options.timeouts;
    this.#options = options;
    this.#slots = new HostSlots(options.requestsPerHost);
    this.#agent = new Agent({
      connections: options.requestsPerHost,
      headersTimeout: headersMs,
      bodyTimeout: idleMs,
      connect: guardedConnector(options.allowPrivateAddresses, { timeout: connectMs }),
    });
  }

  /**
   * Reads one URL.
   *
   * @throws CodedError `ITEM_URL_INVALID`, `ITEM_NOT_FOUND`, `ITEM_HTTP_STATUS`, `ITEM_UNREACHABLE`,
   *   `ITEM_ADDRESS_REFUSED`, `ITEM_REDIRECTS`, `ITEM_TIMEOUT`, `ITEM_TOO_LARGE`, `ITEM_CORRUPT`,
   *   `ITEM_UNSUPPORTED`, `CANCELLED`.
   */
  async read(
    url: string,
    { known, signal }: { known: Validators | undefined; signal: AbortSignal | undefined },
  ): Promise<Fetched> {
    throwIfCancelled(signal);
    const start = parseUrl(url);
    const deadline = new AbortController();
    const cancel = (): void => deadline.abort(cancelled(signal));
    signal?.addEventListener('abort', cancel, { once: true });
    const { totalMs } = this.#options.timeouts;
    let timer: NodeJS.Timeout | undefined;
    const begin = (): void => {
      timer ??= setTimeout(() => deadline.abort(outOfTime(start, totalMs)), totalMs);
    };
    try {
      return await this.#withRetries(start, { known, begin, signal: deadline.signal });
    } catch (error) {
      throw deadline.signal.aborted ? deadline.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #withRetries(url: URL, context: RequestContext): Promise<Fetched> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#followed(url, context);
      if (answer.kind === 'fetched') return answer.fetched;
      const { error, isTemporary, retryAfterMs = 0 } = answer.attempt;
      const isLast = attempt >= this.#options.retries;
      if (!isTemporary || isLast || retryAfterMs > LONGEST_WAIT_MS) throw error;
      // Half of the wait is drawn, so that many items that failed at once do not return at once.
      const backOffMs = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
      const drawnMs = backOffMs * (0.5 + 0.5 * this.#options.random());
      await this.#options.wait(Math.max(retryAfterMs, drawnMs), context.signal);
    }
  }

  async #followed(
    start: URL,
    context: RequestContext,
  ): Promise<Exclude<Answer, { kind: 'redirect' }>> {
    const seen = new Set<string>();
    let url = start;
    for (;;) {
      seen.add(url.href);
      const answer = await this.#ask(url, context);
      if (answer.kind !== 'redirect') return answer;
      const target = URL.canParse(answer.target, url.href) && new URL(answer.target, url.href);
      if (!target || !isHttp(target)) throw badRedirect(start, 'one leads to no http(s) URL');
      target.hash = '';
      if (seen.has(target.href)) throw badRedirect(start, 'they go round in a circle');
      if (seen.size > MAX_REDIRECTS) {
        throw badRedirect(start, `there are more than ${MAX_REDIRECTS}`);
      }
      url = target;
    }
  }

  async #ask(url: URL, context: RequestContext): Promise<Answer> {
    const free = await this.#slots.take(url.host, context.signal);
    context.begin();
    try {
      const answer = await exchange(this.#agent, {
        url,
        headers: headersFor(context.known),
        maxBytes: this.#options.maxItemBytes,
        signal: context.signal,
      });
      return await this.#take(answer, { url, known: context.known });
    } catch (cause) {
      if (context.signal.aborted) throw context.signal.reason;
      return { kind: 'failed', attempt: failedConnection(shown(url), cause) };
    } finally {
      free();
    }
  }

  async #take(
    { status, header, body }: Exchanged,
    { url, known }: { url: URL; known: Validators | undefined },
  ): Promise<Answer> {
    if (status >= 200 && status < 300) {
      const encoding = header('content-encoding');
      const bytes = await decompress(body, { encoding, maxBytes: this.#options.maxItemBytes });
      const validators = validatorsOf(header('etag'), header('last-modified'));
      return {
        kind: 'fetched',
        fetched: { kind: 'content', bytes, ...(validators && { validators }) },
      };
    }
    const target = header('location');
    if (status === 304 && known) return { kind: 'fetched', fetched: { kind: 'unchanged' } };
    if (status > 300 && status < 400 && target !== undefined) return { kind: 'redirect', target };
    const retryAfter = header('retry-after');
    const nowMs = this.#options.now();
    const attempt = failedAnswer(shown(url), { status, retryAfter, nowMs });
    return { kind: 'failed', attempt };
  }
}

interface RequestContext {
  readonly known: Validators | undefined;
  /** Starts the time of the item, once: waiting in the line of a host does not count. */
  begin(): void;
  readonly signal: AbortSignal;
}

/** The real wait; a parameter of the reader so that tests do not wait. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && isHttp(url)) {
    // Setting it, even to what it is, parses the whole again.
    if (url.hash !== '') url.hash = '';
    return url;
  }
  throw new CodedError('ITEM_URL_INVALID', `"${text}" is no http(s) URL.`, {
    field: 'url',
    value: text,
  });
}

function isHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function headersFor(known: Validators | undefined): Record<string, string> {
  const { etag, lastModified } = known?.kind === 'http' ? known : {};
  return {
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'alaas',
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}

function validatorsOf(
  etag: string | undefined,
  lastModified: string | undefined,
): Validators | undefined {
  if (etag === undefined && lastModified === undefined) return undefined;
  return {
    kind: 'http',
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}

/** Without what may be secret: password and query, where signed URLs keep their signature. */
function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

function badRedirect(url: URL, what: string): CodedError {
  return new CodedError(
    'ITEM_REDIRECTS',
    `The redirects of ${shown(url)} cannot be followed: ${what}.`,
    {
      field: 'url',
      value: shown(url),
    },
  );
}

function outOfTime(url: URL, totalMs: number): CodedError {
  const message = `${shown(url)} did not come within ${totalMs / 1000} s.`;
  return new CodedError('ITEM_TIMEOUT', message, { field: 'url', value: shown(url) });
}

function cancelled(signal: AbortSignal | undefined): CodedError {
  return new CodedError('CANCELLED', 'The work was cancelled.', { cause: signal?.reason });
}
