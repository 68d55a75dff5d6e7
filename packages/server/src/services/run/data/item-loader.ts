import {
  embedPool,
  openFetcher,
  type EncodePlan,
  type EncoderSpec,
  type Fetcher,
  type OnnxEncoder,
  type PoolProgress,
  type Source,
} from '@alaas/pipeline';

import { openEncoderWithCache, type EncoderWithCache } from '../../embed/encoder-with-cache.js';
import type { LoadedProject } from '../../config/load-project-config.js';
import type { RunMeans } from '../run-event.js';
import { digestOfItems, type EmbeddedPart } from './embedded-part.js';
import { itemReader } from './item-reader.js';
import { openItemSource, type ItemsOfPart } from './item-source.js';

/** A source of items, and what it is called on the display. */
export interface ItemTask extends ItemsOfPart {
  /** Put before the names of the stages. */
  readonly prefix: string;
  /** What becomes of the source before it is read. Default: it stays as it is. */
  readonly adapt?: ((source: Source) => Source) | undefined;
  /** Ends this call alone. Default: that of the loader. */
  readonly signal?: AbortSignal | undefined;
}

/** Turns sources of images or texts into embeddings, with one encoder and its cache. */
export class ItemLoader {
  readonly encoder: OnnxEncoder;
  readonly #project: LoadedProject;
  readonly #means: RunMeans;
  readonly #opened: EncoderWithCache;
  /** By whether URLs may lead to private addresses. */
  readonly #fetchers = new Map<boolean, Fetcher>();

  private constructor(project: LoadedProject, means: RunMeans, opened: EncoderWithCache) {
    this.#project = project;
    this.#means = means;
    this.encoder = opened.encoder;
    this.#opened = opened;
  }

  /** @throws CodedError `ENCODER_…`, `CACHE_WRITE_FAILED`, `CANCELLED`. */
  static async open(
    project: LoadedProject,
    spec: EncoderSpec,
    means: RunMeans,
  ): Promise<ItemLoader> {
    const { home, encoding } = project;
    const opened = await openEncoderWithCache(spec, { home, encoding, signal: means.signal });
    return new ItemLoader(project, means, opened);
  }

  /** @throws CodedError as `embedPool`. */
  async load(task: ItemTask): Promise<EmbeddedPart> {
    const { data, labels, prefix, adapt = (same) => same, signal = this.#means.signal } = task;
    const { folder, config } = this.#project;
    const { onProgress } = this.#means;
    const source = adapt(openItemSource({ data, labels }, folder));
    const fetcher = this.#fetcher(data.allowPrivateSources);
    let last: PoolProgress | undefined;
    const show = (progress: PoolProgress, isLast: boolean) => {
      for (const { name, items, busy, plan } of progress.stages) {
        const note = [`${Math.round(100 * busy)} % busy`, ...(plan ? [planWords(plan)] : [])];
        const total = isLast ? items : progress.total;
        onProgress?.({
          kind: 'stage',
          stage: `${prefix}${name}`,
          done: items,
          total,
          note: note.join(', '),
        });
      }
    };
    const pool = await embedPool(source, {
      encoder: this.encoder,
      fetcher,
      cache: this.#opened.cache,
      maxQuarantinedShare: config.maxQuarantinedShare,
      signal,
      onProgress: (progress) => show((last = progress), false),
    });
    if (last) show(last, true);
    return {
      ...pool,
      digest: digestOfItems(pool.items),
      reader: itemReader(source, fetcher),
    };
  }

  /** Waits for work under way, then frees everything. */
  async close(): Promise<void> {
    for (const fetcher of this.#fetchers.values()) await fetcher.close();
    await this.#opened.close();
  }

  #fetcher(allowPrivateAddresses: boolean): Fetcher {
    const known = this.#fetchers.get(allowPrivateAddresses);
    if (known) return known;
    const opened = openFetcher({ roots: this.#project.dataRoots, allowPrivateAddresses });
    this.#fetchers.set(allowPrivateAddresses, opened);
    return opened;
  }
}

function planWords({ device, sessions, threadsPerSession, itemsPerRun }: EncodePlan): string {
  const threads = threadsPerSession > 1 ? ` × ${threadsPerSession} threads` : '';
  const size = itemsPerRun === undefined ? 'measuring' : `${itemsPerRun} at once`;
  return `${sessions} on ${device}${threads}, ${size}`;
}
