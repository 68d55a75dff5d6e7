import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { AlaasClient } from '@alaas/client';
import { joined, knownPool, liveServer, nextItems, type LiveServer } from './live-server.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const pool = knownPool();
let live: LiveServer;
let project: string;
beforeAll(async () => {
  live = await liveServer(pool);
  project = (await live.start({ budget: 20 })).id;
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly details: { readonly field: string; readonly value?: unknown };
}

async function call(
  request: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly type: string | null; readonly problem: Problem }> {
  const [method, path] = request.replace('{project}', project).split(' ') as [string, string];
  const json = { 'content-type': 'application/json', ...headers };
  const init = body === undefined ? { headers } : { headers: json, body: JSON.stringify(body) };
  const response = await fetch(`${live.server.url}/api/v1/${path}`, { method, ...init });
  const type = response.headers.get('content-type');
  return { status: response.status, type, problem: (await response.json()) as Problem };
}

/** A body with `text` in place of every `?`. */
function fill(body: unknown, text: string): unknown {
  const inJson = JSON.stringify(text).slice(1, -1);
  return JSON.parse(JSON.stringify(body).replaceAll('?', () => inJson));
}

const LABEL = { kind: 'label', assignment: 'a', label: '0' };
const SIGN_IN = { name: 'ann', password: 'correct horse' };
const HOOK = { url: 'https://example.org/hook', events: ['batch.ready'] };
const UNSTORABLE = { 'a NUL': 'a\u0000b', 'half a character': 'a\ud83db' };

test.each([
  ['POST projects/{project}/labels', { ...LABEL, label: '?' }, 'label'],
  ['POST projects/{project}/labels', { ...LABEL, assignment: '?' }, 'assignment'],
  ['POST projects/{project}/labels', { ...LABEL, comment: '?' }, 'comment'],
  ['POST projects/{project}/labels', { ...LABEL, client: '?' }, 'client'],
  ['POST projects/{project}/labels/1/correct', { label: '?' }, 'label'],
  ['POST session', { ...SIGN_IN, name: '?' }, 'name'],
  ['POST session', { ...SIGN_IN, password: '?' }, 'password'],
  ['POST join', { ...SIGN_IN, token: 'x?xxxxxxxxxxx' }, 'token'],
  ['POST keys', { name: '?', scopes: ['read'] }, 'name'],
  ['POST invitations', { role: 'viewer', projects: ['x', '?'] }, 'projects.1'],
  ['POST projects/{project}/webhooks', { ...HOOK, url: `${HOOK.url}/?` }, 'url'],
  ['POST projects/{project}/items', { data: 'more', namePrefix: '?' }, 'namePrefix'],
  ['POST projects', { config: { classes: ['?', 'b'] } }, 'config.classes.0'],
  ['POST projects', { config: { project: '?' } }, 'config.project'],
  ['POST projects', { config: { 'a.?': 1 } }, undefined],
  ['POST projects', { config: {}, labelling: { guidelines: '?' } }, 'labelling.guidelines'],
  ['PATCH projects/{project}', { labelling: { guidelines: '?' } }, 'labelling.guidelines'],
  ['POST selections', { pool: { kind: 'items', items: [{ text: '?' }] } }, 'pool.items.0.text'],
  ['POST session', '?', 'body'],
])('%s with %j is refused', async (request, body, field) => {
  for (const [name, text] of Object.entries(UNSTORABLE)) {
    const filled = fill(body, text);
    const { status, type, problem } = await call(request, filled);
    expect({ name, status, type, problem }).toMatchObject({
      status: 400,
      type: expect.stringContaining('application/problem+json'),
      problem: {
        code: 'HTTP_REQUEST_INVALID',
        remedy: expect.stringContaining('NUL'),
        details: { field: field ?? expect.stringMatching(/^config\.a\.a\\u(0000|d83d)b$/) },
      },
    });
    const isSecret = ['password', 'token'].includes(field ?? '');
    expect(Object.hasOwn(problem.details, 'value')).toBe(!isSecret && field !== undefined);
    const { detail, details } = problem;
    expect([detail, details.field, details.value].join()).not.toMatch(/[\0\p{Surrogate}]/u);
  }
});

test.each([
  ['GET projects/%00', 'project'],
  ['GET projects/%00/events', 'project'],
  ['POST projects/%00/pause', 'project'],
  ['GET jobs/%00', 'job'],
  ['GET selections/%00', 'id'],
  ['GET runs/%00', 'id'],
  ['PUT projects/{project}/members/%00', 'user'],
  ['PATCH users/%00', 'user'],
  ['DELETE keys/%00', 'key'],
  ['DELETE sessions/%00', 'session'],
  ['POST projects/{project}/arms/%00/revive', 'arm'],
  ['GET projects?cursor=%00', 'cursor'],
  ['GET projects/{project}/items?search=x&search=%00', 'search.1'],
])('%s is refused', async (request, field) => {
  const { status, problem } = await call(request, request.startsWith('PATCH') ? {} : undefined);
  expect({ status, problem }).toMatchObject({
    status: 400,
    problem: { code: 'HTTP_REQUEST_INVALID', details: { field } },
  });
});

test('whole characters are text, and what was refused changed nothing', async () => {
  const guidelines = 'Cats 🐈 and "dogs" \\u0000 \n';
  await live.client.projects.change(project, { labelling: { guidelines } });
  const refused = await call('PATCH projects/{project}', { labelling: { guidelines: '\ud83d' } });
  expect(refused.status).toBe(400);
  expect((await live.client.projects.get(project)).labelling.guidelines).toBe(guidelines);
  expect((await nextItems(live.client, project)).assignments).toHaveLength(1);
});

test('a deep body and one of many numbers are looked through', async () => {
  const deep = `${'['.repeat(100_000)}"\\ud83d"${']'.repeat(100_000)}`;
  const wide = `[${'[1,2,3],'.repeat(100_000)}"\\u0000"]`;
  for (const [data, field] of [
    [deep, /^data(\.0)+\.?$/],
    [wide, /^data\.100000$/],
  ] as const) {
    const response = await fetch(`${live.server.url}/post`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"data":${data}}`,
    });
    const { details } = (await response.json()) as Problem;
    expect(response.status).toBe(400);
    expect(details.field).toMatch(field);
    expect(details.field.length).toBeLessThanOrEqual(200);
  }
});

test('who is not signed in learns nothing, who is gets the same answer', async () => {
  const other = await liveServer(pool);
  onTestFinished(() => other.end());
  const { url, firstInvitation } = other.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const { token } = await owner.people.invite({ role: 'annotator' });
  const annotator = await joined(url, { token, name: 'ann' });
  const stranger = new AlaasClient({ baseUrl: url, retries: 0 });
  await expect(stranger.projects.get('\u0000')).rejects.toMatchObject({
    code: 'ACCESS_SIGN_IN_NEEDED',
  });
  await expect(annotator.people.users()).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
  for (const client of [owner, annotator]) {
    await expect(client.projects.get('\u0000')).rejects.toMatchObject({
      code: 'HTTP_REQUEST_INVALID',
      details: { field: 'project' },
    });
  }
});
