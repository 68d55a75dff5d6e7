import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlaasClient } from '@alaas/client';
import { startServer } from '@alaas/server';
import { serverForTest, type ServerForTest } from './server-for-test.js';

let running: ServerForTest;
beforeAll(async () => {
  running = await serverForTest({ bodyLimitBytes: 20_000, allowedHosts: ['alaas.example'] });
});
afterAll(() => running.end());

/** Status and problem of a request with a Host header of its own. */
async function statusAs(host: string): Promise<number> {
  const { port } = running.server;
  return new Promise((resolve, reject) => {
    httpRequest({ port, path: '/healthz', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });
}

describe('health', () => {
  test('the process is there and can work', async () => {
    expect(await running.client.health()).toMatchObject({ status: 'ok', version: '0.1.0' });
    expect(await running.client.ready()).toEqual({ status: 'ready', database: 'embedded' });
  });

  test('metrics count requests by route', async () => {
    const text = await (await fetch(`${running.server.url}/metrics`)).text();
    expect(text).toMatch(
      /alaas_http_requests_total\{method="GET",route="\/healthz",status="200"\} \d/,
    );
    expect(text).toContain('alaas_selections{state="waiting"} 0');
  });
});

describe('host names', () => {
  test.each([
    'localhost',
    'LOCALHOST:1',
    '127.0.0.1:8080',
    '127.1.2.3',
    '[::1]:80',
    'alaas.example',
  ])('%s is answered', async (host) => expect(await statusAs(host)).toBe(200));

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])(
    '"%s" is refused',
    async (host) => expect(await statusAs(host)).toBe(403),
  );
});

test('what is no request that Node can read is a problem too', async () => {
  const long = await fetch(`${running.server.url}/api/v1/runs?cursor=${'x'.repeat(20_000)}`);
  expect(long.status).toBe(431);
  expect(long.headers.get('content-type')).toBe('application/problem+json');
  expect(await long.json()).toMatchObject({ code: 'HTTP_HEADERS_TOO_LARGE', status: 431 });

  const socket = connect(running.server.port, '127.0.0.1');
  socket.end('no request\r\n\r\n');
  const said = (await socket.setEncoding('utf8').toArray()).join('');
  expect(said).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
  expect(said).toContain('"code":"HTTP_REQUEST_INVALID"');
});

