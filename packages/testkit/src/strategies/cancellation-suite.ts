import type { Kernels } from '@alaas/core';
import { expect, it } from 'vitest';

import type { Choose } from './choose.js';
import { generalScene } from './scenes.js';

const CANCELLED_WITHIN_MS = 1000;

/** Cancellation before and during the work, and what is told of the progress meanwhile. */
export function cancellationSuite(choose: Choose, kernels: () => Kernels): void {
  it('refuses to begin', async () => {
    const scene = generalScene({ items: 30, dimension: 20 });
    await expect(choose(scene, { count: 3, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('ends the work at the next product', async () => {
    const scene = generalScene({ items: 300, dimension: 20 });
    let calls = 0;
    await choose(scene, { count: 100, kernels: watched(kernels(), () => calls++) });
    for (const last of new Set([1, Math.ceil(calls / 2)])) {
      if (calls === 0) break;
      const controller = new AbortController();
      let seen = 0;
      const abortAtLast = () => ++seen === last && controller.abort();
      const work = choose(scene, {
        count: 100,
        kernels: watched(kernels(), abortAtLast),
        signal: controller.signal,
      });
      await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
      // Two products may be under way together.
      expect(seen).toBeLessThanOrEqual(last + 1);
    }
  });

  it('ends the work within a second, and tells meanwhile how much is done', async () => {
    const scene = generalScene({ items: 10_000, dimension: 32 });
    const controller = new AbortController();
    const told: number[] = [];
    const begunMs = performance.now();
    const work = choose(scene, {
      count: 300,
      signal: controller.signal,
      onProgress: (picked) => told.push(picked),
    }).catch((error: unknown) => expect(error).toMatchObject({ code: 'CANCELLED' }));
    // Comes when the work first hands the event loop back, or when it has ended.
    setImmediate(() => controller.abort());
    await work;
    expect(performance.now() - begunMs).toBeLessThan(CANCELLED_WITHIN_MS);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.every((picked) => picked >= 0 && picked <= 300)).toBe(true);
  });
}

/** The kernels, with a call before each piece of work. */
function watched(kernels: Kernels, onWork: () => unknown): Kernels {
  return new Proxy({} as Kernels, {
    get(_, name) {
      const member: unknown = Reflect.get(kernels, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        onWork();
        return Reflect.apply(member, kernels, args);
      };
    },
  });
}
