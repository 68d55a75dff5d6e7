import type { Regret, TrackedForecast } from '@alaas/core';

/** Forecasts and stops that were not carried out, of one run, whose outcome is known. */
export interface RunRecord {
  readonly forecasts: readonly TrackedForecast[];
  readonly regrets: readonly Regret[];
}
