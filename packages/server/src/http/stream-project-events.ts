import type { FastifyReply } from 'fastify';
import type { ProjectEvent } from '@alaas/contracts';

import { checkAccess, whoAsks } from './access-guard.js';
import { beginEventStream, HEARTBEAT_MS, writeEvent, writeHeartbeat } from './event-stream.js';
import type { ServerContext } from './server-context.js';

/** What annotators are told of: the rest is for those who may read what the agent thinks. */
const FOR_ANNOTATORS: readonly ProjectEvent['kind'][] = ['status', 'batch', 'labels'];

/** Which project, after which event, and where to. */
export interface ProjectStream {
  readonly project: string;
  readonly after: number;
  readonly reply: FastifyReply;
}

/**
 * Sends what happened in a project after event `after`, then what happens, until the project is
 * archived, the reader leaves or loses the right to look on, or the server closes.
 */
export async function streamProjectEvents(
  context: ServerContext,
  { project, after, reply }: ProjectStream,
): Promise<void> {
  const { events: service, access, closing } = context;
  const { events, isOver } = await service.past(project, after);
  if (isOver && events.length === 0) {
    // Nothing will come any more: 204 tells a browser not to connect again.
    void reply.code(204).send();
    return;
  }
  beginEventStream(reply);
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const heartbeat = setInterval(() => writeHeartbeat(reply), HEARTBEAT_MS);
  let last = after;
  let entry: string | null | undefined;
  try {
    for await (const mark of service.changes(project, AbortSignal.any([left.signal, closing]))) {
      await checkAccess(reply.request, access);
      last = await sendPast(context, { project, after: last, reply });
      if (mark.entry !== entry) writeEvent(reply, { event: await service.labels(project) });
      entry = mark.entry;
      if ((await service.past(project, last)).isOver) break;
    }
  } catch {
    // Whoever may still look on connects again, and is told where there is something wrong.
  } finally {
    clearInterval(heartbeat);
    reply.raw.end();
  }
}

async function sendPast(
  { events: service }: ServerContext,
  { project, after, reply }: ProjectStream,
): Promise<number> {
  const seesAll = whoAsks(reply.request).rights.includes('read');
  let last = after;
  for (;;) {
    const { events } = await service.past(project, last);
    if (events.length === 0) return last;
    for (const { number, event } of events) {
      last = number;
      if (seesAll || FOR_ANNOTATORS.includes(event.kind)) writeEvent(reply, { number, event });
    }
  }
}
