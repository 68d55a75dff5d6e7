import type { Fetcher, ItemRef, Source } from '@alaas/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A source under test; it lists at least three items that can be read. */
export interface SourceSubject {
  readonly name: string;
  open(): Promise<Source>;
  fetcher(): Fetcher;
  /** What the source must list, in its order. */
  expected(): readonly ExpectedItem[];
}

/** An item, and what is read of it. */
export interface ExpectedItem {
  readonly id: string;
  readonly label?: string;
  /** Its content, or the code that says why it cannot be used. */
  readonly content: Uint8Array | `ITEM_${string}`;
}

/**
 * The suite that every source passes: what it lists and in which order, unique ids, listing again
 * and side by side, stopping early, cancellation, and that every location can be fetched.
 */
export function sourceConformance(subject: SourceSubject): void {
  describe(`source: ${subject.name}`, () => {
    let source: Source;
    let fetcher: Fetcher;
    beforeAll(async () => {
      source = await subject.open();
      fetcher = subject.fetcher();
    });
    afterAll(async () => {
      await fetcher.close();
    });

    it('lists its items with their labels, in order, ids unique', async () => {
      const items = await listed(source);
      const expected = subject.expected().map(({ id, label }) => named({ id, label }));
      expect(items.map(named)).toEqual(expected);
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    });

    it('gives the content of every item, or the code that says why not', async () => {
      const items = await listed(source);
      const contents = await Promise.all(items.map((item) => contentOf(fetcher, item)));
      expect(contents).toEqual(
        subject
          .expected()
          .map(({ content }) => (typeof content === 'string' ? content : hex(content))),
      );
    });

    it('lists the same again, also side by side and after it was opened anew', async () => {
      const first = await listed(source);
      const [again, beside] = await Promise.all([listed(source), listed(source)]);
      expect(again).toEqual(first);
      expect(beside).toEqual(first);
      expect(await listed(await subject.open())).toEqual(first);
    });

    it('can be left after the first item', async () => {
      const [first] = await listed(source);
      for await (const item of source.items()) {
        expect(item).toEqual(first);
        break;
      }
      expect((await listed(source))[0]).toEqual(first);
    });

    it('lists nothing when it is cancelled before', async () => {
      await expect(listed(source, AbortSignal.abort())).rejects.toMatchObject({
        name: 'CodedError',
        code: 'CANCELLED',
      });
    });

    it('stops listing when it is cancelled', async () => {
      const controller = new AbortController();
      const items: ItemRef[] = [];
      const listing = (async () => {
        for await (const item of source.items(controller.signal)) {
          items.push(item);
          controller.abort();
        }
      })();
      await expect(listing).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(items).toHaveLength(1);
    });
  });
}

async function listed(source: Source, signal?: AbortSignal): Promise<ItemRef[]> {
  const items: ItemRef[] = [];
  for await (const item of source.items(signal)) items.push(item);
  return items;
}

function named({ id, label }: { id: string; label?: string | undefined }): object {
  return label === undefined ? { id } : { id, label };
}

async function contentOf(fetcher: Fetcher, { location }: ItemRef): Promise<string> {
  try {
    const fetched = await fetcher.fetch(location);
    return fetched.kind === 'content' ? hex(fetched.bytes) : fetched.kind;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
