import type { FastifyReply } from 'fastify';

/** Pause after which an idle stream says that it is alive. */
export const HEARTBEAT_MS = 15_000;

/** One event on the wire. */
export interface WireEvent {
  /** Absent for what is no part of the history: a reader does not resume after it. */
  readonly number?: number;
  readonly event: { readonly kind: string };
}

/** Takes a reply over and begins a stream of server-sent events. */
export function beginEventStream(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // An open connection that is idle after the stream would hold up the server's end.
    connection: 'close',
    'x-accel-buffering': 'no',
    'x-request-id': reply.request.id,
  });
  reply.raw.flushHeaders();
}

/** Sends one event. */
export function writeEvent(reply: FastifyReply, { number, event }: WireEvent): void {
  const id = number === undefined ? '' : `id: ${number}\n`;
  reply.raw.write(`${id}event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
}

/** Tells the reader, and what lies between, that the stream is alive. */
export function writeHeartbeat(reply: FastifyReply): void {
  reply.raw.write(': heartbeat\n\n');
}
