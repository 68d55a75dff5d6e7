import {
  STRATEGIES,
  aliasesOf,
  describeOption,
  findStrategy,
  type OptionSpec,
  type QueryStrategy,
  type StrategyAlias,
} from '@alaas/core';

/** What `alaas strategies` tells of one strategy. */
export interface StrategyDescription extends Pick<
  QueryStrategy,
  'id' | 'title' | 'summary' | 'needs' | 'uses' | 'cost' | 'source'
> {
  /** Whether another seed gives another batch. */
  readonly randomised: boolean;
  readonly options: readonly OptionDescription[];
  /** Other names, some of which stand for options. */
  readonly aliases: readonly Omit<StrategyAlias, 'id'>[];
}

/** An option, with the values it admits in words. */
export type OptionDescription = OptionSpec & { readonly name: string; readonly admits: string };

/** Every strategy that comes with ALaaS. */
export function describeStrategies(): readonly StrategyDescription[] {
  return STRATEGIES.map(describe);
}

/**
 * One strategy, by its id or by another name; the defaults are those of the name.
 *
 * @throws CodedError `STRATEGY_UNKNOWN` with the nearest name.
 */
export function describeStrategy(name: string): StrategyDescription {
  return describe(findStrategy(name));
}

function describe(strategy: QueryStrategy): StrategyDescription {
  const { id, title, summary, needs, uses, cost, source, randomised = false } = strategy;
  const options = Object.entries(strategy.options).map(([option, spec]) => ({
    name: option,
    ...spec,
    admits: describeOption(spec),
  }));
  const aliases = aliasesOf(id).map(({ name, options: set, note }) => ({
    name,
    ...(set && { options: set }),
    note,
  }));
  return { id, title, summary, needs, uses, randomised, cost, source, options, aliases };
}
