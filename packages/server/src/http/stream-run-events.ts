import { setTimeout as wait } from 'node:timers/promises';
import type { EventStream } from './stream-events.js';
import { beginEventStream, HEARTBEAT_MS, writeEvent, writeHeartbeat } from './event-stream.js';
import type { ServerContext } from './server-context.js';

/** Runs are carried out by other processes: the database is looked at so often. */
const LOOK_MS = 500;

/**
 * Sends the events of a run after number `after` as they come into the database, until the run has
 * ended, the reader leaves, or the server closes.
 */
export async function streamRunEvents(
  { runs, closing }: ServerContext,
  { id, after, reply }: EventStream,
): Promise<void> {
  let { events, isOver } = await runs.reader.events(id, after);
  if (events.length === 0 && isOver) {
    // Nothing will come any more: 204 tells a browser not to connect again.
    void reply.code(204).send();
    return;
  }
  beginEventStream(reply);
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const end = AbortSignal.any([left.signal, closing]);
  let last = after;
  let idleMs = 0;
  while (!end.aborted) {
    for (const event of events) {
      writeEvent(reply, event);
      last = event.number;
    }
    if (isOver && events.length === 0) break;
    idleMs = events.length === 0 ? idleMs + LOOK_MS : 0;
    if (idleMs > 0 && idleMs % HEARTBEAT_MS === 0) writeHeartbeat(reply);
    const pauseMs = events.length === 0 ? LOOK_MS : 0;
    await wait(pauseMs, undefined, { signal: end }).catch(() => undefined);
    // A database that is gone ends the stream; the reader connects again.
    const found = await runs.reader.events(id, last).catch(() => undefined);
    if (found === undefined) break;
    ({ events, isOver } = found);
  }
  reply.raw.end();
}
