import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DataConfig, EmbeddingsData, LabelsConfig } from '@alaas/contracts';
import {
  embedPool,
  openEmbeddingCache,
  openEncoder,
  openFetcher,
  openSource,
  type EmbeddedItem,
  type EmbeddingCache,
  type EncoderSpec,
  type Fetcher,
  type OnnxEncoder,
  type PoolProgress,
  type SourceSpec,
} from '@alaas/pipeline';

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
}

/** Turns sources of images or texts into embeddings, with one encoder and its cache. */
export class ItemLoader {
  readonly encoder: OnnxEncoder;
  readonly #project: LoadedProject;
  readonly #means: RunMeans;
  readonly #cache: EmbeddingCache;
  readonly #fetchers: Fetcher[] = [];

  private constructor(
    project: LoadedProject,
    means: RunMeans,
    parts: { encoder: OnnxEncoder; cache: EmbeddingCache },
  ) {
    this.#project = project;
    this.#means = means;
    this.encoder = parts.encoder;
    this.#cache = parts.cache;
  }

  /** @throws CodedError `ENCODER_…`, `CACHE_WRITE_FAILED`, `CANCELLED`. */
  static async open(
    project: LoadedProject,
    spec: EncoderSpec,
    means: RunMeans,
  ): Promise<ItemLoader> {
    const encoder = await openEncoder(spec, { signal: means.signal });
    try {
      const { digest: encoderDigest, dimension } = encoder;
      const folder = join(project.home, 'cache');
      const cache = await openEmbeddingCache(folder, { encoderDigest, dimension });
      return new ItemLoader(project, means, { encoder, cache });
    } catch (error) {
      await encoder.close();
      throw error;
    }
  }

  /** @throws CodedError as `embedPool`. */
  async load({ data, labels, prefix }: ItemTask): Promise<EmbeddedPart> {
    const { folder, config } = this.#project;
    const { signal, onProgress } = this.#means;
    const source = openSource(specOf(data, { folder, labels }));
    const fetcher = openFetcher({ allowPrivateAddresses: data.allowPrivateSources });
    this.#fetchers.push(fetcher);
    let last: PoolProgress | undefined;
    const show = (progress: PoolProgress, isLast: boolean) => {
      for (const { name, items, busy } of progress.stages) {
        const note = `${Math.round(100 * busy)} % busy`;
        const total = isLast ? items : progress.total;
        onProgress?.({ kind: 'stage', stage: `${prefix}${name}`, done: items, total, note });
      }
    };
    const pool = await embedPool(source, {
      encoder: this.encoder,
      fetcher,
      cache: this.#cache,
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
    await this.#cache.close();
    await this.encoder.close();
  }
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
