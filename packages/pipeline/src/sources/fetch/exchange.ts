import { CodedError } from '@alaas/core';
import type { Dispatcher } from 'undici';

/** The answer to one request, with its whole body. */
export interface Exchanged {
  readonly status: number;
  /** First value of a header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** As sent, perhaps compressed; empty unless the status is 2xx. */
  readonly body: Uint8Array;
}

/** What is asked for. */
export interface ExchangeOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Largest body, in bytes. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** A body that nobody needs is read to so many bytes, which leaves its connection free. */
const UNUSED_BODY_BYTES = 2 ** 17;

/**
 * Sends one GET request. Spoken without streams: for an item that has not changed they cost more than
 * all the rest of asking.
 *
 * @throws CodedError `ITEM_TOO_LARGE` as soon as there are more than `maxBytes`; the reason of the
 *   signal; what the connection fails with.
 */
export function exchange(dispatcher: Dispatcher, options: ExchangeOptions): Promise<Exchanged> {
  const { url, headers, signal } = options;
  return new Promise((resolve, reject) => {
    const handler = new Exchange(options, { resolve, reject });
    signal.addEventListener('abort', handler.stop, { once: true });
    const { origin, pathname, search } = url;
    dispatcher.dispatch({ origin, path: pathname + search, method: 'GET', headers }, handler);
  });
}

interface Settle {
  resolve(answer: Exchanged): void;
  reject(error: unknown): void;
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #signal: AbortSignal;
  readonly #settle: Settle;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Readonly<Record<string, string | string[] | undefined>> = {};
  #length = 0;
  readonly #pieces: Uint8Array[] = [];

  constructor({ maxBytes, signal }: ExchangeOptions, settle: Settle) {
    this.#maxBytes = maxBytes;
    this.#signal = signal;
    this.#settle = settle;
  }

  /** Gives up, also before there is a connection. */
  readonly stop = (): void => {
    this.#settle.reject(this.#signal.reason);
    this.#controller?.abort(this.#signal.reason as Error);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) this.stop();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status;
    this.#headers = headers;
    const length = Number(this.#header('content-length') ?? 0);
    if (this.#isContent && length > this.#maxBytes) controller.abort(this.#tooLarge(length));
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#isContent) {
      this.#pieces.push(piece);
      if (this.#length > this.#maxBytes) controller.abort(this.#tooLarge(this.#length));
    } else if (this.#length > UNUSED_BODY_BYTES) {
      this.#finish();
      controller.abort(new CodedError('CANCELLED', 'The rest of the body is not needed.'));
    }
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#signal.removeEventListener('abort', this.stop);
    this.#settle.reject(error);
  }

  get #isContent(): boolean {
    return this.#status >= 200 && this.#status < 300;
  }

  #header(name: string): string | undefined {
    const value = this.#headers[name];
    return typeof value === 'object' ? value[0] : value;
  }

  #finish(): void {
    this.#signal.removeEventListener('abort', this.stop);
    const [first, ...others] = this.#pieces;
    this.#settle.resolve({
      status: this.#status,
      header: (name) => this.#header(name),
      body: first && others.length === 0 ? first : Buffer.concat(this.#pieces, this.#length),
    });
  }

  #tooLarge(length: number): CodedError {
    return new CodedError('ITEM_TOO_LARGE', `It has more than ${this.#maxBytes} bytes.`, {
      field: 'item',
      value: length,
    });
  }
}
