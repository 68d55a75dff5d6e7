import { AlaasError } from '@alaas/contracts';
import { STRATEGIES, nearestName } from '@alaas/core';

/** Names that the original ALaaS gave to strategies that we have. */
const SAME: Readonly<Record<string, string>> = {
  RandomSampling: 'random',
  LeastConfidence: 'least-confidence',
  MarginConfidence: 'margin',
  RatioConfidence: 'ratio',
  EntropySampling: 'entropy',
  KMeansSampling: 'k-means',
  KCenterSampling: 'k-center',
  KCenterGreedy: 'k-center',
  CoreSet: 'k-center',
  BadgeSampling: 'badge',
};

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
  const same = entryOf(SAME, name);
  if (same !== undefined) return same;
  const ids = ['auto', ...STRATEGIES.map(({ id }) => id)];
  if (ids.includes(name)) return name;
  const nearest = entryOf(NEAREST, name) ?? nearestOf(name, ids);
  const hint = nearest === undefined ? '' : ` The nearest is "${nearest}".`;
  throw new AlaasError('CONFIG_LEGACY_STRATEGY', `There is no strategy "${name}".${hint}`, {
    field: 'active_learning.strategy.type',
    value: name,
    remedy: `Write one of: ${[...Object.keys(SAME), ...ids].join(', ')}.`,
  });
}

function nearestOf(name: string, ids: readonly string[]): string | undefined {
  const meant = nearestName(name, Object.keys(SAME));
  return meant === undefined ? nearestName(name, ids) : SAME[meant];
}

function entryOf(names: Readonly<Record<string, string>>, name: string): string | undefined {
  const key = Object.keys(names).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : names[key];
}
