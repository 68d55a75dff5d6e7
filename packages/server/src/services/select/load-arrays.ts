import { AlaasError } from '@alaas/contracts';
import { checkBatchCount, throwIfCancelled, type InputName, type QueryStrategy } from '@alaas/core';
import { foreseeMemory, readLabelsNpy, readMatrixNpy, readMatrixSizeNpy } from '@alaas/pipeline';

import type { ChooseTask, LabelledClasses } from '../selections/choose.js';

/** `.npy` files to choose from; those that the strategy does not read stay closed. */
export interface ArrayFiles {
  /** N × d embeddings of the pool. Their header tells N. */
  readonly embeddings: string;
  /** N × C class probabilities of the pool. */
  readonly probabilities?: string | undefined;
  /** L × d embeddings of labelled items. */
  readonly labelledEmbeddings?: string | undefined;
  /** L classes of labelled items, whole numbers from 0. */
  readonly labelledClasses?: string | undefined;
  /** E × d embeddings of items like those wanted. */
  readonly examples?: string | undefined;
}

/** What is chosen from, as `choose` takes it. */
type Arrays = Pick<
  ChooseTask,
  'poolSize' | 'embeddings' | 'probabilities' | 'labelled' | 'examples'
>;

interface LoadOptions {
  readonly strategy: QueryStrategy;
  readonly budget: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after each file how many of how many are loaded. */
  readonly onLoaded?: ((loaded: number, files: number) => void) | undefined;
}

type FileName = keyof ArrayFiles;

/**
 * Loads what the strategy reads. Without probabilities, but with labelled items and their classes,
 * what a head is trained on is loaded too.
 *
 * @throws CodedError `BATCH_COUNT_INVALID`, `BATCH_EXCEEDS_POOL`, `MEMORY_TOO_SMALL`, and as
 *   `readMatrixNpy`.
 * @throws AlaasError `LABELS_INVALID`.
 */
export async function loadArrays(files: ArrayFiles, options: LoadOptions): Promise<Arrays> {
  const { strategy, budget, signal, onLoaded } = options;
  const { rows: poolSize } = await readMatrixSizeNpy(files.embeddings);
  checkBatchCount(budget, poolSize);
  const wanted = wantedFiles(files, strategy);
  await checkMemory(files, wanted);
  let loaded = 0;
  const load = async <T>(name: FileName, read: (path: string) => Promise<T>) => {
    const path = files[name];
    if (path === undefined || !wanted.has(name)) return undefined;
    throwIfCancelled(signal);
    const array = await read(path);
    onLoaded?.(++loaded, wanted.size);
    return array;
  };
  const matrix = (path: string) => readMatrixNpy(path, { signal });
  const embeddings = await load('embeddings', matrix);
  const probabilities = await load('probabilities', (path) =>
    readMatrixNpy(path, { precision: 'float64', signal }),
  );
  const labelledEmbeddings = await load('labelledEmbeddings', matrix);
  const numbers = await load('labelledClasses', readLabelsNpy);
  const classes = numbers && classesOf(numbers, probabilities?.cols);
  return {
    poolSize,
    embeddings,
    probabilities,
    labelled: labelledEmbeddings && { embeddings: labelledEmbeddings, classes },
    examples: await load('examples', matrix),
  };
}

/** The file that each input comes from. */
const FILES: Readonly<Record<Exclude<InputName, 'head'>, FileName>> = {
  embeddings: 'embeddings',
  probabilities: 'probabilities',
  labelledEmbeddings: 'labelledEmbeddings',
  labelledTargets: 'labelledClasses',
  examples: 'examples',
};

function wantedFiles(files: ArrayFiles, { needs, uses }: QueryStrategy): ReadonlySet<FileName> {
  const declared = new Set<InputName>([...needs, ...uses]);
  const wanted = new Set<FileName>();
  for (const name of declared) if (name !== 'head') wanted.add(FILES[name]);
  const canTrain = files.labelledEmbeddings !== undefined && files.labelledClasses !== undefined;
  const lacksProbabilities = declared.has('probabilities') && files.probabilities === undefined;
  if (canTrain && (declared.has('head') || lacksProbabilities)) {
    for (const name of ['embeddings', 'labelledEmbeddings', 'labelledClasses'] as const) {
      wanted.add(name);
    }
  }
  return new Set([...wanted].filter((name) => files[name] !== undefined));
}

async function checkMemory(files: ArrayFiles, wanted: ReadonlySet<FileName>): Promise<void> {
  let bytes = 0;
  for (const name of wanted) {
    if (name === 'labelledClasses') continue;
    const { rows, cols } = await readMatrixSizeNpy(files[name]!);
    bytes += rows * cols * (name === 'probabilities' ? 8 : 4);
  }
  foreseeMemory({ bytes, field: files.embeddings });
}

/** Classes are the columns of the probabilities; without these, the numbers that occur, in order. */
function classesOf(numbers: Int32Array, columns: number | undefined): LabelledClasses {
  if (columns !== undefined) {
    const row = numbers.findIndex((number) => number >= columns);
    if (row < 0) return { targets: numbers, count: columns };
    throw new AlaasError(
      'LABELS_INVALID',
      `The class in row ${row} is ${numbers[row]}, but the probabilities have ${columns} columns.`,
      { field: 'labelledClasses', value: numbers[row], row },
    );
  }
  const classes = [...new Set(numbers)].sort((a, b) => a - b);
  const indexOf = new Map(classes.map((number, index) => [number, index]));
  return { targets: numbers.map((number) => indexOf.get(number)!), count: classes.length };
}
