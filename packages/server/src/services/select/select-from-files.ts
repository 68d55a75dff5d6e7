import { AlaasError } from '@alaas/contracts';
import { checkOptions, type Approximation } from '@alaas/core';

import { autoStrategy } from '../selections/choose.js';
import { chooseInWorker } from '../selections/choose-in-worker.js';
import { openStrategy, strategyReference } from '../strategies/open-strategy.js';
import { loadArrays, type ArrayFiles } from './load-arrays.js';
import { optionsFromText } from './options-from-text.js';

/** What `alaas select` is asked for. */
export interface FileSelectionRequest {
  readonly files: ArrayFiles;
  /** Id or alias of a strategy, the path of a module with one, or `auto`. */
  readonly strategy: string;
  /** Options of the strategy by name, as they were written. */
  readonly options: Readonly<Record<string, string>>;
  /** Items to choose, from 0 to the size of the pool. */
  readonly budget: number;
  readonly seed: number;
}

/** The answer, in the form that `alaas select --json` prints. */
export interface FileSelection {
  /** Id of the strategy that chose. */
  readonly strategy: string;
  readonly seed: number;
  /** Rows of the pool, counted from 0, in pick order. */
  readonly selected: readonly number[];
  /** How the answer differs from the strategy's definition, where the pool is too large for it. */
  readonly approximation?: Approximation;
  readonly seconds: { readonly load: number; readonly select: number; readonly total: number };
}

/** Means of a selection. */
export interface SelectionMeans {
  readonly signal?: AbortSignal | undefined;
  /** Told how far a stage is; the total is absent where it is not known. */
  readonly onProgress?:
    ((stage: 'load' | 'train' | 'select', done: number, total?: number) => void) | undefined;
}

/**
 * Chooses a batch from `.npy` files. Only what the strategy reads is loaded; it is chosen in a thread
 * of its own, to which the arrays move without a copy.
 *
 * @throws AlaasError `STRATEGY_UNKNOWN`, `STRATEGY_MODULE_…`, the errors of reading `.npy` files and of `selectBatch`,
 *   `MEMORY_TOO_SMALL`, `CANCELLED`.
 */
export async function selectFromFiles(
  request: FileSelectionRequest,
  { signal, onProgress }: SelectionMeans = {},
): Promise<FileSelection> {
  try {
    const started = performance.now();
    const { files, budget, seed } = request;
    const name = request.strategy === 'auto' ? autoStrategy(hasHead(files)) : request.strategy;
    const { id, module } = strategyReference(name, process.cwd());
    const strategy = await openStrategy({ id, module });
    const options = optionsFromText(strategy.options, request.options);
    checkOptions(strategy, options);
    const arrays = await loadArrays(files, {
      strategy,
      budget,
      signal,
      onLoaded: (loaded, all) => onProgress?.('load', loaded, all),
    });
    const loaded = performance.now();
    const { rows, approximation } = await chooseInWorker(
      { ...arrays, strategy: id, module, options, count: budget, seed, fallback: false },
      {
        signal,
        onProgress: (stage, done) =>
          onProgress?.(stage, done, stage === 'select' ? budget : undefined),
      },
    );
    const seconds = secondsBetween(started, loaded, performance.now());
    const how = approximation && { approximation };
    return { strategy: strategy.id, seed, selected: rows, ...how, seconds };
  } catch (error) {
    throw AlaasError.from(error);
  }
}

function hasHead({ probabilities, labelledEmbeddings, labelledClasses }: ArrayFiles): boolean {
  if (probabilities !== undefined) return true;
  return labelledEmbeddings !== undefined && labelledClasses !== undefined;
}

function secondsBetween(started: number, loaded: number, done: number): FileSelection['seconds'] {
  const round = (milliseconds: number) => Math.round(milliseconds) / 1000;
  return {
    load: round(loaded - started),
    select: round(done - loaded),
    total: round(done - started),
  };
}
