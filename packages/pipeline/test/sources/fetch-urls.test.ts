import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { openFetcher, type Fetched, type Fetcher, type FetcherOptions } from '@alaas/pipeline';
import { describe, expect, it, onTestFinished } from 'vitest';

import { deferred, localServer } from './local-server.js';

/** A fetcher that may reach this machine and notes its waits instead of waiting. */
function fetcherForTest(options: FetcherOptions = {}): {
  fetcher: Fetcher;
  waits: number[];
  get: (url: string, rest?: Parameters<Fetcher['fetch']>[1]) => Promise<Fetched>;
} {
  const waits: number[] = [];
  const fetcher = openFetcher({
    allowPrivateAddresses: true,
    random: () => 1,
    wait: async (ms) => void waits.push(ms),
    ...options,
  });
  onTestFinished(() => fetcher.close());
  return { fetcher, waits, get: (url, rest) => fetcher.fetch({ kind: 'url', url }, rest) };
}

const bytesOf = (fetched: Fetched): string =>
  fetched.kind === 'content' ? Buffer.from(fetched.bytes).toString() : fetched.kind;

describe('answers', () => {
  it('gives the content', async () => {
    const { origin } = await localServer((_, response) => response.end('pixels'));
    const { get } = fetcherForTest();
    expect(bytesOf(await get(`${origin}/a b.png?x=1#part`))).toBe('pixels');
  });

  it.each([
    [404, 'ITEM_NOT_FOUND'],
    [410, 'ITEM_NOT_FOUND'],
    [401, 'ITEM_HTTP_STATUS'],
    [304, 'ITEM_HTTP_STATUS'],
  ])('%i is %s, and is not asked again', async (status, code) => {
    const { origin, requests } = await localServer((_, response) => {
      response.writeHead(status).end();
    });
    const { get, waits } = fetcherForTest();
    await expect(get(`${origin}/x`)).rejects.toMatchObject({ name: 'CodedError', code });
    expect(requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('keeps query and password, where secrets are, out of messages', async () => {
    const { origin } = await localServer((_, response) => response.writeHead(403).end());
    const { get } = fetcherForTest();
    const url = `${origin.replace('//', '//me:word@')}/x?signature=abc`;
    const error: unknown = await get(url).catch((thrown: unknown) => thrown);
    expect(JSON.stringify([error, String(error)])).not.toMatch(/signature|abc|word/);
    expect(String(error)).toContain(`${origin}/x answered 403`);
  });

  it.each(['', 'photo.png', 'ftp://host/x', 'file:///etc/passwd', 'http://', 'data:,x'])(
    '"%s" is no http(s) URL',
    async (url) => {
      const { get } = fetcherForTest();
      await expect(get(url)).rejects.toMatchObject({ code: 'ITEM_URL_INVALID' });
    },
  );
});

describe('another attempt', () => {
  it('comes after 500, later each time, until there is the content', async () => {
    const { origin, requests } = await localServer((_, response, number) => {
      response.statusCode = number < 4 ? 500 : 200;
      response.end('at last');
    });
    const { get, waits } = fetcherForTest();
    expect(bytesOf(await get(`${origin}/x`))).toBe('at last');
    expect(requests).toHaveLength(4);
    expect(waits).toEqual([250, 500, 1000]);
  });

  it('is drawn from half of the wait to all of it', async () => {
    const { origin } = await localServer((_, response) => response.writeHead(502).end());
    const { get, waits } = fetcherForTest({ random: () => 0, retries: 2 });
    await expect(get(`${origin}/x`)).rejects.toMatchObject({
      code: 'ITEM_HTTP_STATUS',
      details: { status: 502 },
    });
    expect(waits).toEqual([125, 250]);
  });

  it.each([
    ['seconds', '7', 7000],
    ['a date', new Date(1_700_000_009_000).toUTCString(), 9000],
    ['a date that is past', new Date(1_600_000_000_000).toUTCString(), 250],
    ['nonsense', 'soon', 250],
  ])('waits as long as Retry-After asks (%s)', async (...[, retryAfter, waitMs]) => {
    const { origin } = await localServer((_, response, number) => {
      if (number > 1) response.end('done');
      else response.writeHead(429, { 'retry-after': retryAfter }).end();
    });
    const { get, waits } = fetcherForTest({ now: () => 1_700_000_000_000 });
    expect(bytesOf(await get(`${origin}/x`))).toBe('done');
    expect(waits).toEqual([waitMs]);
  });

  it('does not come when Retry-After asks for an hour', async () => {
    const { origin, requests } = await localServer((_, response) => {
      response.writeHead(503, { 'retry-after': '3600' }).end();
    });
    const { get } = fetcherForTest();
    await expect(get(`${origin}/x`)).rejects.toMatchObject({ code: 'ITEM_HTTP_STATUS' });
    expect(requests).toHaveLength(1);
  });

  it('comes after a connection that broke, before the answer or in its middle', async () => {
    const { origin, requests } = await localServer((request, response, number) => {
      if (number === 1) request.socket.destroy();
      else if (number === 2) {
        response.writeHead(200, { 'content-length': 10 });
        response.write('half', () => request.socket.destroy());
      } else response.end('whole');
    });
    const { get } = fetcherForTest();
    expect(bytesOf(await get(`${origin}/x`))).toBe('whole');
    expect(requests).toHaveLength(3);
  });

  it('fails with the reason when nobody listens or the name is unknown', async () => {
    const { get, waits } = fetcherForTest({ retries: 1 });
    await expect(get('http://127.0.0.1:1/x')).rejects.toMatchObject({ code: 'ITEM_UNREACHABLE' });
    expect(waits).toHaveLength(1);
    await expect(get('http://no-such-host.invalid/x')).rejects.toMatchObject({
      code: 'ITEM_UNREACHABLE',
    });
  });
});

describe('a slow server', () => {
  it.each([
    ['does not answer', 'headersMs', () => undefined],
    [
      'stops in the middle',
      'idleMs',
      (response: { write(text: string): void }) => response.write('half'),
    ],
  ] as const)('that %s is given up', async (...[, timeout, answer]) => {
    const { origin, requests } = await localServer((_, response) => void answer(response));
    const { get } = fetcherForTest({ timeouts: { [timeout]: 50 }, retries: 1 });
    await expect(get(`${origin}/x`)).rejects.toMatchObject({ code: 'ITEM_TIMEOUT' });
    expect(requests).toHaveLength(2);
  });

  it('that always sends a little is given up too', async () => {
    const { origin } = await localServer((_, response) => {
      const timer = setInterval(() => response.write('.'), 5);
      response.once('close', () => clearInterval(timer));
    });
    const { get } = fetcherForTest({ timeouts: { totalMs: 100 } });
    await expect(get(`${origin}/x`)).rejects.toMatchObject({
      code: 'ITEM_TIMEOUT',
      message: expect.stringContaining('0.1 s'),
    });
  });
});

describe('redirects', () => {
  it('are followed, relative ones too', async () => {
    const { origin } = await localServer(({ url }, response) => {
      if (url === '/a') response.writeHead(301, { location: 'b' }).end('moved');
      else if (url === '/b') response.writeHead(307, { location: `${origin}/c?x#y` }).end();
      else response.end(url);
    });
    const { get } = fetcherForTest();
    expect(bytesOf(await get(`${origin}/a`))).toBe('/c?x');
  });

  it.each([
    ['in a circle', ({ url }: { url?: string | undefined }) => (url === '/a' ? '/b' : '/a'), 2],
    ['to itself', () => '/a', 1],
    ['without end', (_: unknown, number: number) => `/${number}`, 11],
    ['to what is no URL', () => 'http://', 1],
    ['to a file', () => 'file:///etc/passwd', 1],
  ])('that lead %s are refused', async (...[, target, count]) => {
    const { origin, requests } = await localServer((request, response, number) => {
      response.writeHead(302, { location: target(request, number) }).end();
    });
    const { get } = fetcherForTest();
    await expect(get(`${origin}/a`)).rejects.toMatchObject({ code: 'ITEM_REDIRECTS' });
    expect(requests).toHaveLength(count);
  });
});

describe('private addresses', () => {
  it('are refused before anything is sent, by address, odd spelling and name', async () => {
    const { origin, requests } = await localServer((_, response) => response.end('secret'));
    const { port } = new URL(origin);
    const { get } = fetcherForTest({ allowPrivateAddresses: false });
    const hosts = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '127.1'];
    for (const host of [...hosts, '0x7f.0.0.1', '0.0.0.0', '[::]']) {
      await expect(get(`http://${host}:${port}/x`), host).rejects.toMatchObject({
        code: 'ITEM_ADDRESS_REFUSED',
      });
    }
    expect(requests).toHaveLength(0);
  });

  it.each([
    ...['0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.255.0.1'],
    ...[
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.8',
      '192.168.1.1',
      '198.19.0.1',
    ],
    ...['192.0.2.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.1.1.1', '255.255.255.255'],
    ...['[fe80::1]', '[fec0::1]', '[fc00::1]', '[fd12:3456::1]', '[ff02::1]', '[::127.0.0.1]'],
    ...['[::ffff:10.0.0.1]', '[64:ff9b::192.168.0.1]', '[64:ff9b:1::1]', '[2002:7f00:1::]'],
    ...['[2001:0:7f00:1::]', '[2001:db8::1]', '[100::1]'],
  ])('%s is one', async (host) => {
    const { get } = fetcherForTest({ allowPrivateAddresses: false });
    await expect(get(`http://${host}/x`)).rejects.toMatchObject({ code: 'ITEM_ADDRESS_REFUSED' });
  });

  it('are refused after a redirect', async () => {
    const { origin, requests } = await localServer((_, response) => {
      response.writeHead(302, { location: origin.replace('127.0.0.1', '127.0.0.2') }).end();
    });
    const { get } = fetcherForTest({ allowPrivateAddresses: (address) => address === '127.0.0.1' });
    await expect(get(`${origin}/x`)).rejects.toMatchObject({
      code: 'ITEM_ADDRESS_REFUSED',
      details: { value: '127.0.0.2' },
    });
    expect(requests).toHaveLength(1);
  });

  it('are reached by name where that is allowed', async () => {
    const { origin } = await localServer((_, response) => response.end('here'));
    const { get } = fetcherForTest();
    expect(bytesOf(await get(origin.replace('127.0.0.1', 'localhost')))).toBe('here');
  });
});

describe('large contents', () => {
  it('are given up as soon as they are too large, and the connection with them', async () => {
    const closed = deferred();
    const { origin } = await localServer((_, response) => {
      const send = (): void => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', send).once('close', () => closed.resolve());
      send();
    });
    const { get } = fetcherForTest({ maxItemBytes: 1_000_000 });
    await expect(get(`${origin}/x`)).rejects.toMatchObject({ code: 'ITEM_TOO_LARGE' });
    await closed.promise;
  });

  it('are not read at all when their length is told', async () => {
    const { origin } = await localServer((_, response) => {
      response.writeHead(200, { 'content-length': 10_000_000_000 }).write('x');
    });
    const { get } = fetcherForTest({ maxItemBytes: 1000 });
    await expect(get(`${origin}/x`)).rejects.toMatchObject({ code: 'ITEM_TOO_LARGE' });
  });

  it('of exactly the largest size are read', async () => {
    const { origin } = await localServer((_, response) => response.end('x'.repeat(1000)));
    const { get } = fetcherForTest({ maxItemBytes: 1000 });
    expect(bytesOf(await get(`${origin}/x`))).toHaveLength(1000);
  });
});

describe('compressed contents', () => {
  it('are given up with their connection when they grow too large', async () => {
    const closed = deferred();
    const { origin } = await localServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).once('close', closed.resolve);
      response.write(gzipSync(Buffer.alloc(10_000_000)));
    });
    const { get } = fetcherForTest({ maxItemBytes: 1000 });
    await expect(get(`${origin}/x`)).rejects.toMatchObject({ code: 'ITEM_TOO_LARGE' });
    await closed.promise;
  });

  const serve = async (encoding: string, body: Uint8Array) => {
    const { origin } = await localServer((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    return `${origin}/x`;
  };

  it('are decompressed', async () => {
    const { get } = fetcherForTest();
    expect(bytesOf(await get(await serve('gzip', gzipSync('text'))))).toBe('text');
  });

  it.each([
    ['that grow too large', 'gzip', gzipSync(Buffer.alloc(10_000_000)), 'ITEM_TOO_LARGE'],
    ['that are cut off', 'gzip', gzipSync('some text').subarray(0, 15), 'ITEM_CORRUPT'],
    ['that are something else', 'br', Buffer.from('no brotli'), 'ITEM_CORRUPT'],
    ['of an unknown kind', 'lzma', Buffer.from('x'), 'ITEM_UNSUPPORTED'],
  ])('%s are refused', async (...[, encoding, body, code]) => {
    const { get } = fetcherForTest({ maxItemBytes: 100_000 });
    await expect(get(await serve(encoding, body))).rejects.toMatchObject({ code });
  });
});

describe('revalidation', () => {
  it.each([
    ['etag', 'W/"1"', 'if-none-match'],
    ['last-modified', 'Tue, 01 Oct 2024 10:00:00 GMT', 'if-modified-since'],
  ])('by %s costs no content; a change gives the new one', async (header, value, condition) => {
    let current = value;
    const { origin } = await localServer(({ headers }, response) => {
      response.setHeader(header, current);
      if (headers[condition] === current) response.writeHead(304).end();
      else response.end(`content ${current}`);
    });
    const { get } = fetcherForTest();
    const first = await get(`${origin}/x`);
    expect(bytesOf(first)).toBe(`content ${value}`);
    const known = first.kind === 'content' ? first.validators : undefined;
    expect(await get(`${origin}/x`, { known })).toEqual({ kind: 'unchanged' });
    current = 'other';
    expect(bytesOf(await get(`${origin}/x`, { known }))).toBe('content other');
  });

  it('is not possible without validators', async () => {
    const { origin } = await localServer((_, response) => response.end('x'));
    const { get } = fetcherForTest();
    expect(await get(`${origin}/x`)).not.toHaveProperty('validators');
  });
});

describe('cancelling', () => {
  it.each([
    [
      'in the middle of an answer',
      (response: { write(text: string): void }) => response.write('half'),
    ],
    ['before an answer', () => undefined],
  ])('%s ends the request at once; the next one works', async (_name, answer) => {
    const asked = deferred();
    const { origin } = await localServer(({ url }, response) => {
      if (url !== '/slow') return response.end('fast');
      answer(response);
      asked.resolve();
    });
    const { get } = fetcherForTest({ requestsPerHost: 1 });
    const controller = new AbortController();
    const slow = get(`${origin}/slow`, { signal: controller.signal });
    const waiting = get(`${origin}/fast`, { signal: controller.signal });
    await asked.promise;
    controller.abort();
    await expect(slow).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(bytesOf(await get(`${origin}/fast`))).toBe('fast');
    await expect(get(`${origin}/fast`, { signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('ends a wait before another attempt', async () => {
    const { origin } = await localServer((_, response) => response.writeHead(500).end());
    const fetcher = openFetcher({ allowPrivateAddresses: true, random: () => 1 });
    onTestFinished(() => fetcher.close());
    const controller = new AbortController();
    const work = fetcher.fetch(
      { kind: 'url', url: `${origin}/x` },
      { signal: AbortSignal.any([controller.signal, AbortSignal.timeout(20)]) },
    );
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('one host', () => {
  it('gets so many requests at a time, and in the end all of them', async () => {
    let most = 0;
    const held: ServerResponse[] = [];
    const { origin, requests } = await localServer(async (_, response) => {
      held.push(response);
      most = Math.max(most, held.length);
      if (held.length < 3) return;
      // A fourth one would come in the meantime.
      for (let turn = 0; turn < 20; turn++) await setImmediate();
      for (const one of held.splice(0)) one.end('x');
    });
    const { get } = fetcherForTest({ requestsPerHost: 3 });
    await Promise.all(Array.from({ length: 30 }, (_, i) => get(`${origin}/${i}`)));
    expect(requests).toHaveLength(30);
    expect(most).toBe(3);
  });

  it('keeps connections open between requests', async () => {
    const ports = new Set<number | undefined>();
    const { origin } = await localServer(({ socket }, response) => {
      ports.add(socket.remotePort);
      response.writeHead(ports.size > 1 ? 404 : 200).end('x');
    });
    const { get } = fetcherForTest({ requestsPerHost: 1 });
    for (let i = 0; i < 5; i++) await get(`${origin}/${i}`);
    expect(ports.size).toBe(1);
  });
});

it('closing ends what is under way', async () => {
  const asked = deferred();
  const { origin } = await localServer(() => asked.resolve());
  const { fetcher, get } = fetcherForTest();
  const work = get(`${origin}/x`);
  await asked.promise;
  await Promise.all([
    fetcher.close(),
    expect(work).rejects.toMatchObject({ code: 'ITEM_UNREACHABLE' }),
  ]);
});
