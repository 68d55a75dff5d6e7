import { createHash } from 'node:crypto';
import { AlaasError, type DataConfig, type EmbeddingsData } from '@alaas/contracts';
import { takeRows, type Matrix } from '@alaas/core';
import type { EncoderSpec, ItemRef, QuarantinedItem, Source } from '@alaas/pipeline';

import type { LoadedProject } from '../config/load-project-config.js';
import { storedLocations } from '../items/stored-location.js';
import { copiesOf } from '../run/data/arrange-data.js';
import type { EmbeddedPart } from '../run/data/embedded-part.js';
import { ItemLoader } from '../run/data/item-loader.js';
import { loadVectors } from '../run/data/load-vectors.js';
import type { RunMeans } from '../run/run-event.js';

/** Items that a project does not have yet. */
export interface NewItems {
  readonly items: readonly string[];
  /** As `storedLocations` gives them. */
  readonly locations: readonly (string | null)[];
  /** Row i belongs to item i; undefined where there is no item. */
  readonly vectors: Matrix | undefined;
  /** Items of the source that are known, or that have the content of another one. */
  readonly duplicates: number;
  readonly quarantined: readonly QuarantinedItem[];
  /** SHA-256 over names and contents. */
  readonly digest: string;
}

/** Which names are known, and what is put before those of the source. */
export interface NewItemsTask {
  readonly known: ReadonlySet<string>;
  readonly namePrefix: string;
}

/**
 * Reads the items of a source that are not known yet; only they are fetched and encoded.
 *
 * @throws CodedError of sources, encoders and readers; `QUARANTINE_EXCEEDED`, `CANCELLED`.
 */
export async function readNewItems(
  project: LoadedProject,
  task: NewItemsTask,
  means: RunMeans,
): Promise<NewItems> {
  const { config, encoder } = project;
  const { data } = config;
  if (data.kind === 'embeddings') return newVectors(data, task, means);
  if (encoder === undefined) {
    throw new AlaasError('INTERNAL_ERROR', 'A project with items was taken in without encoder.');
  }
  return newContents({ project, encoder, data }, task, means);
}

async function newVectors(
  data: EmbeddingsData,
  { known, namePrefix }: NewItemsTask,
  { signal }: RunMeans,
): Promise<NewItems> {
  const { items, embeddings, digest } = await loadVectors(data, undefined, signal);
  const names = items.map(({ id }) => namePrefix + id);
  const seen = new Set(known);
  const rows = names.flatMap((name, row) => {
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew ? [row] : [];
  });
  return {
    items: rows.map((row) => names[row]!),
    locations: rows.map(() => null),
    vectors: rows.length > 0 ? takeRows(embeddings, rows) : undefined,
    duplicates: names.length - rows.length,
    quarantined: [],
    digest,
  };
}

interface ContentTask {
  readonly project: LoadedProject;
  readonly encoder: EncoderSpec;
  readonly data: Exclude<DataConfig, EmbeddingsData>;
}

async function newContents(
  { project, encoder, data }: ContentTask,
  task: NewItemsTask,
  means: RunMeans,
): Promise<NewItems> {
  const loader = await ItemLoader.open(project, encoder, means);
  try {
    let unknown: UnknownItems | undefined;
    const adapt = (source: Source) => (unknown = new UnknownItems(source, task));
    const part = await loader.load({ data, labels: undefined, prefix: '', adapt });
    return await withoutCopies(part, data, unknown?.knownItems ?? 0);
  } finally {
    await loader.close();
  }
}

async function withoutCopies(
  part: EmbeddedPart,
  data: DataConfig,
  knownItems: number,
): Promise<NewItems> {
  const copies = copiesOf(part.items);
  const rows = [...part.items.keys()].filter((row) => !copies.has(row));
  const items = rows.map((row) => part.items[row]!.id);
  return {
    items,
    locations: await storedLocations({ items, reader: part.reader }, data),
    vectors: rows.length > 0 ? takeRows(part.embeddings, rows) : undefined,
    duplicates: knownItems + copies.size,
    quarantined: part.quarantined,
    digest: createHash('sha256').update(part.digest).digest('hex'),
  };
}

/** What a source lists and nobody knows yet, under the names that it is to have. */
class UnknownItems implements Source {
  readonly kind: string;
  /** Items that the last listing left out. */
  knownItems = 0;
  readonly #source: Source;
  readonly #task: NewItemsTask;

  constructor(source: Source, task: NewItemsTask) {
    this.kind = source.kind;
    this.#source = source;
    this.#task = task;
  }

  async *items(signal?: AbortSignal): AsyncGenerator<ItemRef> {
    const { known, namePrefix } = this.#task;
    this.knownItems = 0;
    for await (const item of this.#source.items(signal)) {
      const id = namePrefix + item.id;
      if (known.has(id)) this.knownItems++;
      else yield { ...item, id };
    }
  }
}
