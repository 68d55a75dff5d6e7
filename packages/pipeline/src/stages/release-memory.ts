import { MessageChannel } from 'node:worker_threads';

/**
 * Gives the memory of a large buffer back soon, where a collection may come only when much more is
 * garbage: it is sent on a channel that nobody listens to. The buffer is empty afterwards.
 */
export function releaseMemory(buffer: ArrayBuffer): void {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(undefined, [buffer]);
  port1.close();
  port2.close();
}
