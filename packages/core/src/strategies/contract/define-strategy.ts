import type { OptionSpecs } from './options.js';
import type { InputName, QueryStrategy } from './strategy.js';

/** Types a strategy from what it declares, so that reading an undeclared input does not compile. */
export function defineStrategy<
  const Needs extends InputName,
  const Uses extends InputName,
  const Specs extends OptionSpecs,
>(strategy: QueryStrategy<Needs, Uses, Specs>): QueryStrategy<Needs, Uses, Specs> {
  return Object.freeze(strategy);
}
