import { AlaasError, type PoolItem, type SelectionRequest } from '@alaas/contracts';
import { takeRows, type Matrix } from '@alaas/core';
import type { EmbeddedPool } from '@alaas/pipeline';
import type { LabelledClasses, LabelledRows } from './choose.js';
import { chooseInWorker } from './choose-in-worker.js';
import type { RunSelection } from './selection-queue.js';
import { toDoubles, toMatrix } from './wire-rows.js';

/** Turns items of a request into embeddings; item i has the id that its row number spells. */
export interface ItemEmbedder {
  embed(pool: ItemPool, options: EmbedOptions): Promise<EmbeddedPool>;
}

/** Items of a request, or the path of a folder or manifest with them. */
export type ItemPool = { readonly items: readonly PoolItem[] } | { readonly path: string };

/** How items of a request are embedded. */
export interface EmbedOptions {
  /** Id of an encoder; the one for the kind of item when absent. */
  readonly encoder?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total?: number) => void;
}

/** A request as its pool of embeddings. */
interface Pool extends Pick<EmbeddedPool, 'quarantined' | 'stages'> {
  readonly embeddings: Matrix;
  /** For each row: the id given back, and the row in the request. */
  readonly rows: readonly { readonly id: string; readonly row: number }[];
  /** Rows of the request, those that could not be used too. */
  readonly requested: number;
}

/**
 * Carries out selections: embeds the pool and the labelled items, trains a head where there are
 * labels, and chooses in a thread of its own.
 */
export function selectionRunner(embedder: ItemEmbedder): RunSelection {
  return async (request, { signal, onProgress }) => {
    const started = performance.now();
    const report = (stage: string) => (done: number, total?: number) =>
      onProgress({ stage, done, ...(total === undefined ? {} : { total }) });
    const embed = { encoder: request.encoder, signal, onProgress: report('embed') };
    const pool = await embeddedPool(request.pool, embedder, embed);
    const labelled = await labelledRows(request.labelled, embedder, embed);
    const examples = await exampleRows(request.examples, embedder, embed);
    const loaded = performance.now();
    const chosen = await chooseInWorker(
      {
        strategy: request.strategy,
        options: request.options,
        count: request.budget,
        seed: request.seed,
        poolSize: pool.embeddings.rows,
        embeddings: pool.embeddings,
        probabilities: probabilitiesOf(request, pool),
        labelled,
        examples,
        fallback: request.fallback,
      },
      {
        signal,
        onProgress: (stage, done) =>
          report(stage)(done, stage === 'select' ? request.budget : undefined),
      },
    );
    const ended = performance.now();
    return {
      strategy: chosen.strategy,
      seed: request.seed,
      selected: chosen.rows.map((row) => pool.rows[row]!),
      quarantined: [...pool.quarantined],
      warnings: [...chosen.warnings],
      stages: [...pool.stages],
      seconds: {
        load: (loaded - started) / 1000,
        select: (ended - loaded) / 1000,
        total: (ended - started) / 1000,
      },
    };
  };
}

async function embeddedPool(
  pool: SelectionRequest['pool'],
  embedder: ItemEmbedder,
  options: EmbedOptions,
): Promise<Pool> {
  if (pool.kind === 'vectors') return vectorPool(pool);
  if (pool.kind === 'source') {
    const embedded = await embedder.embed({ path: pool.path }, options);
    const rows = embedded.items.map(({ id }, row) => ({ id, row }));
    return { ...embedded, rows, requested: rows.length };
  }
  const { items } = pool;
  const name = (row: string): string => items[Number(row)]?.id ?? row;
  const embedded = await embedder.embed({ items }, options);
  return {
    ...embedded,
    rows: embedded.items.map(({ id }) => ({ id: name(id), row: Number(id) })),
    quarantined: embedded.quarantined.map((one) => ({ ...one, item: name(one.item) })),
    requested: items.length,
  };
}

function vectorPool({
  vectors,
  ids,
}: Extract<SelectionRequest['pool'], { kind: 'vectors' }>): Pool {
  const embeddings = toMatrix(vectors, 'pool.vectors');
  if (ids !== undefined && ids.length !== embeddings.rows) {
    throw unfit('pool.ids', ids.length, `${embeddings.rows} ids, one for each row of the pool`);
  }
  return {
    embeddings,
    rows: Array.from({ length: embeddings.rows }, (_, row) => ({
      id: ids?.[row] ?? `${row}`,
      row,
    })),
    requested: embeddings.rows,
    quarantined: [],
    stages: [],
  };
}

async function labelledRows(
  labelled: SelectionRequest['labelled'],
  embedder: ItemEmbedder,
  options: EmbedOptions,
): Promise<LabelledRows | undefined> {
  if (labelled === undefined) return undefined;
  if (labelled.kind === 'vectors') {
    const embeddings = toMatrix(labelled.vectors, 'labelled.vectors');
    if (labelled.labels.length !== embeddings.rows) {
      throw unfit('labelled.labels', labelled.labels.length, `${embeddings.rows} labels`);
    }
    return { embeddings, classes: encodeLabels(labelled.labels) };
  }
  const { embeddings, items } = await embedder.embed({ items: labelled.items }, options);
  return {
    embeddings,
    classes: encodeLabels(items.map(({ id }) => labelled.items[Number(id)]!.label)),
  };
}

async function exampleRows(
  examples: SelectionRequest['examples'],
  embedder: ItemEmbedder,
  options: EmbedOptions,
): Promise<Matrix | undefined> {
  if (examples === undefined) return undefined;
  if (examples.kind === 'vectors') return toMatrix(examples.vectors, 'examples.vectors');
  return (await embedder.embed({ items: examples.items }, options)).embeddings;
}

/** Classes in alphabetical order, so that the order of the items does not matter. */
function encodeLabels(labels: readonly string[]): LabelledClasses {
  const classes = [...new Set(labels)].sort();
  const index = new Map(classes.map((name, i) => [name, i]));
  return {
    targets: Int32Array.from(labels, (label) => index.get(label)!),
    count: classes.length,
  };
}

/** Rows of the items that could be used. */
function probabilitiesOf(
  { probabilities }: SelectionRequest,
  { rows, requested }: Pool,
): Matrix<Float64Array> | undefined {
  if (probabilities === undefined) return undefined;
  const all = toDoubles(toMatrix(probabilities, 'probabilities'));
  if (all.rows !== requested) {
    throw unfit('probabilities', all.rows, `${requested} rows, one for each item of the pool`);
  }
  return rows.length === all.rows
    ? all
    : takeRows(
        all,
        rows.map(({ row }) => row),
      );
}

function unfit(field: string, value: number, wanted: string): AlaasError {
  return new AlaasError(
    'SELECTION_INPUT_INVALID',
    `${field} has ${value} entries; it needs ${wanted}.`,
    {
      field,
      value,
    },
  );
}
