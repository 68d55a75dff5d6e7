import { resolve } from 'node:path';
import { isModulePath } from '@alaas/contracts';
import { findStrategy, type QueryStrategy } from '@alaas/core';

import { loadStrategyModule } from './load-strategy-module.js';

/** How a strategy is named. */
export interface StrategyReference {
  /** Id or alias; for a strategy of one's own the path as it was written. */
  readonly id: string;
  /** Absolute path of the module of a strategy of one's own. */
  readonly module?: string | undefined;
}

/** What a text names: a strategy that comes with ALaaS, or a module, relative to a folder. */
export function strategyReference(text: string, folder: string): StrategyReference {
  return isModulePath(text) ? { id: text, module: resolve(folder, text) } : { id: text };
}

/**
 * The strategy that is named. A module is run for it: modules are named by who sets up the work, and
 * never by a request over the network.
 *
 * @throws CodedError `STRATEGY_UNKNOWN`, `STRATEGY_MODULE_FAILED`, `STRATEGY_MODULE_INVALID`.
 */
export async function openStrategy({ id, module }: StrategyReference): Promise<QueryStrategy> {
  return module === undefined ? findStrategy(id) : loadStrategyModule(module);
}
