import { AlaasError } from '@alaas/contracts';

/** @throws AlaasError `SIMULATION_OPTION_INVALID` naming the field that lists nothing. */
export function nonEmpty<T>(field: string, values: readonly T[]): readonly T[] {
  if (values.length > 0) return values;
  throw new AlaasError('SIMULATION_OPTION_INVALID', `${field} names nothing to simulate.`, {
    field,
    value: values,
  });
}

/** @throws AlaasError `SIMULATION_OPTION_INVALID` unless all are whole numbers. */
export function checkSeeds(seeds: readonly number[]): void {
  const bad = seeds.find((seed) => !Number.isSafeInteger(seed));
  if (bad === undefined) return;
  throw new AlaasError('SIMULATION_OPTION_INVALID', `seeds must be whole numbers, not ${bad}.`, {
    field: 'seeds',
    value: bad,
  });
}
