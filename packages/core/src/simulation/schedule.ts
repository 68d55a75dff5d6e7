import { CodedError } from '../errors.js';

/** How the first labels are chosen; the same for every strategy of a seed. */
export const COLD_STARTS = ['random', 'per-class', 'max-herding'] as const;

/** One of `COLD_STARTS`. */
export type ColdStart = (typeof COLD_STARTS)[number];

/** When labels are bought. */
export interface Schedule {
  /** Labels of the cold start, at least 1; they count towards the budget. */
  readonly start: number;
  /** Default `random`. */
  readonly coldStart?: ColdStart | undefined;
  /** Labels per round, or `grow`: the labelled set grows by a factor of 1.25. */
  readonly batch: number | 'grow';
  /** Labels in all, from `start` to the size of the pool. */
  readonly budget: number;
  /** Items drawn from the pool for each seed; the whole pool when absent. */
  readonly poolSize?: number | undefined;
  /** Label counts, `start` to `budget`, at which a point is measured; batches are cut to meet them. */
  readonly at?: readonly number[] | undefined;
}

/** Factor by which a growing batch enlarges the labelled set. */
const GROWTH = 1.25;

/**
 * Labels of the next round, 0 when the budget is spent: the batch, or a quarter of what is labelled
 * (at least one), cut so that neither the budget nor the next count in `at` is passed.
 */
export function nextBatchSize(
  { batch, budget, at = [] }: Pick<Schedule, 'batch' | 'budget' | 'at'>,
  labelled: number,
): number {
  const wanted =
    batch === 'grow' ? Math.max(1, Math.round(labelled * (GROWTH - 1))) : Math.max(1, batch);
  const stops = [budget, ...at.filter((count) => count > labelled)];
  return Math.max(0, Math.min(labelled + wanted, ...stops) - labelled);
}

/**
 * @param available items that the pool is drawn from.
 * @throws CodedError `SIMULATION_OPTION_INVALID` naming the field, its value and what it may be.
 */
export function checkSchedule(schedule: Schedule, available: number): void {
  const { start, coldStart = 'random', batch, budget, poolSize = available, at = [] } = schedule;
  const check = (field: keyof Schedule, value: unknown, rule: { ok: boolean; need: string }) => {
    if (rule.ok) return;
    throw new CodedError(
      'SIMULATION_OPTION_INVALID',
      `${field} must be ${rule.need}, not ${JSON.stringify(value)}.`,
      { field, value },
    );
  };
  check('coldStart', coldStart, {
    ok: COLD_STARTS.includes(coldStart),
    need: `one of ${COLD_STARTS.join(', ')}`,
  });
  check('poolSize', poolSize, {
    ok: isWhole(poolSize, 1, available),
    need: `a whole number from 1 to the ${available} items given`,
  });
  check('budget', budget, {
    ok: isWhole(budget, 1, poolSize),
    need: `a whole number from 1 to the ${poolSize} items of the pool`,
  });
  check('start', start, {
    ok: isWhole(start, 1, budget),
    need: `a whole number from 1 to the budget of ${budget}`,
  });
  check('batch', batch, {
    ok: batch === 'grow' || isWhole(batch, 1, Number.MAX_SAFE_INTEGER),
    need: 'a whole number from 1 on, or "grow"',
  });
  for (const count of at) {
    check('at', count, {
      ok: isWhole(count, start, budget),
      need: `whole numbers from the start of ${start} to the budget of ${budget}`,
    });
  }
}

function isWhole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