describe('errors are problems of the one table', () => {
  const url = (): string => `${running.server.url}/api/v1/selections`;
  const json = { 'content-type': 'application/json' };
  const cases: [string, RequestInit, number, Record<string, unknown>][] = [
    ['no JSON', { body: '{', headers: json }, 400, { code: 'HTTP_REQUEST_INVALID' }],
    ['no body', { headers: json }, 400, { code: 'HTTP_REQUEST_INVALID' }],
    [
      'a form',
      { body: 'a=b', headers: { 'content-type': 'text/plain' } },
      415,
      { code: 'HTTP_MEDIA_TYPE' },
    ],
    [
      'a wrong budget',
      { body: '{"pool":{"kind":"vectors","vectors":[[1]]},"budget":0}', headers: json },
      400,
      {
        code: 'HTTP_REQUEST_INVALID',
        details: expect.objectContaining({ field: 'budget', value: 0 }),
      },
    ],
    [
      'a budget beyond every pool',
      {
        body: '{"pool":{"kind":"vectors","vectors":[[1]]},"budget":9007199254740990}',
        headers: json,
      },
      400,
      { code: 'HTTP_REQUEST_INVALID', details: expect.objectContaining({ field: 'budget' }) },
    ],
    [
      'an unknown key',
      { body: '{"pool":{"kind":"vectors","vectors":[[1]]},"budget":1,"sedd":1}', headers: json },
      400,
      {
        code: 'HTTP_REQUEST_INVALID',
        detail: 'sedd: Unrecognized key: "sedd".',
        details: expect.objectContaining({ field: 'sedd', value: 1 }),
      },
    ],
    [
      'a large body',
      { body: ' '.repeat(30_000), headers: json },
      413,
      { code: 'HTTP_BODY_TOO_LARGE' },
    ],
  ];
  test.each(cases)('%s', async (...[, init, status, problem]) => {
    const response = await fetch(url(), { method: 'POST', ...init });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:alaas:error:[A-Z_]+$/),
      remedy: expect.stringMatching(/\w/),
      requestId: response.headers.get('x-request-id'),
      ...problem,
    });
  });

  test.each([
    { named: 'a long name', path: `/api/v1/runs/${'0'.repeat(500)}/arms`, code: 'HTTP_NOT_FOUND' },
    { named: 'a broken escape', path: '/api/v1/runs/%E0%A4%A', code: 'HTTP_REQUEST_INVALID' },
  ])('an address with $named', async ({ path, code }) => {
    const response = await fetch(`${running.server.url}${path}`);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      code,
      status: response.status,
      requestId: response.headers.get('x-request-id'),
    });
  });

  test.each([
    { part: 'of a body', path: 'session', body: { name: 'x'.repeat(500), password: 'p' } },
    { part: 'of an address', path: `selections?limit=${'x'.repeat(500)}` },
  ])('a long value $part is told short', async ({ path, body }) => {
    const init = body && { method: 'POST', headers: json, body: JSON.stringify(body) };
    const response = await fetch(`${running.server.url}/api/v1/${path}`, init);
    expect(await response.json()).toMatchObject({ details: { value: 'x'.repeat(200) } });
  });

  test('secrets are not told', async () => {
    const body = { name: 'ann', password: 'secret '.repeat(100), newPassword: 'secret' };
    const init = { method: 'POST', headers: json, body: JSON.stringify(body) };
    const response = await fetch(`${running.server.url}/api/v1/session`, init);
    const said = await response.text();
    expect(JSON.parse(said)).toMatchObject({
      details: { field: 'password', issues: [{ field: 'password' }, { field: 'newPassword' }] },
    });
    expect(said).not.toContain('secret');
  });

  test('unknown addresses and selections', async () => {
    const response = await fetch(`${running.server.url}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'HTTP_NOT_FOUND' });
    await expect(running.client.getSelection('none')).rejects.toMatchObject({
      code: 'SELECTION_UNKNOWN',
      details: { value: 'none' },
    });
  });
});

describe('description', () => {
  test('is OpenAPI 3.1 and names every address', async () => {
    const response = await fetch(`${running.server.url}/api/openapi.json`);
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.openapi).toBe('3.1.0');
    expect(
      Object.entries(document.paths).map(([path, methods]) => [path, Object.keys(methods).sort()]),
    ).toEqual([
      ['/healthz', ['get']],
      ['/readyz', ['get']],
      ['/api/v1/selections', ['get', 'post']],
      ['/api/v1/selections/{id}', ['delete', 'get']],
      ['/api/v1/selections/{id}/events', ['get']],
      ['/api/v1/runs', ['get']],
      ['/api/v1/runs/{id}', ['get']],
      ['/api/v1/runs/{id}/arms', ['get']],
      ['/api/v1/runs/{id}/rungs', ['get']],
      ['/api/v1/runs/{id}/forecasts', ['get']],
      ['/api/v1/runs/{id}/decisions', ['get']],
      ['/api/v1/runs/{id}/decisions/{decision}', ['get']],
      ['/api/v1/runs/{id}/events', ['get']],
      ['/api/v1/track-record', ['get']],
      ['/api/v1/runs/{id}/decisions/{decision}/approve', ['post']],
      ['/api/v1/runs/{id}/decisions/{decision}/veto', ['post']],
      ['/api/v1/runs/{id}/decisions/{decision}/postpone', ['post']],
      ['/api/v1/runs/{id}/arms/{arm}/revive', ['post']],
      ['/api/v1/join', ['post']],
      ['/api/v1/session', ['delete', 'get', 'post']],
      ['/api/v1/sessions', ['get']],
      ['/api/v1/sessions/{session}', ['delete']],
      ['/api/v1/invitations', ['post']],
      ['/api/v1/users', ['get']],
      ['/api/v1/users/{user}', ['patch']],
      ['/api/v1/projects/{project}/members', ['get']],
      ['/api/v1/projects/{project}/members/{user}', ['delete', 'put']],
      ['/api/v1/keys', ['get', 'post']],
      ['/api/v1/keys/{key}', ['delete']],
      ['/api/v1/audit', ['get']],
      ['/api/v1/projects', ['get', 'post']],
      ['/api/v1/projects/{project}', ['get', 'patch']],
      ['/api/v1/projects/{project}/events', ['get']],
      ['/api/v1/projects/{project}/pause', ['post']],
      ['/api/v1/projects/{project}/resume', ['post']],
      ['/api/v1/projects/{project}/stop', ['post']],
      ['/api/v1/projects/{project}/archive', ['post']],
      ['/api/v1/projects/{project}/items', ['get', 'post']],
      ['/api/v1/projects/{project}/items/positions', ['get']],
      ['/api/v1/projects/{project}/items/map', ['get']],
      ['/api/v1/projects/{project}/classes', ['get']],
      ['/api/v1/projects/{project}/quarantine', ['get']],
      ['/api/v1/projects/{project}/items/{position}/content', ['get']],
      ['/api/v1/projects/{project}/items/{position}/thumbnail', ['get']],
      ['/api/v1/uploads', ['post']],
      ['/api/v1/uploads/{upload}', ['delete', 'get']],
      ['/api/v1/uploads/{upload}/files', ['put']],
      ['/api/v1/data', ['get']],
      ['/api/v1/forecasts/prior', ['post']],
      ['/api/v1/projects/{project}/assignments', ['delete', 'post']],
      ['/api/v1/projects/{project}/assignments/{assignment}/renew', ['post']],
      ['/api/v1/projects/{project}/assignments/{assignment}', ['delete']],
      ['/api/v1/projects/{project}/labels', ['get', 'post']],
      ['/api/v1/projects/{project}/labels/{entry}/correct', ['post']],
      ['/api/v1/projects/{project}/labels/{entry}/undo', ['post']],
      ['/api/v1/projects/{project}/exports', ['post']],
      ['/api/v1/projects/{project}/labels/import', ['post']],
      ['/api/v1/projects/import', ['post']],
      ['/api/v1/data/examinations', ['post']],
      ['/api/v1/projects/{project}/jobs', ['get']],
      ['/api/v1/jobs/{job}', ['delete', 'get']],
      ['/api/v1/jobs/{job}/file', ['get']],
      ['/api/v1/projects/{project}/webhooks', ['get', 'post']],
      ['/api/v1/projects/{project}/webhooks/{webhook}', ['delete']],
      ['/api/v1/projects/{project}/webhooks/{webhook}/deliveries', ['get']],
      ['/api/v1/projects/{project}/webhooks/{webhook}/deliveries/{delivery}/replay', ['post']],
      ['/api/v1/projects/{project}/arms', ['get']],
      ['/api/v1/projects/{project}/rungs', ['get']],
      ['/api/v1/projects/{project}/forecasts', ['get']],
      ['/api/v1/projects/{project}/decisions', ['get']],
      ['/api/v1/projects/{project}/decisions/replayed', ['get']],
      ['/api/v1/projects/{project}/models', ['get']],
      ['/api/v1/projects/{project}/rounds', ['get']],
      ['/api/v1/projects/{project}/evaluation', ['get']],
      ['/api/v1/projects/{project}/impact', ['get']],
      ['/api/v1/projects/{project}/decisions/{decision}/approve', ['post']],
      ['/api/v1/projects/{project}/decisions/{decision}/veto', ['post']],
      ['/api/v1/projects/{project}/decisions/{decision}/postpone', ['post']],
      ['/api/v1/projects/{project}/arms/{arm}/revive', ['post']],
      ['/api/v1/projects/{project}/budget/extend', ['post']],
      ['/api/v1/system', ['get']],
      ['/post', ['post']],
    ]);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Problem', 'Selection', 'SelectionPage']),
    );
    const names = new Set(Object.keys(document.components.schemas));
    for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)/g)) {
      expect(names).toContain(name);
    }
  });

  test('streams of events tell of their end', async () => {
    const response = await fetch(`${running.server.url}/api/openapi.json`);
    const { paths } = (await response.json()) as {
      paths: Record<string, { get: { responses: Record<string, unknown> } }>;
    };
    const streams = Object.keys(paths).filter((path) => path.endsWith('/events'));
    expect(streams).toHaveLength(3);
    for (const path of streams) {
      const ended = paths[path]!.get.responses['204'];
      expect(ended).toEqual({ description: expect.stringContaining('do not connect again') });
    }
  });

  test('the docs page loads nothing from elsewhere', async () => {
    const page = await fetch(`${running.server.url}/api/docs`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('swagger-ui');
    expect(html).not.toMatch(/(src|href)="https?:/);
  });
});

test('a second server on the data folder, and a port in use, are typed errors', async () => {
  const { home, server } = running;
  const options = { home };
  await expect(startServer({ ...options, port: 0 })).rejects.toMatchObject({
    code: 'PROJECT_LOCKED',
    details: { pid: process.pid },
  });
  const other = serverForTest({ port: server.port });
  await expect(other).rejects.toMatchObject({
    code: 'HTTP_PORT_UNAVAILABLE',
    details: { value: server.port },
  });
});

test('a server that is not there is a typed error after the retries', async () => {
  const client = new AlaasClient({ baseUrl: 'http://127.0.0.1:1', retries: 1 });
  await expect(client.health()).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' });
  const cancelled = client.health({ signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
});
