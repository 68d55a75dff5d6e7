import { AlaasError } from '@alaas/contracts';
import { ALIASES, CodedError, STRATEGIES, findStrategy, nearestName } from '@alaas/core';

/** Those that we do not have, with the one that comes nearest. */
const NEAREST: Readonly<Record<string, string>> = {
  BayesianDisagreement: 'entropy',
  BALD: 'entropy',
  DiverseMiniBatch: 'badge',
  DeepFool: 'margin',
};

/**
 * Our id of a strategy of the original ALaaS; our own ids are taken as they are.
 *
 * @throws AlaasError `CONFIG_LEGACY_STRATEGY` that names the nearest one.
 */
export function strategyOfLegacy(name: string): string {
  if (name === 'auto') return name;
  try {
    return findStrategy(name).id;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const nearest = nearestOf(name);
    const hint = nearest === undefined ? '' : ` The nearest is "${nearest}".`;
    throw new AlaasError('CONFIG_LEGACY_STRATEGY', `There is no strategy "${name}".${hint}`, {
      field: 'active_learning.strategy.type',
      value: name,
      remedy: `Write one of: ${[...ALIASES.map((alias) => alias.name), ...IDS].join(', ')}.`,
    });
  }
}

const IDS = ['auto', ...STRATEGIES.map(({ id }) => id)];

function nearestOf(name: string): string | undefined {
  const known = Object.keys(NEAREST).find((one) => one.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return NEAREST[known];
  const meant = nearestName(name, [...ALIASES.map((alias) => alias.name), ...IDS]);
  return ALIASES.find((alias) => alias.name === meant)?.id ?? meant;
}
