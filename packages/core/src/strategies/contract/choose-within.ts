import { checkOptions } from './check-options.js';
import type { QueryStrategy, SelectionContext, StrategyInputs } from './strategy.js';

/**
 * The batch of one strategy inside another, with its default options. The inputs are checked
 * already; the outer strategy declares at least what the inner one needs.
 */
export function chooseWithin(
  strategy: QueryStrategy,
  inputs: Partial<StrategyInputs>,
  context: Omit<SelectionContext<unknown>, 'options'>,
): Promise<number[]> {
  const options = checkOptions(strategy, {});
  return strategy.select(inputs as StrategyInputs, { ...context, options });
}
