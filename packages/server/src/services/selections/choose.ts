import {
  findStrategy,
  fitFeatureSpace,
  fitHead,
  predictProbabilities,
  selectBatch,
  toFeatures,
  type Kernels,
  type Matrix,
} from '@alaas/core';

/** Arrays from which a batch is chosen. */
export interface ChooseTask {
  /** Id of a strategy, or `auto`. */
  readonly strategy: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly seed: number;
  readonly embeddings: Matrix;
  /** Of the caller's own model; a head is trained on `labelled` when absent. */
  readonly probabilities?: Matrix<Float64Array> | undefined;
  readonly labelled?: LabelledRows | undefined;
  /** Choose by MaxHerding, with a warning, where the strategy needs a head and there is none. */
  readonly fallback: boolean;
}

/** Rows labelled before. */
export interface LabelledRows {
  readonly embeddings: Matrix;
  /** A class index for each row. */
  readonly targets: Int32Array;
  readonly classCount: number;
}

/** Rows of the pool in pick order, and how they came about. */
export interface Chosen {
  readonly strategy: string;
  readonly rows: readonly number[];
  readonly warnings: readonly string[];
}

/** Means of `choose`. */
export interface ChooseContext {
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((stage: 'train' | 'select', done: number) => void) | undefined;
}

const AUTO_WITH_HEAD = 'uncertainty-herding';
const WITHOUT_HEAD = 'max-herding';

/**
 * Trains a head where labelled rows are given, then chooses.
 *
 * @throws CodedError as `selectBatch` and `fitHead`.
 */
export async function choose(task: ChooseTask, context: ChooseContext): Promise<Chosen> {
  const { kernels, signal, onProgress } = context;
  const probabilities = task.probabilities ?? (await trained(task, context));
  const { id, warnings } = resolved(task, probabilities !== undefined);
  const inputs = {
    embeddings: task.embeddings,
    ...(probabilities === undefined ? {} : { probabilities }),
    ...(task.labelled === undefined ? {} : { labelledEmbeddings: task.labelled.embeddings }),
  };
  const rows = await selectBatch(findStrategy(id), inputs, {
    count: task.count,
    seed: task.seed,
    kernels,
    // Options belong to the strategy that was asked for.
    options: id === task.strategy ? task.options : {},
    signal,
    onProgress: (picked) => onProgress?.('select', picked),
  });
  return { strategy: id, rows, warnings };
}

async function trained(
  { embeddings, labelled }: ChooseTask,
  { kernels, signal, onProgress }: ChooseContext,
): Promise<Matrix<Float64Array> | undefined> {
  if (labelled === undefined) return undefined;
  onProgress?.('train', 0);
  const space = fitFeatureSpace(embeddings);
  const head = await fitHead({
    kernels,
    features: toFeatures(space, labelled.embeddings),
    targets: labelled.targets,
    classCount: labelled.classCount,
    signal,
  });
  onProgress?.('train', labelled.targets.length);
  return predictProbabilities(head, toFeatures(space, embeddings), { kernels, signal });
}

function resolved(
  { strategy, fallback }: ChooseTask,
  hasProbabilities: boolean,
): { id: string; warnings: string[] } {
  if (strategy === 'auto') {
    return { id: hasProbabilities ? AUTO_WITH_HEAD : WITHOUT_HEAD, warnings: [] };
  }
  const needsHead = (findStrategy(strategy).needs as readonly string[]).includes('probabilities');
  if (hasProbabilities || !needsHead || !fallback) return { id: strategy, warnings: [] };
  const warning =
    `The strategy ${strategy} needs the probabilities of a trained head and there is none yet; ` +
    `${WITHOUT_HEAD} chose instead.`;
  return { id: WITHOUT_HEAD, warnings: [warning] };
}
