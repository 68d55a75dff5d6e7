import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { embedPool, listDevices, openEncoder, openFetcher, openSource } from '@alaas/pipeline';
import { seededPngs, writeTinyImageEncoder } from '@alaas/testkit';
import { afterAll, describe, expect, it } from 'vitest';

const folder = await mkdtemp(join(tmpdir(), 'alaas-plan-'));
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
const spec = await writeTinyImageEncoder(join(folder, 'free'));
/** Enough for every size to be tried by every session. */
const images = await seededPngs(40, { width: 8, height: 8, seed: 1 });
const ITEMS = 400 * availableParallelism();

type Options = Parameters<typeof openEncoder>[1];

/** How the model was run, and the embeddings. */
async function encodeAll(options: Options, items = ITEMS, from = spec) {
  const encoder = await openEncoder(from, options);
  try {
    const decoded = await Promise.all(images.map((image) => encoder.decode(image)));
    const all = Array.from({ length: items }, (_, i) => decoded[i % decoded.length]);
    const parts: Promise<{ data: Float32Array }>[] = [];
    for (let at = 0; at < items; at += encoder.batchSize) {
      parts.push(encoder.encode(all.slice(at, at + encoder.batchSize)));
    }
    const numbers = (await Promise.all(parts)).flatMap(({ data }) => [...data]);
    return { plan: encoder.plan(), numbers };
  } finally {
    await encoder.close();
  }
}

describe('items of one run', () => {
  it('are a power of two that was measured, the same for all sessions', async () => {
    const { plan } = await encodeAll({});
    expect([1, 2, 4, 8, 16, 32]).toContain(plan?.itemsPerRun);
    expect(plan).toMatchObject({ device: 'cpu', threadsPerSession: 1 });
  });

  it('are not known after a few items', async () => {
    expect((await encodeAll({ sessions: 1 }, 3)).plan).not.toHaveProperty('itemsPerRun');
  });

  it('are what was asked for, and embeddings do not depend on it', async () => {
    const one = await encodeAll({ itemsPerRun: 1 }, 100);
    const many = await encodeAll({ itemsPerRun: 50 }, 100);
    expect(one.plan).toMatchObject({ itemsPerRun: 1 });
    expect(many.plan).toMatchObject({ itemsPerRun: 50 });
    many.numbers.forEach((number, i) => expect(number).toBeCloseTo(one.numbers[i]!, 5));
  });

  it('are what the model or its manifest fixes, whatever was asked for', async () => {
    const fixed = await writeTinyImageEncoder(join(folder, 'fixed'), {
      manifest: { itemsPerRun: 3 },
    });
    expect((await encodeAll({ itemsPerRun: 8 }, 20, fixed)).plan).toMatchObject({ itemsPerRun: 3 });
  });
});

describe('sessions', () => {
  it('are as many as there are cores, and share the cores out when fewer are asked for', async () => {
    const cores = availableParallelism();
    const few = await encodeAll({ sessions: 1 }, 3);
    expect(few.plan).toMatchObject({ sessions: 1, threadsPerSession: cores });
    expect((await encodeAll({}, 3)).plan).toMatchObject({ sessions: cores, threadsPerSession: 1 });
  });

  it('are told with the figures of the stage', async () => {
    const encoder = await openEncoder(spec, { itemsPerRun: 4 });
    const fetcher = openFetcher();
    try {
      const items = images.map((bytes, i) => ({
        id: String(i),
        location: { kind: 'inline' as const, bytes },
      }));
      const source = openSource({ kind: 'items', items });
      const { stages } = await embedPool(source, { encoder, fetcher });
      const plans = stages.map(({ name, plan }) => [name, plan?.itemsPerRun]);
      expect(plans.filter(([, size]) => size !== undefined)).toEqual([['encode', 4]]);
    } finally {
      await fetcher.close();
      await encoder.close();
    }
  });
});

describe('the device', () => {
  it.each(['cpu', 'CPU', 'cpu:0'])('is the processor as "%s"', async (device) => {
    expect((await encodeAll({ device }, 3)).plan).toMatchObject({ device: 'cpu' });
  });

  it('that this build does not have is refused with those that it has', async () => {
    await expect(openEncoder(spec, { device: 'abacus' })).rejects.toMatchObject({
      code: 'ENCODER_DEVICE_MISSING',
      details: { field: 'encoder.device', value: 'abacus', available: listDevices() },
    });
  });

  it('is used where it is there, and else the remedy is told', async () => {
    expect(listDevices()[0]).toBe('cpu');
    for (const device of listDevices()) {
      const opened = await encodeAll({ device, sessions: 1 }, 3).catch((error: unknown) => error);
      if (device === 'cpu') expect(opened).toMatchObject({ plan: { device } });
      else if (opened instanceof Error) {
        expect(opened).toMatchObject({
          code: 'ENCODER_DEVICE_MISSING',
          details: { field: 'encoder.device', value: device },
        });
      }
    }
  });
});
