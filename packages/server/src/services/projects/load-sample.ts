import type { DataConfig, LabelsConfig } from '@alaas/contracts';
import { sampleIndices, seededRandom, takeRows, type Matrix } from '@alaas/core';
import type { ItemRef, Source } from '@alaas/pipeline';

import type { LoadedProject } from '../config/load-project-config.js';
import { labelledTest, type LabelledPart } from '../run/data/arrange-data.js';
import { ItemLoader } from '../run/data/item-loader.js';
import { knownLabels } from '../run/data/known-labels.js';
import { loadVectors } from '../run/data/load-vectors.js';
import type { RunMeans } from '../run/run-event.js';

/** Items that are looked at, of each part: more take minutes on a small machine, and say little more. */
const MOST_ITEMS = 400;

/** Some items of a source, and labelled ones to judge by. */
export interface Sample {
  /** Items in the source. */
  readonly listed: number;
  readonly pool: LabelledPart;
  /** Items with a label that is one of the classes; absent where none is known. */
  readonly labelled: LabelledSample | undefined;
}

/** Items with their labels. */
export interface LabelledSample {
  /** Rows of the pool; absent for items to measure on. */
  readonly rows?: readonly number[];
  /** Embeddings of items to measure on; absent for rows of the pool. */
  readonly embeddings?: Matrix;
  readonly labels: readonly string[];
}

/** Reads and encodes a seeded sample. @throws CodedError of sources, encoders and readers. */
export async function loadSample(project: LoadedProject, means: RunMeans): Promise<Sample> {
  const { config, encoder } = project;
  // How much cannot be read is what is to be told.
  const lenient = { ...project, config: { ...config, maxQuarantinedShare: 1 } };
  const loader = encoder && (await ItemLoader.open(lenient, encoder, means));
  try {
    const task = { loader, seed: config.seed, signal: means.signal };
    const { part, listed } = await loadPart(task, config);
    const test = config.test && (await loadPart(task, config.test)).part;
    return { listed, pool: part, labelled: labelledOf(part, test, config.classes ?? []) };
  } finally {
    await loader?.close();
  }
}

interface PartTask {
  readonly loader: ItemLoader | undefined;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

async function loadPart(
  { loader, seed, signal }: PartTask,
  { data, labels }: { readonly data: DataConfig; readonly labels?: LabelsConfig | undefined },
): Promise<{ readonly part: LabelledPart; readonly listed: number }> {
  let part: LabelledPart;
  let listed: number;
  if (data.kind === 'embeddings') {
    const all = await loadVectors(data, labels, signal);
    listed = all.items.length;
    const rows = drawn(listed, seed);
    const items = rows.map((row) => all.items[row]!);
    part = { ...all, items, embeddings: takeRows(all.embeddings, rows) };
  } else {
    let sampled: SampledItems | undefined;
    const adapt = (source: Source) => (sampled = new SampledItems(source, seed));
    part = await loader!.load({ data, labels, prefix: '', adapt });
    listed = sampled?.listed ?? 0;
  }
  if (labels === undefined) return { part, listed };
  return { part: { ...part, ...(await knownLabels(labels, part.items, signal)) }, listed };
}

function labelledOf(
  pool: LabelledPart,
  test: LabelledPart | undefined,
  classes: readonly string[],
): LabelledSample | undefined {
  const known = new Set(classes);
  if (test !== undefined) {
    const { embeddings, labels } = labelledTest(test, pool.embeddings.cols);
    const rows = [...labels.keys()].filter((row) => known.has(labels[row]!));
    return {
      embeddings: takeRows(embeddings, rows),
      labels: rows.map((row) => labels[row]!),
    };
  }
  const labels = pool.labels ?? [];
  const rows = [...labels.keys()].filter((row) => known.has(labels[row] ?? ''));
  return rows.length === 0 ? undefined : { rows, labels: rows.map((row) => labels[row]!) };
}

function drawn(size: number, seed: number): readonly number[] {
  const random = seededRandom(seed).fork('examine');
  return sampleIndices(random, size, Math.min(MOST_ITEMS, size)).sort((a, b) => a - b);
}

/** Some items of a source, drawn by lot while it is listed: its texts need not be in memory at once. */
class SampledItems implements Source {
  readonly kind: string;
  /** Items of the last listing. */
  listed = 0;
  readonly #source: Source;
  readonly #seed: number;

  constructor(source: Source, seed: number) {
    this.kind = source.kind;
    this.#source = source;
    this.#seed = seed;
  }

  async *items(signal?: AbortSignal): AsyncGenerator<ItemRef> {
    const random = seededRandom(this.#seed).fork('examine');
    const kept: { readonly place: number; readonly item: ItemRef }[] = [];
    this.listed = 0;
    for await (const item of this.#source.items(signal)) {
      const place = this.listed++;
      // Reservoir sampling: each item is kept with the same probability (Vitter 1985).
      const at = place < MOST_ITEMS ? place : random.integer(place + 1);
      if (at < MOST_ITEMS) kept[at] = { place, item };
    }
    kept.sort((a, b) => a.place - b.place);
    for (const { item } of kept) yield item;
  }
}
