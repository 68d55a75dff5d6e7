import {
  type EmbeddingHead,
  findStrategy,
  fitFeatureSpace,
  fitHead,
  predictFromEmbeddings,
  selectBatch,
  toFeatures,
  type InputName,
  type Approximation,
  type Kernels,
  type Matrix,
  type QueryStrategy,
  type StrategyInputs,
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
  /** Items like those wanted, for the strategies that look for such. */
  readonly examples?: Matrix | undefined;
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
  /** How the answer differs from the strategy's definition, if it does. */
  readonly approximation?: Approximation;
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
 * Trains a head where labelled rows are given and the strategy asks for one, then chooses.
 *
 * @throws CodedError as `selectBatch` and `fitHead`.
 */
export async function choose(task: ChooseTask, context: ChooseContext): Promise<Chosen> {
  const { strategy, warnings } = resolved(task);
  let approximation: Approximation | undefined;
  const rows = await selectBatch(strategy, await inputsOf(task, strategy, context), {
    count: task.count,
    seed: task.seed,
    kernels: context.kernels,
    // Options belong to the strategy that was asked for.
    options: strategy.id === task.strategy ? task.options : {},
    signal: context.signal,
    onProgress: (picked) => context.onProgress?.('select', picked),
    onApproximation: (how) => (approximation = how),
  });
  return { strategy: strategy.id, rows, warnings, ...(approximation && { approximation }) };
}

async function inputsOf(
  task: ChooseTask,
  { needs, uses }: QueryStrategy,
  context: ChooseContext,
): Promise<Partial<StrategyInputs>> {
  const { embeddings, probabilities: given, labelled, examples } = task;
  const declared = new Set<InputName>([...needs, ...uses]);
  const wantsHead = declared.has('head') || (declared.has('probabilities') && !given);
  const head = labelled && wantsHead ? await trained(task, labelled, context) : undefined;
  const probabilities = given ?? (head && (await predictFromEmbeddings(head, embeddings, context)));
  return {
    embeddings,
    ...(probabilities && { probabilities }),
    ...(labelled && {
      labelledEmbeddings: labelled.embeddings,
      labelledTargets: labelled.targets,
    }),
    ...(head && { head }),
    ...(examples && { examples }),
  };
}

async function trained(
  { embeddings, probabilities }: ChooseTask,
  labelled: LabelledRows,
  { kernels, signal, onProgress }: ChooseContext,
): Promise<EmbeddingHead> {
  onProgress?.('train', 0);
  const space = fitFeatureSpace(embeddings);
  const head = await fitHead({
    kernels,
    features: toFeatures(space, labelled.embeddings),
    targets: labelled.targets,
    // A model of the caller's own may know classes that have no label yet.
    classCount: Math.max(labelled.classCount, probabilities?.cols ?? 0),
    signal,
  });
  onProgress?.('train', labelled.targets.length);
  return { space, head };
}

function resolved({ strategy: id, fallback, probabilities, labelled }: ChooseTask): {
  strategy: QueryStrategy;
  warnings: string[];
} {
  const hasProbabilities = probabilities !== undefined || labelled !== undefined;
  if (id === 'auto') {
    return {
      strategy: findStrategy(hasProbabilities ? AUTO_WITH_HEAD : WITHOUT_HEAD),
      warnings: [],
    };
  }
  const strategy = findStrategy(id);
  const lacksHead =
    (strategy.needs.includes('probabilities') && !hasProbabilities) ||
    (strategy.needs.includes('head') && labelled === undefined);
  if (!lacksHead || !fallback) return { strategy, warnings: [] };
  const warning =
    `The strategy ${id} needs the probabilities of a trained head and there is none yet; ` +
    `${WITHOUT_HEAD} chose instead.`;
  return { strategy: findStrategy(WITHOUT_HEAD), warnings: [warning] };
}
