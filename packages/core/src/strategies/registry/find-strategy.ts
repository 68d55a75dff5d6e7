import { CodedError } from '../../errors.js';
import { nearestName } from '../../numeric/nearest-name.js';
import type { OptionSpec, OptionSpecs } from '../contract/options.js';
import type { QueryStrategy } from '../contract/strategy.js';
import { STRATEGIES } from '../index.js';
import { ALIASES, type StrategyAlias } from './aliases.js';

/**
 * The strategy with this id or alias, upper and lower case alike. An alias of a variant gives the strategy with the variant's
 * options as its defaults.
 *
 * @throws CodedError `STRATEGY_UNKNOWN` with the nearest name.
 */
export function findStrategy(name: string): QueryStrategy {
  const wanted = name.toLowerCase();
  const found = STRATEGIES.find(({ id }) => id === wanted);
  if (found) return found;
  const alias = ALIASES.find((one) => one.name.toLowerCase() === wanted);
  if (alias) return variantOf(alias);
  const ids = STRATEGIES.map(({ id }) => id);
  const meant = nearestName(name, [...ids, ...ALIASES.map((one) => one.name)]);
  const hint = meant ? ` Did you mean "${meant}"?` : '';
  throw new CodedError('STRATEGY_UNKNOWN', `There is no strategy "${name}".${hint}`, {
    field: 'strategy',
    value: name,
    remedy: `Use one of: ${ids.join(', ')}.`,
  });
}

/** The other names of a strategy. */
export function aliasesOf(id: string): readonly StrategyAlias[] {
  return ALIASES.filter((alias) => alias.id === id);
}

function variantOf({ id, options = {} }: StrategyAlias): QueryStrategy {
  const strategy = findStrategy(id);
  const changed = Object.entries(strategy.options).map(([name, spec]) => [
    name,
    Object.hasOwn(options, name) ? ({ ...spec, default: options[name] } as OptionSpec) : spec,
  ]);
  return { ...strategy, options: Object.fromEntries(changed) as OptionSpecs };
}
