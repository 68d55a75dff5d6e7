import type { AnswerSchema, Call, HttpOptions } from './http.js';
import { connectionError, send } from './http.js';
import { readEventStream } from './event-stream.js';

/** Which events to follow. */
export interface FollowTask<Event> {
  readonly path: string;
  readonly schema: AnswerSchema<Event>;
  /** Whether nothing comes after an event. Default: the server says when. */
  readonly isLast?: (event: Event) => boolean;
  /** Number of the event after which to begin. Default: from the first one on. */
  readonly after?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Events from the beginning to the end, each once. A connection that breaks is taken up again where
 * it broke; events of a kind that only a newer server knows are passed over.
 */
export async function* followEvents<Event>(
  http: HttpOptions,
  { path, schema, isLast = () => false, after = 0, signal }: FollowTask<Event>,
): AsyncGenerator<Event, void, undefined> {
  const call: Call = { method: 'GET', path, signal };
  let last = `${after}`;
  let failures = 0;
  for (;;) {
    const headers = { 'last-event-id': last, accept: 'text/event-stream' };
    const response = await send(http, { ...call, headers });
    if (response.status === 204 || response.body === null) return;
    try {
      for await (const { id: number, data } of readEventStream(response.body)) {
        const parsed = schema.safeParse(JSON.parse(data));
        // What has no id is no part of the history.
        if (number !== '') last = number;
        failures = 0;
        if (!parsed.success) continue;
        yield parsed.data;
        if (isLast(parsed.data)) return;
      }
    } catch (error) {
      const failure = connectionError(http, call, error);
      if (failure.code === 'CANCELLED' || ++failures > http.retries) throw failure;
    }
  }
}
