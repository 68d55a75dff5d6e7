import { CodedError } from '@alaas/core';
import { Agent, request } from 'undici';

import { guardedConnector } from './guarded-connector.js';

/** A message, and how it is sent. */
export interface PostTask {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** Milliseconds until the headers of the answer must be there. */
  readonly timeoutMs: number;
  /** Whether the URL may lead to a private, loopback or link-local address. */
  readonly allowPrivate: boolean;
}

/**
 * Posts JSON and answers the status, of a redirect too: none is followed. The body of the answer is
 * not read.
 *
 * @throws CodedError `ITEM_ADDRESS_REFUSED`, `ITEM_TIMEOUT`, `ITEM_UNREACHABLE`.
 */
export async function postJson(task: PostTask): Promise<number> {
  const { url, headers, body, timeoutMs, allowPrivate } = task;
  const dispatcher = new Agent({ connect: guardedConnector(allowPrivate, { timeout: timeoutMs }) });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      dispatcher,
      signal,
    });
    answer.body.on('error', () => undefined).destroy();
    return answer.statusCode;
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    const details = { field: 'url', value: url, cause };
    if (signal.aborted) {
      throw new CodedError('ITEM_TIMEOUT', `No answer came in ${timeoutMs} ms.`, details);
    }
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('ITEM_UNREACHABLE', `There is no connection: ${why}.`, details);
  } finally {
    await dispatcher.destroy();
  }
}
