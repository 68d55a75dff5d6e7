import { CodedError } from '../errors.js';

/** What a label costs. */
export interface LabelRates {
  /** Money per label, in any currency, from 0. */
  readonly pricePerLabel?: number | undefined;
  /** Working time per label in seconds, from 0. */
  readonly secondsPerLabel?: number | undefined;
  /** Hours that are worked on labels per day, all annotators together. Default 8, above 0. */
  readonly hoursPerDay?: number | undefined;
}

/** Money and time for a number of labels; absent where no rate was given. */
export interface LabellingCost {
  readonly money?: number;
  readonly hours?: number;
  readonly days?: number;
}

const HOURS_PER_DAY = 8;

/**
 * What `labels` labels cost.
 *
 * @throws CodedError `FORECAST_OPTION_INVALID` for a rate that is negative or not finite.
 */
export function labellingCost(labels: number, rates: LabelRates): LabellingCost {
  const { pricePerLabel, secondsPerLabel, hoursPerDay = HOURS_PER_DAY } = rates;
  checkRate('price', pricePerLabel);
  checkRate('seconds-per-label', secondsPerLabel);
  if (!(hoursPerDay > 0 && hoursPerDay <= Number.MAX_VALUE))
    throw rateError('hours-per-day', hoursPerDay);
  const hours = secondsPerLabel === undefined ? undefined : (labels * secondsPerLabel) / 3600;
  return {
    ...(pricePerLabel !== undefined && { money: labels * pricePerLabel }),
    ...(hours !== undefined && { hours, days: hours / hoursPerDay }),
  };
}

function checkRate(field: string, rate: number | undefined): void {
  if (rate === undefined || (rate >= 0 && rate <= Number.MAX_VALUE)) return;
  throw rateError(field, rate);
}

function rateError(field: string, value: number): CodedError {
  return new CodedError(
    'FORECAST_OPTION_INVALID',
    `${field} must be a number from 0, not ${value}.`,
    {
      field,
      value,
      remedy: 'Give the rate as a plain number, such as 0.12.',
    },
  );
}
