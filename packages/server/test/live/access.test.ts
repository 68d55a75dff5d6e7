import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AlaasClient } from '@alaas/client';
import { knownPool, liveServer, untilProject, type LiveServer } from './live-server.js';

const pool = knownPool();
const PASSWORD = 'correct horse';
let nowMs = Date.parse('2026-03-01T09:00:00Z');
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
let baseUrl: string;
/** One client for each role, each by a key of its own. */
let owner: AlaasClient;
let manager: AlaasClient;
let annotator: AlaasClient;
let viewer: AlaasClient;

interface Browser {
  readonly send: (
    method: string,
    path: string,
    ...[body, csrf]: [body?: unknown, csrf?: string]
  ) => Promise<Response>;
}

/** Keeps the cookie as a browser does. */
function browser(): Browser {
  let cookie = '';
  return {
    send: async (method, path, ...[body, csrf]) => {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          ...(cookie && { cookie }),
          ...(csrf !== undefined && { 'alaas-csrf': csrf }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const set = response.headers.get('set-cookie');
      if (set !== null) cookie = set.split(';')[0]!;
      return response;
    },
  };
}

async function joined(token: string, name: string): Promise<AlaasClient> {
  const page = browser();
  const session = await page.send('POST', '/api/v1/join', { token, name, password: PASSWORD });
  const { csrf, rights } = (await session.json()) as { csrf: string; rights: string[] };
  const made = await page.send('POST', '/api/v1/keys', { name: 'test', scopes: rights }, csrf);
  const { key } = (await made.json()) as { key: string };
  return new AlaasClient({ baseUrl, apiKey: key, retries: 0 });
}

beforeAll(async () => {
  live = await liveServer(pool, { clock: () => new Date(nowMs) });
  baseUrl = live.server.url;
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

test('before anybody has joined, this machine may do everything; then nobody without a key', async () => {
  expect(await live.as('ann').people.session()).toMatchObject({ user: 'ann', role: 'owner' });
  const { firstInvitation } = live.server;
  expect((await fetch(`${baseUrl}/join`)).headers.get('content-security-policy')).toContain(
    'sha256',
  );
  owner = await joined(firstInvitation!, 'olga');
  expect(await owner.people.session()).toMatchObject({ user: 'olga', role: 'owner' });
  const anonymous = new AlaasClient({ baseUrl, retries: 0 });
  for (const call of [
    () => anonymous.projects.list(),
    () => anonymous.people.users(),
    () => anonymous.runs.list(),
    () => anonymous.listSelections(),
    () => live.as('olga').projects.list(),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'ACCESS_SIGN_IN_NEEDED' });
  }
  expect((await anonymous.health()).status).toBe('ok');
  const again = anonymous.people.join({
    token: firstInvitation!,
    name: 'mallory',
    password: PASSWORD,
  });
  await expect(again).rejects.toMatchObject({ code: 'ACCESS_LINK_INVALID' });
});

test('people join by invitations, which are good once and for a while', async () => {
  for (const role of ['manager', 'annotator', 'viewer'] as const) {
    const { token } = await owner.people.invite({ role });
    const client = await joined(token, role);
    if (role === 'manager') manager = client;
    else if (role === 'annotator') annotator = client;
    else viewer = client;
    await expect(
      client.people.join({ token, name: 'second', password: PASSWORD }),
    ).rejects.toMatchObject({ code: 'ACCESS_LINK_INVALID' });
  }
  const { token } = await owner.people.invite({ role: 'viewer', hours: 1 });
  const taken = owner.people.join({ token, name: 'olga', password: PASSWORD });
  await expect(taken).rejects.toMatchObject({ code: 'ACCESS_NAME_TAKEN' });
  nowMs += 3_600_001;
  const late = owner.people.join({ token, name: 'late', password: PASSWORD });
  await expect(late).rejects.toMatchObject({ code: 'ACCESS_LINK_INVALID' });
  const names = (await owner.people.users()).map(({ name, role }) => [name, role]);
  expect(names).toEqual([
    ['olga', 'owner'],
    ['manager', 'manager'],
    ['annotator', 'annotator'],
    ['viewer', 'viewer'],
  ]);
});

describe('rights', () => {
  let mine: string;
  let foreign: string;
  beforeAll(async () => {
    mine = (await manager.projects.create({ config: pool.config({ project: 'mine' }) })).id;
    foreign = (await owner.projects.create({ config: pool.config({ project: 'foreign' }) })).id;
    for (const name of ['annotator', 'viewer']) await manager.people.addMember(mine, name);
    await untilProject(manager, mine, ({ work }) => work === 'wait-for-labels');
  });

  test('each role does its work, and no more', async () => {
    const { assignments } = await annotator.projects.next(mine);
    const answer = { kind: 'label', assignment: assignments[0]!.id, label: '0' } as const;
    const entry = await annotator.projects.label(mine, answer);
    expect(entry.annotator).toBe('annotator');
    expect((await viewer.projects.arms(mine)).length).toBeGreaterThan(0);
    expect((await viewer.projects.ledger(mine)).entries).toHaveLength(1);
    for (const call of [
      () => annotator.projects.arms(mine),
      () => annotator.projects.pause(mine),
      () => annotator.uploads.begin(),
      () => annotator.projects.create({ config: pool.config() }),
      () => annotator.people.users(),
      () => viewer.projects.next(mine),
      () => viewer.projects.decide(mine, { kind: 'extend', labels: 1 }),
      () => viewer.people.invite({ role: 'viewer' }),
      () => viewer.createSelection({ pool: { kind: 'vectors', vectors: [[1], [2]] }, budget: 1 }),
      () => manager.people.audit(),
      () => manager.people.changeUser('viewer', { role: 'owner' }),
      () => manager.people.invite({ role: 'owner' }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
    }
    const own = await annotator.projects.ledger(mine, { annotator: 'manager' });
    expect(own.entries.map(({ annotator: name }) => name)).toEqual(['annotator']);
  });

  test('nothing tells that a project of others is there', async () => {
    const missing = await annotator.projects.get('none').catch((error: unknown) => error);
    for (const client of [manager, annotator, viewer]) {
      expect((await client.projects.list()).projects.map(({ id }) => id)).toEqual([mine]);
      const found = await client.projects.get(foreign).catch((error: unknown) => error);
      expect(found).toMatchObject({
        code: 'PROJECT_UNKNOWN',
        message: `There is no project ${foreign}.`,
      });
      expect(Object.keys(found as object)).toEqual(Object.keys(missing as object));
    }
    await expect(manager.projects.pause(foreign)).rejects.toMatchObject({
      code: 'PROJECT_UNKNOWN',
    });
    await expect(manager.people.addMember(foreign, 'viewer')).rejects.toMatchObject({
      code: 'PROJECT_UNKNOWN',
    });
    await expect(
      manager.people.invite({ role: 'viewer', projects: [foreign] }),
    ).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
    expect((await owner.projects.list()).projects).toHaveLength(2);
  });

  test('the members of a project are known to those who manage it', async () => {
    const members = await manager.people.members(mine);
    expect(members.map(({ name }) => name)).toContain('viewer');
    expect(members.map(({ name }) => name)).not.toContain('olga');
    await expect(viewer.people.members(mine)).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
  });

  test('who is shut out of a project, or of all, is out at once', async () => {
    await manager.people.removeMember(mine, 'viewer');
    await expect(viewer.projects.get(mine)).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
    await owner.people.changeUser('viewer', { disabled: true });
    await expect(viewer.projects.list()).rejects.toMatchObject({ code: 'ACCESS_SIGN_IN_NEEDED' });
    await expect(owner.people.changeUser('olga', { role: 'viewer' })).rejects.toMatchObject({
      code: 'ACCESS_LAST_OWNER',
    });
  });

  test('signing out gives items back', async () => {
    const { assignments } = await annotator.projects.next(mine, { count: 3 });
    await annotator.people.signOut();
    const taken = await manager.projects.next(mine, { count: 3 });
    expect(taken.assignments.map(({ position }) => position)).toEqual(
      assignments.map(({ position }) => position),
    );
  });
});

test('keys have scopes and an end, are kept as digests, and can be revoked', async () => {
  const keys = await owner.people.keys();
  const { key, id } = await owner.people.createKey({ name: 'narrow', scopes: ['see'], days: 1 });
  expect(JSON.stringify(await owner.people.keys())).not.toContain(key);
  expect(await owner.people.keys()).toHaveLength(keys.length + 1);
  const narrow = new AlaasClient({ baseUrl, apiKey: key, retries: 0 });
  expect((await narrow.people.session()).rights).toEqual(['see']);
  await expect(narrow.people.users()).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
  await expect(narrow.people.createKey({ name: 'wider', scopes: ['own'] })).rejects.toMatchObject({
    code: 'ACCESS_REFUSED',
  });
  await expect(manager.people.revokeKey(id)).rejects.toMatchObject({ code: 'ACCESS_UNKNOWN' });
  nowMs += 86_400_001;
  await expect(narrow.people.session()).rejects.toMatchObject({ code: 'ACCESS_SIGN_IN_NEEDED' });
  const other = await owner.people.createKey({ name: 'other', days: 30 });
  const client = new AlaasClient({ baseUrl, apiKey: other.key, retries: 0 });
  expect((await client.people.session()).user).toBe('olga');
  await owner.people.revokeKey(other.id);
  await expect(client.people.session()).rejects.toMatchObject({ code: 'ACCESS_SIGN_IN_NEEDED' });
  for (const apiKey of ['x', "' or 1=1 --", `${other.key}x`]) {
    const malformed = new AlaasClient({ baseUrl, apiKey, retries: 0 });
    await expect(malformed.people.session()).rejects.toMatchObject({
      code: 'ACCESS_SIGN_IN_NEEDED',
    });
  }
});

test('a key that names no scopes has those of its maker, but does not manage', async () => {
  for (const [client, scopes] of [
    [annotator, ['see', 'label']],
    [manager, ['see', 'read', 'label']],
  ] as const) {
    expect((await client.people.createKey({ name: 'plain' })).scopes).toEqual(scopes);
  }
});

test('a key that is made with a key ends with it', async () => {
  const asKey = ({ key }: { readonly key: string }) =>
    new AlaasClient({ baseUrl, apiKey: key, retries: 0 });
  const maker = await manager.people.createKey({ name: 'maker', days: 1 });
  for (const days of [null, 2]) {
    const longer = asKey(maker).people.createKey({ name: 'longer', days });
    await expect(longer).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      message: expect.stringContaining(maker.expiresAt!),
      details: { field: 'days', value: days },
    });
  }
  const made = await asKey(maker).people.createKey({ name: 'made' });
  expect(made.expiresAt).toBe(maker.expiresAt);
  const grandchild = await asKey(made).people.createKey({ name: 'made by that', days: 1 });
  expect((await asKey(grandchild).people.session()).user).toBe('manager');
  await manager.people.revokeKey(maker.id);
  for (const key of [maker, made, grandchild]) {
    await expect(asKey(key).people.session()).rejects.toMatchObject({
      code: 'ACCESS_SIGN_IN_NEEDED',
    });
  }
  expect((await manager.people.session()).user).toBe('manager');
});

test('a session is a cookie that scripts cannot read, and changes need its csrf value', async () => {
  const page = browser();
  const signedIn = await page.send('POST', '/api/v1/session', { name: 'olga', password: PASSWORD });
  expect(signedIn.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict$/);
  const { csrf } = (await signedIn.json()) as { csrf: string };
  expect((await page.send('GET', '/api/v1/users')).status).toBe(200);
  const invitation = { role: 'viewer' };
  expect((await page.send('POST', '/api/v1/invitations', invitation)).status).toBe(403);
  expect((await page.send('POST', '/api/v1/invitations', invitation, 'wrong')).status).toBe(403);
  expect((await page.send('POST', '/api/v1/invitations', invitation, csrf)).status).toBe(201);
  expect((await page.send('DELETE', '/api/v1/session', undefined, csrf)).status).toBe(200);
  expect((await page.send('GET', '/api/v1/users')).status).toBe(401);
});

test('open sessions are listed, and one can be ended from elsewhere', async () => {
  const page = browser();
  await page.send('POST', '/api/v1/session', { name: 'manager', password: PASSWORD });
  const listed = await page.send('GET', '/api/v1/sessions');
  const { sessions } = (await listed.json()) as { sessions: { id: string; current: boolean }[] };
  const mine = sessions.filter(({ current }) => current);
  expect(mine).toHaveLength(1);
  const { id } = mine[0]!;
  expect((await manager.people.sessions()).every(({ user }) => user === 'manager')).toBe(true);
  expect((await owner.people.sessions()).map((session) => session.id)).toContain(id);
  await expect(annotator.people.endSession(id)).rejects.toMatchObject({ code: 'ACCESS_UNKNOWN' });
  await owner.people.endSession(id);
  expect((await page.send('GET', '/api/v1/sessions')).status).toBe(401);
  await expect(owner.people.endSession(id)).rejects.toMatchObject({ code: 'ACCESS_UNKNOWN' });
});

test('every change is on record, and nothing secret with it', async () => {
  const entries = [];
  let cursor: string | undefined;
  do {
    const page = await owner.people.audit({ limit: 5, cursor });
    entries.push(...page.entries);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of ['join', 'invite', 'member.add', 'member.remove', 'user.change']) {
    expect(actions).toContain(action);
  }
  for (const action of ['project.create', 'key.create', 'key.revoke'])
    expect(actions).toContain(action);
  const found = await owner.people.audit({
    actor: 'olga',
    action: 'user.change',
    target: 'viewer',
  });
  expect(found.entries.length).toBeGreaterThan(0);
  for (const { actor, action, target } of found.entries) {
    expect([actor, action, target]).toEqual(['olga', 'user.change', 'viewer']);
  }
  expect((await owner.people.audit({ actor: 'nobody' })).entries).toEqual([]);
  expect(JSON.stringify(entries)).not.toMatch(/alaas_|scrypt|correct horse/);
});

test('passwords cannot be tried by the thousand', async () => {
  const tries = [];
  for (let i = 0; i < 40; i++) {
    tries.push(owner.people.signIn('olga', `wrong password ${i}`).catch((error: unknown) => error));
  }
  const codes = (await Promise.all(tries)).map((error) => (error as { code: string }).code);
  expect(codes).toContain('ACCESS_CREDENTIALS_WRONG');
  expect(codes.filter((code) => code === 'HTTP_TOO_MANY_REQUESTS').length).toBeGreaterThanOrEqual(
    30,
  );
});
