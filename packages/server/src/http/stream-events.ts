import type { FastifyReply } from 'fastify';
import { isFinal } from '@alaas/contracts';
import type { NumberedEvent } from '../services/selections/selection-store.js';
import { beginEventStream, HEARTBEAT_MS, writeEvent, writeHeartbeat } from './event-stream.js';
import type { ServerContext } from './server-context.js';

/** What to stream, after which event, and where to. */
export interface EventStream {
  readonly id: string;
  readonly after: number;
  readonly reply: FastifyReply;
}

/**
 * Sends the events of a selection after number `after`: first those in the database, then the live
 * ones, each once and in order, until one is final, the reader leaves, or the server closes.
 */
export async function streamEvents(context: ServerContext, stream: EventStream): Promise<void> {
  const { id, reply } = stream;
  const { queue, store, closing } = context;
  const early: NumberedEvent[] = [];
  let listener = (event: NumberedEvent): void => void early.push(event);
  const unsubscribe = queue.subscribe(id, (event) => listener(event));
  try {
    // Listening began before the database is read, so nothing falls in between.
    const past = await store.events(id, stream.after);
    if (past.length + early.length === 0 && isFinal((await store.get(id)).status)) {
      // Nothing will come any more: 204 tells a browser not to connect again.
      void reply.code(204).send();
      return;
    }
    beginEventStream(reply);
    await new Promise<void>((resolve) => {
      const send = writer(reply, stream.after, resolve);
      for (const event of [...past, ...early]) send(event);
      listener = send;
      const heartbeat = setInterval(() => writeHeartbeat(reply), HEARTBEAT_MS);
      const leave = (): void => resolve();
      reply.raw.once('close', leave);
      closing.addEventListener('abort', leave, { once: true });
      if (closing.aborted) leave();
      reply.raw.once('close', () => {
        clearInterval(heartbeat);
        closing.removeEventListener('abort', leave);
      });
    });
    reply.raw.end();
  } finally {
    unsubscribe();
  }
}

function writer(
  reply: FastifyReply,
  after: number,
  onFinal: () => void,
): (event: NumberedEvent) => void {
  let last = after;
  return ({ number, event }) => {
    if (number <= last) return;
    // A slow reader misses progress, which the next one outdates; it gets every status.
    if (event.kind === 'progress' && reply.raw.writableNeedDrain) return;
    last = number;
    writeEvent(reply, { number, event });
    if (event.kind === 'status' && isFinal(event.status)) onFinal();
  };
}
