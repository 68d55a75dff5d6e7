import type {
  ForecastPoint,
  PastForecast,
  RunArm,
  RunDecision,
  RunRung,
  RunStop,
} from '@alaas/contracts';
import type { ClassForecast, Regret } from '@alaas/core';

/** What the agent did and expects, ready to be shown; nothing in it is computed from anything else. */
export interface AgentReport {
  readonly mode: 'auto' | 'compare' | 'paper';
  readonly metric: 'accuracy' | 'macro-f1';
  /** Strategy that the delivered model comes from. */
  readonly champion: string;
  /** Items that its figures were measured on; 0 without a holdout. */
  readonly holdout: { readonly items: number; readonly bought: boolean };
  /** Why no more labels are bought; null while the work goes on. */
  readonly stop: RunStop | null;
  /** Number of the decision that waits for a person. */
  readonly decisionAsked: number | null;
  /** In the order in which they were made. */
  readonly decisions: readonly RunDecision[];
  readonly arms: readonly RunArm[];
  readonly rungs: readonly RunRung[];
  /** Expected values from the last point to the end of the budget; empty where nothing can be said. */
  readonly forecast: readonly ForecastPoint[];
  /** Forecasts made on the way, beside what came. */
  readonly record: readonly PastForecast[];
  /** Recall by class and what is expected of it, lowest first, where the holdout allows. */
  readonly classes: readonly ClassForecast[];
  /** Early stops that were not carried out, and what they would have cost. */
  readonly regrets: readonly Regret[];
}
