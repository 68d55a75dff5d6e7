/** What the agent did and expects, ready to be shown; nothing in it is computed from anything else. */
export interface AgentReport {
  readonly mode: 'auto' | 'compare' | 'paper';
  readonly metric: 'accuracy' | 'macro-f1';
  /** Strategy that the delivered model comes from. */
  readonly champion: string;
  /** Items that its figures were measured on; 0 without a holdout. */
  readonly holdout: { readonly items: number; readonly bought: boolean };
  /** Why no more labels are bought; absent while the work goes on. */
  readonly stop?: AgentStop | undefined;
  /** In the order in which they were made. */
  readonly decisions: readonly AgentDecision[];
  readonly arms: readonly AgentArm[];
  /** Expected values from the last point to the end of the budget; empty where nothing can be said. */
  readonly forecast: readonly ForecastPoint[];
  /** Forecasts made on the way, beside what came. */
  readonly record: readonly PastForecast[];
}

/** Why no more labels are bought. */
export interface AgentStop {
  /** A rule's id: `budget-spent`, `gain-exhausted`, `target-reached`, `pool-exhausted`. */
  readonly reason: string;
  readonly text: string;
  /** In [0, 1]; absent where it is no matter of chance. */
  readonly probabilityWrong?: number | undefined;
  /** Labels of the budget that were not bought. */
  readonly savedLabels: number;
}

/** One decision, in plain words. */
export interface AgentDecision {
  /** Labels paid when it was made. */
  readonly spent: number;
  readonly text: string;
  readonly probabilityWrong?: number | undefined;
  /** Labels that one more round of evidence would have cost. */
  readonly priceOfWaitingLabels: number;
}

/** One strategy in the race. */
export interface AgentArm {
  readonly strategy: string;
  readonly status: 'champion' | 'dropped' | 'failed' | 'racing';
  /** Labels that it was trained on last. */
  readonly labels: number;
  /** Last value on the holdout, in [0, 1]; absent without one. */
  readonly value?: number | undefined;
  /** Why it left the race. */
  readonly reason?: string | undefined;
}

/** Values in [0, 1] that are expected with so many labels. */
export interface ForecastPoint {
  readonly labels: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** A forecast and what was measured later. */
export interface PastForecast extends ForecastPoint {
  /** Labels when it was made. */
  readonly atLabels: number;
  readonly measured: number;
}
