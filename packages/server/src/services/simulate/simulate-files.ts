import { AlaasError } from '@alaas/contracts';
import { simulate, type Schedule, type SimulatedCurve, type SimulationProgress } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';

import { openStrategy, strategyReference } from '../strategies/open-strategy.js';
import { checkSeeds, nonEmpty } from './check-lists.js';
import { loadSimulationData, type SimulationFiles } from './load-simulation-data.js';

/** What `alaas simulate` is asked for. */
export interface SimulationRequest extends Schedule {
  readonly files: SimulationFiles;
  /** Ids or aliases of strategies, or paths of modules; one or more. */
  readonly strategies: readonly string[];
  /** Whole numbers, one or more. */
  readonly seeds: readonly number[];
}

/** The answer, in the form that `alaas simulate --json` prints. */
export interface SimulationAnswer {
  readonly curves: readonly SimulatedCurve[];
  readonly seconds: { readonly load: number; readonly simulate: number; readonly total: number };
}

/**
 * Learning curves on labelled `.npy` files; classes are the union of both label files.
 *
 * @throws AlaasError `STRATEGY_UNKNOWN`, `STRATEGY_MODULE_…`, `SIMULATION_OPTION_INVALID`, `INPUT_SHAPE`, the errors of
 *   reading `.npy` files, `CANCELLED`.
 */
export async function simulateFiles(
  request: SimulationRequest,
  means: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: SimulationProgress) => void) | undefined;
  } = {},
): Promise<SimulationAnswer> {
  try {
    const started = performance.now();
    const strategies = await Promise.all(
      nonEmpty('strategies', request.strategies).map((name) =>
        openStrategy(strategyReference(name, process.cwd())),
      ),
    );
    const seeds = nonEmpty('seeds', request.seeds);
    checkSeeds(seeds);
    const data = await loadSimulationData(request.files);
    const loaded = performance.now();
    const kernels = await openOnnxKernels();
    try {
      const curves = await simulate({
        data,
        strategies,
        seeds,
        schedule: request,
        kernels,
        ...means,
      });
      return { curves, seconds: secondsOf(started, loaded, performance.now()) };
    } finally {
      await kernels.close();
    }
  } catch (error) {
    throw AlaasError.from(error);
  }
}

function secondsOf(started: number, loaded: number, done: number): SimulationAnswer['seconds'] {
  const round = (milliseconds: number) => Math.round(milliseconds) / 1000;
  return {
    load: round(loaded - started),
    simulate: round(done - loaded),
    total: round(done - started),
  };
}
