import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A real HTTP server for one test. */
export interface LocalServer {
  /** As `http://127.0.0.1:1234`. */
  readonly origin: string;
  /** Every request so far, as `GET /path`. */
  readonly requests: readonly IncomingMessage[];
}

/** Starts a server on every address of the machine; it ends with the test. */
export async function localServer(
  answer: (request: IncomingMessage, response: ServerResponse, number: number) => unknown,
): Promise<LocalServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    answer(request, response, requests.push(request));
  }).listen(0);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A promise with the function that fulfils it. */
export function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => (resolve = fulfil));
  return { promise, resolve: () => resolve() };
}
