import { AlaasError } from '@alaas/contracts';
import { ALIASES, CodedError, STRATEGIES, findStrategy } from '@alaas/core';

/**
 * Our name of a strategy of the original ALaaS: an id, or the alias of a variant that is an option
 * of ours. Our own names are taken as they are.
 *
 * @throws AlaasError `CONFIG_LEGACY_STRATEGY` that names the nearest one.
 */
export function strategyOfLegacy(name: string): string {
  if (name === 'auto') return name;
  try {
    const { id } = findStrategy(name);
    const alias = ALIASES.find((one) => one.name.toLowerCase() === name.toLowerCase());
    return alias?.options === undefined ? id : alias.name;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const names = [...ALIASES.map((alias) => alias.name), ...STRATEGIES.map(({ id }) => id)];
    throw new AlaasError('CONFIG_LEGACY_STRATEGY', error.message, {
      field: 'active_learning.strategy.type',
      value: name,
      remedy: `Write auto or one of: ${names.join(', ')}.`,
    });
  }
}
