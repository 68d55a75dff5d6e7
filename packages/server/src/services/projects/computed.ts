import type { AgentObservation } from '@alaas/core';

import type { ConfusionCell } from './confusion-cells.js';

/** What came of numeric work: what the agent is told, and what is kept beside it. */
export interface Computed {
  readonly observation: AgentObservation;
  /** What each arm's head takes for what, on the holdout. */
  readonly confusions?: ReadonlyMap<string, readonly ConfusionCell[]> | undefined;
}
