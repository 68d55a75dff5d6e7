import { CodedError, throwIfCancelled } from '../../errors.js';
import type { Kernels } from '../../numeric/kernels.js';
import { seededRandom, type Random } from '../../numeric/random.js';
import { checkInputs } from './check-inputs.js';
import { checkOptions } from './check-options.js';
import type { Approximation, QueryStrategy, StrategyInputs } from './strategy.js';

/** One batch to be chosen. */
export interface BatchRequest {
  /** Items wanted, an integer from 0 to the pool's size. */
  readonly count: number;
  /** Seed of the strategy's random stream. Default 0. */
  readonly seed?: number;
  /** The random stream itself, in place of a seed. */
  readonly random?: Random;
  readonly kernels: Kernels;
  /** Options of the strategy by name; defaults fill the rest. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Items in the pool; needed only when no input has a row per item. */
  readonly poolSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told the number of items picked so far, now and then. */
  readonly onProgress?: ((picked: number) => void) | undefined;
  /** Told, at most once, how the answer differs from the strategy's definition, if it does. */
  readonly onApproximation?: ((approximation: Approximation) => void) | undefined;
}

/**
 * Chooses a batch: the one door to every strategy. Inputs, options and count are checked before,
 * the strategy's answer after, so that a strategy needs no checks of its own.
 *
 * @returns `count` distinct rows of the pool in pick order.
 * @throws CodedError `BATCH_COUNT_INVALID`, `BATCH_EXCEEDS_POOL`, `STRATEGY_INPUT_MISSING`,
 *   `STRATEGY_OPTION_UNKNOWN`, `STRATEGY_OPTION_INVALID`, `STRATEGY_MISBEHAVED`, `INPUT_SHAPE`,
 *   `INPUT_NOT_FINITE`, `INPUT_NOT_PROBABILITY`, `CANCELLED`.
 */
export async function selectBatch(
  strategy: QueryStrategy,
  inputs: Partial<StrategyInputs>,
  request: BatchRequest,
): Promise<number[]> {
  const { count, kernels, signal, onProgress, onApproximation } = request;
  throwIfCancelled(signal);
  const poolSize = sizeOfPool(inputs, request);
  checkBatchCount(count, poolSize);
  const options = checkOptions(strategy, request.options ?? {});
  const checked = checkInputs(strategy, inputs, poolSize) as StrategyInputs;
  if (count === 0) return [];
  const random = request.random ?? seededRandom(request.seed ?? 0);
  const run = () =>
    strategy.select(checked, {
      poolSize,
      count,
      options,
      random,
      kernels,
      signal,
      onProgress,
      onApproximation,
    });
  const picked = await answerOf(strategy.id, run, signal);
  checkAnswer(strategy.id, picked, { count, poolSize });
  return picked;
}

function sizeOfPool(inputs: Partial<StrategyInputs>, { poolSize }: BatchRequest): number {
  const size = poolSize ?? inputs.embeddings?.rows ?? inputs.probabilities?.rows;
  if (size !== undefined) return size;
  throw new CodedError('STRATEGY_INPUT_MISSING', 'The size of the pool is not known.', {
    field: 'embeddings',
    remedy: 'Give the embeddings or the probabilities of the pool, or its size.',
  });
}

/** @throws CodedError `BATCH_COUNT_INVALID`, `BATCH_EXCEEDS_POOL`. */
export function checkBatchCount(count: number, poolSize: number): void {
  if (!Number.isInteger(count) || count < 0) {
    throw new CodedError(
      'BATCH_COUNT_INVALID',
      `The number of items must be a whole number from 0 on, not ${count}.`,
      { field: 'count', value: count },
    );
  }
  if (count > poolSize) {
    throw new CodedError(
      'BATCH_EXCEEDS_POOL',
      `${count} items were asked for, but the pool has ${poolSize}.`,
      { field: 'count', value: count, poolSize },
    );
  }
}

async function answerOf(
  id: string,
  run: () => Promise<number[]>,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CodedError) throw error;
    // A plug-in may end by an error of its own when it sees the signal.
    throwIfCancelled(signal);
    throw new CodedError('STRATEGY_MISBEHAVED', `${id} failed: ${String(error)}`, {
      field: 'strategy',
      value: id,
      cause: error,
    });
  }
}

function checkAnswer(
  id: string,
  picked: unknown,
  { count, poolSize }: { count: number; poolSize: number },
): void {
  const rows: readonly unknown[] = Array.isArray(picked) ? picked : [];
  const isRow = (row: unknown) =>
    Number.isInteger(row) && Number(row) >= 0 && Number(row) < poolSize;
  const inside = new Set(rows.filter(isRow)).size;
  if (rows.length === count && inside === count) return;
  const what = Array.isArray(picked)
    ? `chose ${rows.length}, of which ${inside} are distinct and in the pool`
    : 'gave no list';
  throw new CodedError(
    'STRATEGY_MISBEHAVED',
    `${id} should have chosen ${count} distinct rows below ${poolSize}, but ${what}.`,
    { field: 'strategy', value: id },
  );
}
