import { AlaasError, fromProblem, problemSchema } from '@alaas/contracts';

/** How requests are sent. */
export interface HttpOptions {
  readonly baseUrl: string;
  /** Of every request; a session adds its own. */
  readonly headers: Record<string, string>;
  /** Further tries after a failure that may pass. */
  readonly retries: number;
  readonly fetch: typeof fetch;
}

/** What tells whether an answer has the form of a `Value`. */
export interface AnswerSchema<Value> {
  safeParse(value: unknown): { success: true; data: Value } | { success: false };
}

/** One request. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Bytes that are sent as they are, instead of a body. */
  readonly content?: Blob | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** A query as it stands in an address. */
export function wordsOf(query: object): string {
  const words = Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, `${value}`]] : [],
  );
  return new URLSearchParams(words).toString();
}

/** Sends a request and reads the answer by its schema. @throws AlaasError of any code. */
export async function callJson<Value>(
  options: HttpOptions,
  call: Call,
  schema: AnswerSchema<Value>,
): Promise<Value> {
  const response = await send(options, call);
  const text = await response.text().catch((error: unknown) => {
    throw connectionError(options, call, error);
  });
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw answerInvalid(options, call, `${response.status} ${text.slice(0, 200)}`);
}

/** Sends a request, again after failures that may pass, until an answer of success comes. */
export async function send(options: HttpOptions, call: Call): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await sendOnce(options, call);
    } catch (thrown) {
      const error = AlaasError.from(thrown);
      const mayPass = error.code !== 'CANCELLED' && error.row.retryable;
      if (!mayPass || attempt >= options.retries) throw error;
      await pause(pauseMs(error, attempt), call.signal);
    }
  }
}

async function sendOnce(options: HttpOptions, call: Call): Promise<Response> {
  const { method, path, body, content, headers, signal } = call;
  let response: Response;
  try {
    response = await options.fetch(new URL(path, options.baseUrl), {
      method,
      headers: {
        ...options.headers,
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(content === undefined ? {} : { 'content-type': 'application/octet-stream' }),
      },
      ...(content === undefined ? {} : { body: content }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw connectionError(options, call, error);
  }
  if (response.ok) return response;
  const problem = problemSchema.safeParse(parseJson(await response.text().catch(() => '')));
  if (!problem.success) throw answerInvalid(options, call, `status ${response.status}`);
  const error = fromProblem(problem.data);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (Number.isNaN(retryAfter)) throw error;
  throw new AlaasError(error.code, error.message, {
    ...error.details,
    retryAfterMs: retryAfter * 1000,
  });
}

/** Doubles from try to try, with up to half of it left to chance; the server may ask for more. */
function pauseMs(error: AlaasError, attempt: number): number {
  const asked = Number(error.details['retryAfterMs'] ?? 0);
  const backOff = FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random() / 2);
  return Math.min(LONGEST_PAUSE_MS, Math.max(asked, backOff));
}

/** Waits. @throws AlaasError `CANCELLED`. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(cancelled(signal?.reason));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** What a failed connection means. */
export function connectionError(options: HttpOptions, call: Call, cause: unknown): AlaasError {
  if (call.signal?.aborted) return cancelled(cause);
  const said = (cause as { cause?: Error }).cause?.message ?? (cause as Error).message;
  return new AlaasError(
    'HTTP_UNREACHABLE',
    `The server at ${options.baseUrl} cannot be reached: ${said}.`,
    { field: 'baseUrl', value: options.baseUrl, cause },
  );
}

function cancelled(cause: unknown): AlaasError {
  return new AlaasError('CANCELLED', 'The request was cancelled.', { cause });
}

function answerInvalid(options: HttpOptions, call: Call, got: string): AlaasError {
  return new AlaasError(
    'HTTP_ANSWER_INVALID',
    `${call.method} ${call.path} of ${options.baseUrl} gave an answer that is not ours: ${got}.`,
    { field: 'baseUrl', value: options.baseUrl },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
