import type { EmbeddingHead } from '../head/embedding-head.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { selectBatch, type BatchRequest } from '../strategies/contract/select-batch.js';
import type { InputName, QueryStrategy, StrategyInputs } from '../strategies/contract/strategy.js';

/** A pool of which some rows are labelled already. */
export interface PartlyLabelledPool {
  /** N × d. */
  readonly embeddings: Matrix;
  /** Distinct rows that are labelled. */
  readonly labelled: readonly number[];
  /** Class of each labelled row. */
  readonly labelledTargets?: Int32Array | undefined;
  /** Rows that may not be chosen beside the labelled ones. */
  readonly excluded?: readonly number[] | undefined;
  /** Trained on the labelled rows; absent while there is none. */
  readonly head?: EmbeddingHead | undefined;
  /** Probabilities of that head for the given rows. */
  readonly probabilitiesOf?:
    ((rows: readonly number[]) => Promise<Matrix<Float64Array>>) | undefined;
}

/**
 * Chooses a batch among the rows that are not labelled yet. Only the inputs that the strategy
 * declares are made: rows are copied for a strategy that looks at embeddings, and for no other.
 *
 * @returns `request.count` distinct open rows of the pool in pick order.
 * @throws CodedError as `selectBatch`.
 */
export async function selectOpenRows(
  strategy: QueryStrategy,
  pool: PartlyLabelledPool,
  request: Omit<BatchRequest, 'poolSize'>,
): Promise<number[]> {
  const { embeddings, labelled, excluded = [] } = pool;
  const taken = new Uint8Array(embeddings.rows);
  for (const row of [...labelled, ...excluded]) taken[row] = 1;
  const open = Array.from(taken.keys()).filter((row) => !taken[row]);
  const inputs = await inputsFor(strategy, pool, open);
  const picked = await selectBatch(strategy, inputs, { ...request, poolSize: open.length });
  return picked.map((i) => open[i]!);
}

async function inputsFor(
  { needs, uses }: QueryStrategy,
  pool: PartlyLabelledPool,
  open: readonly number[],
): Promise<Partial<StrategyInputs>> {
  const { embeddings, labelled, labelledTargets, head, probabilitiesOf } = pool;
  const declared = new Set<InputName>([...needs, ...uses]);
  return {
    ...(declared.has('embeddings') && { embeddings: openRows(embeddings, open) }),
    ...(declared.has('labelledEmbeddings') && {
      labelledEmbeddings: takeRows(embeddings, labelled),
    }),
    ...(declared.has('labelledTargets') && labelledTargets && { labelledTargets }),
    ...(declared.has('head') && head && { head }),
    ...(declared.has('probabilities') &&
      probabilitiesOf && { probabilities: await probabilitiesOf(open) }),
  };
}

/** While nothing is labelled, the pool itself: a copy of a large one may not find room. */
function openRows(embeddings: Matrix, open: readonly number[]): Matrix {
  return open.length === embeddings.rows ? embeddings : takeRows(embeddings, open);
}
