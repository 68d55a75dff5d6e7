import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { AlaasClient, AlaasError } from '@alaas/client';
import { toProblem } from '@alaas/contracts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that gives these answers, one to each request, and notes what was asked. */
async function serving(...answers: Answer[]) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    request.resume();
    answers.shift()?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, client: new AlaasClient({ baseUrl }) };
}

const json =
  (value: unknown, status = 200): Answer =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const problem = (code: 'DATABASE_UNREACHABLE' | 'SELECTION_UNKNOWN'): Answer => {
  const details = { field: 'f', value: 7, remedy: 'Do this.' };
  const error = new AlaasError(code, 'It went wrong.', details);
  return json(toProblem(error, 'request-1'), error.row.status);
};

const HEALTHY = { status: 'ok', version: '1', uptimeSeconds: 1 };

const SELECTION = {
  id: 's',
  status: 'finished',
  strategy: 'margin',
  budget: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  progress: null,
  result: null,
  error: null,
};

test('failures that may pass are tried again, and then the answer counts', async () => {
  const { asked, client } = await serving(
    problem('DATABASE_UNREACHABLE'),
    (request) => void request.destroy(),
    json(HEALTHY),
  );
  expect(await client.health()).toEqual(HEALTHY);
  expect(asked).toHaveLength(3);
});

test('other failures are not; the error is that of the server with all it says', async () => {
  const { asked, client } = await serving(problem('SELECTION_UNKNOWN'));
  const error = await client.getSelection('s').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AlaasError);
  expect(error).toMatchObject({
    code: 'SELECTION_UNKNOWN',
    message: 'It went wrong.',
    remedy: 'Do this.',
    details: { field: 'f', value: 7, requestId: 'request-1' },
  });
  expect(asked).toHaveLength(1);
});

test('every try to create a selection carries the same idempotency key', async () => {
  const { asked, client } = await serving(
    problem('DATABASE_UNREACHABLE'),
    json(SELECTION, 202),
    json(SELECTION, 202),
  );
  const request = { pool: { kind: 'vectors' as const, vectors: [[1]] }, budget: 1 };
  await client.createSelection(request);
  await client.createSelection(request);
  const keys = asked.map(({ headers }) => headers['idempotency-key']);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).not.toBe(keys[0]);
});

const STRANGERS: [string, Answer][] = [
  ['a page of another program', (_request, response) => void response.end('<html>')],
  ['JSON of another form', json({ status: 'fine' })],
  ['an error of another program', json({ error: 'x' }, 500)],
];
test.each(STRANGERS)('%s is HTTP_ANSWER_INVALID', async (_name, answer) => {
  const { client } = await serving(answer);
  await expect(client.health()).rejects.toMatchObject({ code: 'HTTP_ANSWER_INVALID' });
});

test('an event stream that breaks is taken up where it broke', async () => {
  const event = (id: number, data: unknown): string =>
    `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
  const stream =
    (text: string, whole: boolean): Answer =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`: heartbeat\n\n${text}`, () => {
        if (whole) response.end();
        else response.destroy();
      });
    };
  const running = { kind: 'status', status: 'running' };
  const progress = { kind: 'progress', stage: 'embed', done: 3, total: 9 };
  const finished = { kind: 'status', status: 'finished' };
  const { asked, client } = await serving(
    stream(event(1, running) + event(2, progress).slice(0, 20), true),
    stream(event(2, progress), true),
    stream('', false),
    stream(event(3, finished), true),
  );
  const seen: unknown[] = [];
  for await (const one of client.selectionEvents('s')) seen.push(one);
  expect(seen).toEqual([running, progress, finished]);
  expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual(['0', '1', '2', '2']);
});

test('a signal ends a request, a pause between two tries, and a stream', async () => {
  const { client } = await serving(
    () => undefined,
    (_request, response) => void response.writeHead(200).write(': heartbeat\n\n'),
  );
  const soon = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(50) });
  await expect(client.health(soon())).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(client.selectionEvents('s', soon()).next()).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  const nowhere = new AlaasClient({ baseUrl: 'http://127.0.0.1:1', retries: 50 });
  await expect(nowhere.health(soon())).rejects.toMatchObject({ code: 'CANCELLED' });
});
