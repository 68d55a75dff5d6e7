import type { PastForecast, TrackRecord } from '@alaas/contracts';
import type { CurveShape, LabellingCost, Metric } from '@alaas/core';

import type { DataFit } from '../outputs/report/data-fit.js';
import type { TargetCosts } from '../target-costs.js';

/** What labels will buy, in the form that `alaas plan --json` prints. */
export interface ProjectPlan {
  readonly project: string;
  /** `measured`: from this project's own learning curve; `experience`: from those of other data. */
  readonly basis: 'measured' | 'experience';
  readonly metric: Metric;
  readonly labels: {
    /** Paid so far, the holdout included. */
    readonly used: number;
    readonly budget: number;
    /** That the present model is trained on. */
    readonly trained: number;
  };
  /** `unknown` when the points defy every curve: then the forecast is not to be relied on. */
  readonly shape: CurveShape;
  /** Value at the present number of labels; null before anything was measured. */
  readonly now: PlannedValue | null;
  /** Values to come, up to the end of the budget, with the cost of the labels until then. */
  readonly forecasts: readonly (PlannedValue & { readonly cost: LabellingCost })[];
  /** Rise that the next labels bring; null before the first ones and at the end. */
  readonly next: PlannedValue | null;
  /** Labels to the target, as far as it is reached; null where none is set. */
  readonly target: {
    readonly target: number;
    readonly withinLabels: number;
    readonly p10?: number;
    readonly p50?: number;
    readonly p90?: number;
    readonly probabilityUnreachable: number;
    /** Of the labels still to be bought. */
    readonly costs: TargetCosts;
  } | null;
  readonly budgetCost: LabellingCost;
  /** Whether the data are fit for active learning; bands are widened accordingly. */
  readonly domainFit: DataFit;
  /** Forecasts that this run made on the way, beside what came. */
  readonly record: readonly PastForecast[];
  /** How forecasts fared in all runs of the data folder. */
  readonly trackRecord: TrackRecord;
}

/** A value, or a rise of it, with P10, P50 and P90. */
export interface PlannedValue {
  readonly labels: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}
