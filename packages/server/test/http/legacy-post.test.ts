import { afterAll, beforeAll, expect, test } from 'vitest';
import { LETTERS_EMBEDDER } from './letters-embedder.js';
import { serverForTest, type ServerForTest } from './server-for-test.js';

let running: ServerForTest;
beforeAll(async () => {
  running = await serverForTest({
    embedder: LETTERS_EMBEDDER,
    legacyStrategy: 'least-confidence',
    legacyWarnings: ['The model resnet18 is replaced.'],
  });
});
afterAll(() => running.end());

const TEXTS = ['aaa', 'aab', 'zzz', 'zzy', 'mmm', 'mmn'];

/** The body exactly as the original's documentation has it. */
async function post(body: unknown): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await fetch(`${running.server.url}/post`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

test('texts in, as many as the budget out; without a head MaxHerding chooses and says so', async () => {
  const { status, answer } = await post({
    data: TEXTS.map((text) => ({ text })),
    parameters: { budget: 3 },
    execEndpoint: '/query',
  });
  expect(status).toBe(200);
  expect(answer['parameters']).toEqual({ budget: 3 });
  expect(answer['header']).toEqual({
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    execEndpoint: '/query',
    strategy: 'max-herding',
    warnings: [
      'The model resnet18 is replaced.',
      expect.stringMatching(/least-confidence needs .* max-herding chose instead/),
    ],
  });
  const data = answer['data'] as { id: string; text: string }[];
  expect(data).toHaveLength(3);
  for (const { id, text } of data) expect(text).toBe(TEXTS[Number(id)]);
  // One of each of the three groups of alike texts.
  expect(new Set(data.map(({ text }) => text[0]))).toEqual(new Set(['a', 'm', 'z']));
});

test('blobs come back as they were sent, ids too; what the original also sent is ignored', async () => {
  const blobs = TEXTS.map((text) => Buffer.from(text).toString('base64'));
  const answer = await running.client.post({
    data: blobs.map(
      (blob, i) => ({ id: `doc-${i}`, blob, mime_type: 'image' }) as { blob: string },
    ),
    parameters: { budget: 2 },
  });
  expect(answer.data).toHaveLength(2);
  for (const { id, blob, ...rest } of answer.data) {
    expect(blob).toBe(blobs[Number(id.replace('doc-', ''))]);
    expect(rest).toEqual({});
  }
});

test.each([
  ['no data', { parameters: { budget: 1 } }, 400, 'HTTP_REQUEST_INVALID'],
  ['no budget', { data: [{ text: 'a' }], parameters: {} }, 400, 'HTTP_REQUEST_INVALID'],
  ['budget 0', { data: [{ text: 'a' }], parameters: { budget: 0 } }, 400, 'HTTP_REQUEST_INVALID'],
  ['an empty item', { data: [{}], parameters: { budget: 1 } }, 400, 'HTTP_REQUEST_INVALID'],
  [
    'another endpoint',
    { data: [{ text: 'a' }], parameters: { budget: 1 }, execEndpoint: '/train' },
    400,
    'HTTP_REQUEST_INVALID',
  ],
  [
    'budget > pool',
    { data: [{ text: 'a' }], parameters: { budget: 2 } },
    422,
    'BATCH_EXCEEDS_POOL',
  ],
])('%s is a typed error', async (...[, body, status, code]) => {
  expect(await post(body)).toMatchObject({ status, answer: { code, remedy: expect.anything() } });
});

test('over the API: items by name, bad ones set aside, a head from labelled items', async () => {
  const { client } = running;
  const items = [...TEXTS.map((text) => ({ id: `t-${text}`, text })), { id: 'bad', uri: 'x' }];
  const { id } = await client.createSelection({
    pool: { kind: 'items', items },
    labelled: {
      kind: 'items',
      items: [
        { text: 'aaz', label: 'a' },
        { text: 'zzm', label: 'z' },
      ],
    },
    strategy: 'entropy',
    budget: 2,
  });
  const { result } = await client.waitForSelection(id);
  expect(result.strategy).toBe('entropy');
  for (const { id: name, row } of result.selected) expect(items[row]!.id).toBe(name);
  expect(result.quarantined).toEqual([
    { item: 'bad', code: 'ITEM_NOT_FOUND', reason: 'Addresses are not read here.' },
  ]);
});

test('auto is MaxHerding without a head and Uncertainty Herding with one', async () => {
  const { client } = running;
  const pool = { kind: 'items' as const, items: TEXTS.map((text) => ({ text })) };
  const labelled = {
    kind: 'items' as const,
    items: [
      { text: 'aaz', label: 'a' },
      { text: 'zzm', label: 'z' },
    ],
  };
  const without = await client.createSelection({ pool, budget: 2 });
  const withHead = await client.createSelection({ pool, labelled, budget: 2 });
  expect((await client.waitForSelection(without.id)).result.strategy).toBe('max-herding');
  expect((await client.waitForSelection(withHead.id)).result.strategy).toBe('uncertainty-herding');
});
