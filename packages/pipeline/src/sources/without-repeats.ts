import type { ItemRef } from './source.js';

/** The same items; one whose id was listed before is refused under an id that is its own. */
export async function* withoutRepeats(
  items: AsyncIterable<ItemRef> | Iterable<ItemRef>,
): AsyncGenerator<ItemRef> {
  const seen = new Map<string, number>();
  let number = 0;
  for await (const item of items) {
    number++;
    const first = seen.get(item.id);
    if (first === undefined) {
      seen.set(item.id, number);
      yield item;
      continue;
    }
    const reason = `Entry ${number} lists "${item.id}" again; entry ${first} is used.`;
    const location = { kind: 'refused', code: 'ITEM_REPEATED', reason } as const;
    yield { id: `${item.id} (entry ${number})`, location };
  }
}
