import type { RunDecision } from '@alaas/contracts';
import type { QuarantinedItem } from '@alaas/pipeline';

import type { AccuracyEstimate, Calibration } from '@alaas/core';
import type { AgentReport } from '../outputs/report/agent-report.js';
import type { CacheFigures, MeasuredPoint, RunStage } from '../outputs/report/report-input.js';
import type { DataFit } from '../outputs/report/data-fit.js';
import type { PendingBatch } from './results/ask-people.js';
import type { SavedAgainstRandom } from '../outputs/report/saved-against-random.js';
import type { ScarceClasses } from '../outputs/report/scarce-classes.js';

/** The answer of a run, in the form that `alaas run --json` prints. */
export interface RunAnswer {
  readonly runId: string;
  readonly status: 'finished' | 'waiting';
  /** Whether work of an earlier process was taken up. */
  readonly resumed: boolean;
  readonly stages: readonly RunStage[];
  readonly curve: readonly MeasuredPoint[];
  /** Items in the order in which they were chosen. */
  readonly selected: readonly string[];
  readonly quarantined: readonly QuarantinedItem[];
  /** Paths; null for what does not exist yet. */
  readonly outputs: {
    readonly report: string | null;
    readonly labels: string | null;
    readonly model: string | null;
  };
  /** The batch that people must label; null when there is none. */
  readonly waitingFor: PendingBatch | null;
  /** The decision that a person must settle; null when there is none. */
  readonly decisionAsked: RunDecision | null;
  /** Labels paid; in the mode `paper` each strategy pays for its own, so that items count twice. */
  readonly labels: { readonly budget: number; readonly used: number };
  /** Different items that have a label. */
  readonly labelledItems: number;
  readonly cache: CacheFigures | null;
  readonly seconds: {
    readonly total: number;
    /** What the same run cost the first time; null unless it was finished before. */
    readonly firstTime: number | null;
  };
  /** What the agent did and expects; null where one strategy was named. */
  readonly agent: AgentReport | null;
  /** Whether the data are fit for active learning. */
  readonly domainFit: DataFit;
  /** Labels saved against random picks; null without a random holdout. */
  readonly labelsSaved: SavedAgainstRandom | null;
  /** Mean confidence of the model over the pool, its own opinion; null where it was measured. */
  readonly modelOpinion: number | null;
  /** How the model's probabilities were put right; null without a holdout. */
  readonly calibration: Calibration | null;
  /**
   * Accuracy over the items of the pool that have no label, by confidence put right on the holdout;
   * null without one, and where more than a tenth of the pool has a label.
   */
  readonly tightenedAccuracy: AccuracyEstimate | null;
  /** Classes of which too few items were measured; null where there are none. */
  readonly scarceClasses: ScarceClasses | null;
  readonly notes: readonly string[];
}
