import { throwIfCancelled } from '@alaas/core';

/**
 * Results of an asynchronous function in the order of the items, with at most `ahead` calls under
 * way, however slowly they are taken.
 */
export async function* mapInOrder<T, R>(
  items: readonly T[],
  { ahead, signal }: { readonly ahead: number; readonly signal?: AbortSignal | undefined },
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  let next = 0;
  while (next < items.length || running.length > 0) {
    while (running.length < ahead && next < items.length) {
      throwIfCancelled(signal);
      const result = work(items[next++]!);
      // Awaited below, in its turn; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      running.push(result);
    }
    yield await running.shift()!;
  }
}
