import { AlaasError, DEFAULT_ENCODERS, type EncodingConfig } from '@alaas/contracts';
import {
  BUNDLED_ENCODERS,
  embedPool,
  openFetcher,
  openSource,
  type EncoderSpec,
  type Fetcher,
  type Modality,
  type Source,
} from '@alaas/pipeline';

import { insideDataRoots } from '../selections/data-roots.js';
import { toItemRefs } from '../selections/item-refs.js';
import type { EmbedOptions, ItemEmbedder, ItemPool } from '../selections/run-selection.js';
import { openEncoderWithCache, type EncoderWithCache } from './encoder-with-cache.js';
import { modalityOfSource, specOfPath } from './path-source.js';

/** What a server may read, and with which encoder. */
export interface EmbedderOptions {
  /** The data folder; embeddings are kept in it. */
  readonly home: string;
  /** Folders in which requests may name files. Default: none. */
  readonly dataRoots?: readonly string[] | undefined;
  /** Lets URLs lead to private and loopback addresses. Default false. */
  readonly allowPrivateSources?: boolean | undefined;
  /** What items by address and as bytes are, where the request does not tell. Default `image`. */
  readonly modality?: Modality | undefined;
  /** Encoder for items of this modality. Default: the bundled one. */
  readonly encoder?: EncoderSpec | undefined;
  /** How encoders are run. */
  readonly encoding?: EncodingConfig | undefined;
}

/** An embedder that holds encoders open. */
export interface OpenEmbedder extends ItemEmbedder {
  /** Waits for work under way. */
  close(): Promise<void>;
}

/**
 * The embedder of a server: items by address, as texts and as bytes, folders and manifests below the
 * data roots. Encoders are opened when they are first needed and stay open. A request may name
 * bundled encoders only: anything else would let it read files and reach hosts.
 *
 * @throws CodedError `SOURCE_NOT_FOUND` when a data root is not there.
 */
export function openEmbedder(options: EmbedderOptions): OpenEmbedder {
  return new ServerEmbedder(options);
}

class ServerEmbedder implements OpenEmbedder {
  readonly #options: EmbedderOptions;
  readonly #roots: readonly string[];
  readonly #fetcher: Fetcher;
  readonly #encoders = new Map<string, Promise<EncoderWithCache>>();

  constructor(options: EmbedderOptions) {
    this.#options = options;
    this.#roots = options.dataRoots ?? [];
    this.#fetcher = openFetcher({
      roots: this.#roots,
      allowPrivateAddresses: options.allowPrivateSources ?? false,
    });
  }

  async embed(pool: ItemPool, { encoder: named, signal, onProgress }: EmbedOptions) {
    const { source, modality } = await this.#sourceOf(pool, signal);
    const { encoder, cache } = await this.#encoderFor(named, modality);
    if (modality === 'text' && encoder.modality === 'image') {
      throw new AlaasError('SELECTION_INPUT_INVALID', `${encoder.id} does not read texts.`, {
        field: 'encoder',
        value: encoder.id,
      });
    }
    return embedPool(source, {
      encoder,
      cache,
      fetcher: this.#fetcher,
      signal,
      onProgress: ({ done, total }) => onProgress(done, total),
    });
  }

  async close(): Promise<void> {
    await this.#fetcher.close();
    for (const opening of this.#encoders.values()) await (await opening).close();
  }

  /** The items, and what they are if the request tells. */
  async #sourceOf(
    pool: ItemPool,
    signal: AbortSignal,
  ): Promise<{ source: Source; modality: Modality | undefined }> {
    if ('path' in pool) {
      const source = openSource(specOfPath(insideDataRoots(this.#roots, pool.path)));
      const modality = await modalityOfSource(source, signal);
      return { source, modality };
    }
    const { refs, modality } = toItemRefs(pool.items, this.#roots);
    const source = openSource({ kind: 'items', items: refs });
    // Bytes and addresses do not tell what they hold.
    return { source, modality: modality === 'text' ? modality : undefined };
  }

  async #encoderFor(
    named: string | undefined,
    modality: Modality | undefined,
  ): Promise<EncoderWithCache> {
    if (named !== undefined) return this.#open(bundled(named));
    const { modality: usual = 'image', encoder } = this.#options;
    const wanted = modality ?? usual;
    if (encoder && wanted === usual) return this.#open(encoder);
    return this.#open({ kind: 'bundled', id: DEFAULT_ENCODERS[`${wanted}-classification`]! });
  }

  /** Not cancelled with the request: the next one needs it too. */
  #open(spec: EncoderSpec): Promise<EncoderWithCache> {
    const key = JSON.stringify(spec);
    const known = this.#encoders.get(key);
    if (known) return known;
    const { home, encoding } = this.#options;
    const opening = openEncoderWithCache(spec, { home, encoding });
    this.#encoders.set(key, opening);
    opening.catch(() => this.#encoders.delete(key));
    return opening;
  }
}

function bundled(id: string): EncoderSpec {
  const ids = BUNDLED_ENCODERS.map((one) => one.id);
  if (ids.includes(id)) return { kind: 'bundled', id };
  throw new AlaasError('ENCODER_UNKNOWN', `This server has no encoder "${id}".`, {
    field: 'encoder',
    value: id,
    remedy: `Use ${ids.join(' or ')}, or leave it out to use the one that the server was started with.`,
  });
}
