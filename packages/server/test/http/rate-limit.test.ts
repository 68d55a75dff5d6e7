import { AlaasClient } from '@alaas/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joined } from '../live/live-server.js';
import { serverForTest, type ServerForTest } from './server-for-test.js';

const LIMIT = 12;
let running: ServerForTest;
beforeAll(async () => {
  running = await serverForTest({ requestsPerMinute: LIMIT });
});
afterAll(() => running.end());

/** Codes of so many calls, one after the other. */
async function codes(client: AlaasClient, calls: number): Promise<string[]> {
  const found: string[] = [];
  for (let i = 0; i < calls; i++) {
    const call = client.people.session().then(() => 'ok');
    found.push(await call.catch((error: unknown) => (error as { code: string }).code));
  }
  return found;
}

test('each key has its own count; too many requests are told when to come again', async () => {
  const { url, firstInvitation } = running.server;
  // Before anybody has joined, this machine is not limited.
  expect(new Set(await codes(running.client, 2 * LIMIT))).toEqual(new Set(['ok']));
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const { key } = await owner.people.createKey({ name: 'other' });
  const all = await codes(owner, LIMIT + 3);
  expect(all.slice(0, LIMIT - 1)).toEqual(Array.from({ length: LIMIT - 1 }, () => 'ok'));
  expect(all.slice(-3)).toEqual(Array.from({ length: 3 }, () => 'HTTP_TOO_MANY_REQUESTS'));
  const other = new AlaasClient({ baseUrl: url, apiKey: key, retries: 0 });
  expect(await codes(other, LIMIT)).toEqual(Array.from({ length: LIMIT }, () => 'ok'));

  const headers = { authorization: `Bearer ${key}` };
  const refused = await fetch(`${url}/api/v1/session`, { headers });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await fetch(`${url}/healthz`, { headers })).status).toBe(200);
  // An invented key begins no new count, and gets in nowhere.
  const invented = new AlaasClient({ baseUrl: url, apiKey: 'alaas_x', retries: 0 });
  expect(new Set(await codes(invented, 3))).toEqual(new Set(['ACCESS_SIGN_IN_NEEDED']));
});
