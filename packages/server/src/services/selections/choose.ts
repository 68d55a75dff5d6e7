import {
  CodedError,
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

import { openStrategy } from '../strategies/open-strategy.js';

/** Arrays from which a batch is chosen. */
export interface ChooseTask {
  /** Id or alias of a strategy, or `auto`. */
  readonly strategy: string;
  /** Absolute path of the module of a strategy of one's own; never from a request. */
  readonly module?: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly seed: number;
  /** Items in the pool. */
  readonly poolSize: number;
  /** N × d; may be absent where neither the strategy nor a head needs them. */
  readonly embeddings?: Matrix | undefined;
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
  /** Absent where the classes are not known: no head can be trained then. */
  readonly classes?: LabelledClasses | undefined;
}

/** Classes of labelled rows. */
export interface LabelledClasses {
  /** A class index for each row. */
  readonly targets: Int32Array;
  readonly count: number;
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

const WITHOUT_HEAD = 'max-herding';

/** Id of the strategy that `auto` stands for. */
export function autoStrategy(hasProbabilities: boolean): string {
  return hasProbabilities ? 'uncertainty-herding' : WITHOUT_HEAD;
}

/**
 * Trains a head where labelled rows are given and the strategy asks for one, then chooses.
 *
 * @throws CodedError as `selectBatch` and `fitHead`.
 */
export async function choose(task: ChooseTask, context: ChooseContext): Promise<Chosen> {
  const { strategy, options, warnings } = await resolved(task);
  let approximation: Approximation | undefined;
  const rows = await selectBatch(strategy, await inputsOf(task, strategy, context), {
    count: task.count,
    poolSize: task.poolSize,
    seed: task.seed,
    kernels: context.kernels,
    options,
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
  const head = wantsHead ? await trained(task, context) : undefined;
  const probabilities =
    given ?? (head && embeddings && (await predictFromEmbeddings(head, embeddings, context)));
  return {
    ...(embeddings && { embeddings }),
    ...(probabilities && { probabilities }),
    ...(labelled && { labelledEmbeddings: labelled.embeddings }),
    ...(labelled?.classes && { labelledTargets: labelled.classes.targets }),
    ...(head && { head }),
    ...(examples && { examples }),
  };
}

async function trained(
  { embeddings, labelled, probabilities }: ChooseTask,
  { kernels, signal, onProgress }: ChooseContext,
): Promise<EmbeddingHead | undefined> {
  if (!embeddings || !labelled?.classes) return undefined;
  const { targets, count } = labelled.classes;
  const { rows, cols } = labelled.embeddings;
  if (rows > 0 && cols !== embeddings.cols) {
    throw new CodedError(
      'INPUT_SHAPE',
      `labelledEmbeddings must have the ${embeddings.cols} columns of the pool's embeddings, but has ${cols} columns.`,
      { field: 'labelledEmbeddings', value: cols },
    );
  }
  onProgress?.('train', 0);
  const space = fitFeatureSpace(embeddings);
  const head = await fitHead({
    kernels,
    features: toFeatures(space, labelled.embeddings),
    targets,
    // A model of the caller's own may know classes that have no label yet.
    classCount: Math.max(count, probabilities?.cols ?? 0),
    signal,
  });
  onProgress?.('train', targets.length);
  return { space, head };
}

interface Resolved {
  readonly strategy: QueryStrategy;
  readonly options: ChooseTask['options'];
  readonly warnings: readonly string[];
}

async function resolved(task: ChooseTask): Promise<Resolved> {
  const { strategy: name, module, options, fallback, probabilities, labelled } = task;
  const hasHead = labelled?.classes !== undefined;
  const hasProbabilities = probabilities !== undefined || hasHead;
  if (name === 'auto') {
    return { strategy: findStrategy(autoStrategy(hasProbabilities)), options: {}, warnings: [] };
  }
  const strategy = await openStrategy({ id: name, module });
  const lacksHead =
    (strategy.needs.includes('probabilities') && !hasProbabilities) ||
    (strategy.needs.includes('head') && !hasHead);
  if (!lacksHead || !fallback) return { strategy, options, warnings: [] };
  const warning =
    `The strategy ${name} needs the probabilities of a trained head and there is none yet; ` +
    `${WITHOUT_HEAD} chose instead.`;
  // Options belong to the strategy that was asked for.
  return { strategy: findStrategy(WITHOUT_HEAD), options: {}, warnings: [warning] };
}
