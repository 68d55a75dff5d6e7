import { AlaasError } from '@alaas/contracts';
import {
  findStrategy,
  simulateAgent,
  type AgentRun,
  type AgentSimulationTask,
  type Decision,
} from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';

import { checkSeeds, nonEmpty } from './check-lists.js';
import { loadSimulationData, type SimulationFiles } from './load-simulation-data.js';

/** What `alaas simulate --agent` is asked for. */
export interface AgentSimulationRequest extends Omit<
  AgentSimulationTask,
  'data' | 'kernels' | 'signal' | 'onState'
> {
  readonly files: SimulationFiles;
}

/** The answer, in the form that `alaas simulate --agent … --json` prints. */
export interface AgentSimulationAnswer {
  readonly runs: readonly (AgentRun & { readonly seconds: number })[];
}

/**
 * Runs of the agent on labelled `.npy` files, one after the other.
 *
 * @throws AlaasError `AGENT_SETTING_INVALID`, `STRATEGY_UNKNOWN`, `SIMULATION_OPTION_INVALID`,
 *   `INPUT_SHAPE`, the errors of reading `.npy` files, `CANCELLED`.
 */
export async function simulateAgentFiles(
  { files, ...request }: AgentSimulationRequest,
  means: {
    readonly signal?: AbortSignal | undefined;
    /** Told of each decision as it is made. */
    readonly onDecision?: ((seed: number, decision: Decision) => void) | undefined;
  } = {},
): Promise<AgentSimulationAnswer> {
  try {
    checkSeeds(nonEmpty('seeds', request.seeds));
    for (const arm of request.arms ?? []) findStrategy(arm);
    const data = await loadSimulationData(files);
    const kernels = await openOnnxKernels();
    try {
      const runs: (AgentRun & { seconds: number })[] = [];
      for (const seed of request.seeds) {
        const started = performance.now();
        let told = 0;
        const [run] = await simulateAgent({
          ...request,
          data,
          seeds: [seed],
          kernels,
          signal: means.signal,
          onState(_, { decisions }) {
            for (const decision of decisions.slice(told)) means.onDecision?.(seed, decision);
            told = decisions.length;
          },
        });
        runs.push({ ...run!, seconds: Math.round(performance.now() - started) / 1000 });
      }
      return { runs };
    } finally {
      await kernels.close();
    }
  } catch (error) {
    throw AlaasError.from(error);
  }
}
