import { expect, onTestFinished, test, vi } from 'vitest';
import { serverForTest } from '../http/server-for-test.js';
import { joined } from './live-server.js';

vi.setConfig({ testTimeout: 180_000 });

const ATTEMPTS = 10_000;
const AT_ONCE = 50;
/** Passwords that are tried in a minute. */
const TRIED = 10;

test('ten thousand sign-ins get ten tries, and whoever is in is served meanwhile', async () => {
  // The clock of the limit is that of the process: a window that ends gives ten more.
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const running = await serverForTest();
  const { server } = running;
  onTestFinished(() => running.end());
  const owner = await joined(server.url, { token: server.firstInvitation!, name: 'olga' });
  const attempt = async (password: string): Promise<number> => {
    const response = await fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'olga', password }),
    });
    await response.body?.cancel();
    return response.status;
  };
  const counts = new Map<number, number>();
  for (let begun = 0; begun < ATTEMPTS; begun += AT_ONCE) {
    const tries = Array.from({ length: AT_ONCE }, (_, i) => attempt(`guess number ${begun + i}`));
    for (const status of await Promise.all(tries)) {
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  }
  expect(Object.fromEntries(counts)).toEqual({ 401: TRIED, 429: ATTEMPTS - TRIED });
  expect(await attempt('correct horse')).toBe(429);
  expect((await owner.people.session()).user).toBe('olga');

  vi.setSystemTime(Date.now() + 61_000);
  expect(await attempt('correct horse')).toBe(201);
});
