import type { Task, TrackRecord } from '@alaas/contracts';
import type {
  AccuracyEstimate,
  Calibration,
  Evaluation,
  Interval,
  LabelRates,
  Metric,
} from '@alaas/core';
import type { QuarantinedItem, StageFigures } from '@alaas/pipeline';

import type { DataFit } from './data-fit.js';
import type { SavedAgainstRandom } from './saved-against-random.js';
import type { ScarceClasses } from './scarce-classes.js';
import type { AgentReport } from './agent-report.js';

/** All that a report shows; nothing in it is computed from anything else. */
export interface ReportInput {
  readonly project: string;
  readonly task: Task;
  readonly runId: string;
  readonly finishedAt: Date;
  /** Wall seconds of the run. */
  readonly seconds: number;
  /** In class order: the index is that of the confusion matrix. */
  readonly classes: readonly string[];
  /** Usable items that could be chosen, the set-apart ones not counted. */
  readonly poolItems: number;
  /** `used` are the labels paid; in the mode `paper` some items are paid for more than once. */
  readonly budget: { readonly labels: number; readonly used: number };
  readonly labelledItems: number;
  readonly strategy: string;
  readonly seed: number;
  /** Who gave the labels: a person through files, or labels known beforehand. */
  readonly annotator: 'people' | 'known-labels';
  /** What counts. */
  readonly metric: Metric;
  /** Items that people must label next, and the file that asks for them. */
  readonly waiting?: { readonly items: number; readonly file: string } | undefined;
  /** How forecasts of all runs of the data folder fared; absent where it is not known. */
  readonly trackRecord?: TrackRecord | undefined;
  /** Where accuracy comes from. */
  readonly measurement: Measurement;
  /** One point per round, in order of labels; empty when nothing was measured. */
  readonly curve: readonly MeasuredPoint[];
  /** The same run with items picked at random, measured on the same items. */
  readonly control?: RandomControl | undefined;
  /** What the agent did; absent where one strategy was named. */
  readonly agent?: AgentReport | undefined;
  /** Of the last head. */
  readonly evaluation?: Evaluation | undefined;
  /** Whether the data are fit for it. */
  readonly fit: DataFit;
  /** Mean confidence of the model over the pool, where nothing could be measured. */
  readonly opinion?: number | undefined;
  /** Accuracy over the items of the pool that have no label; absent where it is not known. */
  readonly tightened?: AccuracyEstimate | undefined;
  /** How far the model's probabilities can be taken at their word. */
  readonly calibration?: Calibration | undefined;
  /** Against random picks; absent without a holdout. */
  readonly saved?: SavedAgainstRandom | undefined;
  /** Classes that too few items were measured of. */
  readonly scarce?: ScarceClasses | undefined;
  /** Prices of labels, as far as they were given. */
  readonly rates: LabelRates;
  /** Bootstrap interval of `evaluation.macroF1`. */
  readonly macroF1Interval?: Interval | undefined;
  readonly stages: readonly RunStage[];
  readonly cache?: CacheFigures | undefined;
  readonly quarantined: readonly QuarantinedItem[];
  /** In the order of labelling. */
  readonly chosen: readonly ChosenItem[];
  /** Bytes of an item, for thumbnails and texts of the gallery; only its first items are asked for. */
  readonly readItem?: ((item: string, signal?: AbortSignal) => Promise<Uint8Array>) | undefined;
  readonly encoder?: { readonly id: string; readonly digest: string } | undefined;
  /** Every setting with its default filled in, as YAML. */
  readonly settingsYaml: string;
  /** Names and versions of what took part, as `{ alaas: '0.1.0', node: 'v20.19.0' }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** Shell lines that give the same result again. */
  readonly reproduce: readonly string[];
}

/** Figures of one stage of a run: those of the pipeline, and the training of heads. */
export type RunStage = Omit<StageFigures, 'name'> & {
  readonly name: StageFigures['name'] | 'train';
};

/** Where accuracy was measured. */
export type Measurement =
  | { readonly kind: 'test-set'; readonly items: number }
  /** Labelled items set apart before anything was chosen; `share` in (0, 1) of all labelled items. */
  | { readonly kind: 'simulation-holdout'; readonly items: number; readonly share: number }
  /** Items drawn at random, paid out of the budget, and trained on only at the end. */
  | { readonly kind: 'bought-holdout'; readonly items: number }
  /** Nothing to measure on. */
  | { readonly kind: 'none' };

/** Accuracy after so many labels, with its 95 % interval. */
export interface MeasuredPoint extends Interval {
  readonly labels: number;
  readonly accuracy: number;
  /** With its 95 % interval, where macro-F1 is what counts. */
  readonly macroF1?: (Interval & { readonly value: number }) | undefined;
}

/** A curve of random picks, for comparison. */
export interface RandomControl {
  readonly points: readonly MeasuredPoint[];
}

/** What the cache gave. */
export interface CacheFigures {
  /** Items whose embedding was served from the cache. */
  readonly hits: number;
  /** Items that had to be encoded. */
  readonly misses: number;
  /** Seconds that the hits would have cost, estimated from an earlier cold run. */
  readonly secondsSaved?: number | undefined;
}

/** One item that was chosen and, perhaps, labelled. */
export interface ChosenItem {
  readonly item: string;
  readonly round: number;
  /** Place in its batch, from 0. */
  readonly rank: number;
  readonly strategy: string;
  readonly label?: string | undefined;
}
