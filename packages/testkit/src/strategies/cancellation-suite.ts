import type { Kernels } from '@alaas/core';
import { expect, it } from 'vitest';

import type { Choose } from './choose.js';
import { generalScene } from './scenes.js';

/** Products, at most, until work has handed the event loop back and looked at its signal. */
const MOST_PRODUCTS_UNHEARD = 50;

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

  it('hears of a cancellation that comes by the event loop, and tells how much is done', async () => {
    const scene = generalScene({ items: 1000, dimension: 32 });
    // What is told and computed is counted, not timed: a busy machine changes neither.
    const follow = async (signal: AbortSignal | undefined) => {
      const told: number[] = [];
      let products = 0;
      const cancelled = await choose(scene, {
        count: 100,
        kernels: watched(kernels(), () => products++),
        onProgress: (picked) => told.push(picked),
        ...(signal && { signal }),
      }).then(
        () => false,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'CANCELLED' });
          return true;
        },
      );
      return { told, cancelled, products };
    };
    const whole = await follow(undefined);
    expect(whole.told).toEqual([...whole.told].sort((a, b) => a - b));
    expect(whole.told.every((picked) => picked >= 0 && picked <= 100)).toBe(true);

    const controller = new AbortController();
    // Comes when the work first hands the event loop back, or when it has ended.
    setImmediate(() => controller.abort());
    const cut = await follow(controller.signal);
    const isLong = whole.products > MOST_PRODUCTS_UNHEARD;
    expect(cut.cancelled || !isLong).toBe(true);
    if (cut.cancelled) expect(cut.products).toBeLessThanOrEqual(MOST_PRODUCTS_UNHEARD);
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
