import { AlaasError } from '@alaas/contracts';
import type { ItemRef, Source } from '@alaas/pipeline';

import type { LoadedProject } from '../../config/load-project-config.js';
import type { EmbeddedPart } from '../../run/data/embedded-part.js';
import { ItemLoader } from '../../run/data/item-loader.js';
import { openItemSource, type ItemsOfPart } from '../../run/data/item-source.js';

/** Items of a part that are to be encoded. */
interface ShardTask {
  /** Tells parts apart. */
  readonly key: string;
  readonly project: LoadedProject;
  readonly part: ItemsOfPart;
  readonly names: readonly string[];
  readonly signal: AbortSignal;
}

interface OpenPart {
  readonly loader: ItemLoader;
  readonly listed: ReadonlyMap<string, ItemRef>;
}

interface HeldPart {
  readonly opening: Promise<OpenPart>;
  users: number;
  /** Ends with the shard before. */
  turn: Promise<unknown>;
  idle?: NodeJS.Timeout;
}

/** An encoder that nobody used for so long is closed. */
const IDLE_MS = 10_000;

/**
 * Encodes the shards of a part one after the other: two pipelines at once in one process take an eighth
 * more of the processors' time for the same items (`npm run bench -- live-encode`), while one that
 * waits for its turn spares the way to the queue. Opening an encoder and listing a source cost as much
 * as many items, so both are kept while shards of a part follow each other.
 */
export class ShardEncoders {
  readonly #held = new Map<string, HeldPart>();

  /**
   * Embeds the named items, in this order; those that the source lists no more are put into
   * quarantine, however many there are.
   *
   * @throws CodedError of sources and encoders; `CANCELLED`.
   */
  async encode({ key, project, part, names, signal }: ShardTask): Promise<EmbeddedPart> {
    const held = this.#hold(key, () => openPart(project, part));
    try {
      const { loader, listed } = await held.opening;
      const adapt = ({ kind }: Source) => someItems(kind, names, listed);
      const load = () => loader.load({ ...part, prefix: '', adapt, signal });
      const loading = held.turn.then(load, load);
      held.turn = loading;
      return await loading;
    } finally {
      if (--held.users === 0) held.idle = setTimeout(() => void this.#close(key, held), IDLE_MS);
      held.idle?.unref();
    }
  }

  /** Frees everything; waits for what is at work. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#held].map(([key, held]) => this.#close(key, held)));
  }

  #hold(key: string, open: () => Promise<OpenPart>): HeldPart {
    const held = this.#held.get(key) ?? { opening: open(), users: 0, turn: Promise.resolve() };
    clearTimeout(held.idle);
    held.users++;
    this.#held.set(key, held);
    held.opening.catch(() => this.#forget(key, held));
    return held;
  }

  async #close(key: string, held: HeldPart): Promise<void> {
    clearTimeout(held.idle);
    this.#forget(key, held);
    const open = await held.opening.catch(() => undefined);
    await open?.loader.close();
  }

  #forget(key: string, held: HeldPart): void {
    if (this.#held.get(key) === held) this.#held.delete(key);
  }
}

/** Not cancelled with the first shard: the next one needs it too. */
async function openPart(project: LoadedProject, part: ItemsOfPart): Promise<OpenPart> {
  const { encoder, config, folder } = project;
  if (encoder === undefined) {
    throw new AlaasError('INTERNAL_ERROR', 'A project with items was taken in without encoder.');
  }
  const listed = new Map<string, ItemRef>();
  for await (const item of openItemSource(part, folder).items()) listed.set(item.id, item);
  // A shard may be bad altogether: the share is that of the pool.
  const lenient = { ...project, config: { ...config, maxQuarantinedShare: 1 } };
  return { loader: await ItemLoader.open(lenient, encoder, {}), listed };
}

function someItems(
  kind: string,
  names: readonly string[],
  listed: ReadonlyMap<string, ItemRef>,
): Source {
  const items = names.map((name) => listed.get(name) ?? missing(name));
  return {
    kind,
    async *items() {
      yield* items;
    },
  };
}

function missing(id: string): ItemRef {
  const reason = 'The item is not in its source any more.';
  return { id, location: { kind: 'refused', code: 'ITEM_NOT_READABLE', reason } };
}
