import { createHash } from 'node:crypto';
import type { DataConfig, EmbeddingsData, LabelsConfig } from '@alaas/contracts';
import {
  embedPool,
  openFetcher,
  openSource,
  type EmbeddedItem,
  type EncodePlan,
  type EncoderSpec,
  type Fetcher,
  type OnnxEncoder,
  type PoolProgress,
  type Source,
  type SourceSpec,
} from '@alaas/pipeline';

import { openEncoderWithCache, type EncoderWithCache } from '../../embed/encoder-with-cache.js';
import type { LoadedProject } from '../../config/load-project-config.js';
import type { RunMeans } from '../run-event.js';
import type { EmbeddedPart } from './embedded-part.js';
import { itemReader } from './item-reader.js';
import { labelColumnOf } from './known-labels.js';

/** A source of items, and what it is called on the display. */
export interface ItemTask {
  readonly data: Exclude<DataConfig, EmbeddingsData>;
  readonly labels: LabelsConfig | undefined;
  /** Put before the names of the stages. */
  readonly prefix: string;
  /** What becomes of the source before it is read. Default: it stays as it is. */
  readonly adapt?: ((source: Source) => Source) | undefined;
}

/** Turns sources of images or texts into embeddings, with one encoder and its cache. */
export class ItemLoader {
  readonly encoder: OnnxEncoder;
  readonly #project: LoadedProject;
  readonly #means: RunMeans;
  readonly #opened: EncoderWithCache;
  readonly #fetchers: Fetcher[] = [];

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
  async load({ data, labels, prefix, adapt = (same) => same }: ItemTask): Promise<EmbeddedPart> {
    const { folder, config, dataRoots: roots } = this.#project;
    const { signal, onProgress } = this.#means;
    const source = adapt(openSource(specOf(data, { folder, labels })));
    const fetcher = openFetcher({ roots, allowPrivateAddresses: data.allowPrivateSources });
    this.#fetchers.push(fetcher);
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
      digest: digestOf(pool.items),
      reader: itemReader(source, fetcher),
    };
  }

  /** Waits for work under way, then frees everything. */
  async close(): Promise<void> {
    for (const fetcher of this.#fetchers) await fetcher.close();
    await this.#opened.close();
  }
}

function planWords({ device, sessions, threadsPerSession, itemsPerRun }: EncodePlan): string {
  const threads = threadsPerSession > 1 ? ` × ${threadsPerSession} threads` : '';
  const size = itemsPerRun === undefined ? 'measuring' : `${itemsPerRun} at once`;
  return `${sessions} on ${device}${threads}, ${size}`;
}

function specOf(
  data: ItemTask['data'],
  { folder, labels }: { folder: string; labels: LabelsConfig | undefined },
): SourceSpec {
  if (data.kind === 'glob') return { kind: 'glob', glob: data.glob, baseFolder: folder };
  if (data.kind === 'manifest') return { ...data, labelColumn: labelColumnOf(labels) };
  return data;
}

function digestOf(items: readonly EmbeddedItem[]): string {
  const hash = createHash('sha256');
  for (const { id, contentDigest } of items) hash.update(JSON.stringify([id, contentDigest]));
  return hash.digest('hex');
}
