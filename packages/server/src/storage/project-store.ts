import type { DeliveredModel } from '@alaas/contracts';

/** A label bought: append-only, a correction is a new entry for the same item. */
export interface LabelEntry {
  readonly item: string;
  readonly label: string;
  /** Who gave it: `oracle` (simulated annotator), `file:<name>`, or a person's id. */
  readonly annotator: string;
  /** Round in which it was asked for, from 0 (cold start); -1 for labels given beforehand. */
  readonly round: number;
}

/** One batch chosen by a strategy. */
export interface SelectionEntry {
  readonly round: number;
  readonly strategy: string;
  /** Items in pick order. */
  readonly items: readonly string[];
}

/** One execution of a project. */
export interface RunEntry {
  readonly runId: string;
  readonly status: 'running' | 'waiting' | 'finished' | 'cancelled' | 'failed';
  /** Digest of the configuration that decides the results; a change of it starts a new run. */
  readonly configDigest: string;
}

/** A run as the store has it. */
export interface StoredRun extends RunEntry {
  /** Wall seconds of work on it; those of a killed process are not known. */
  readonly workSeconds: number;
}

/** What a project keeps for good. When a promise resolves, what it wrote is on disk. */
export interface ProjectStore {
  /** Latest run, if any. */
  latestRun(): Promise<StoredRun | undefined>;
  /** Starts a run with these items and the labels given beforehand, all or nothing. */
  createRun(run: RunEntry, items: readonly string[], given?: readonly LabelEntry[]): Promise<void>;
  /** Sets the status and adds to the seconds of work. Default 0. */
  setStatus(runId: string, status: RunEntry['status'], workSeconds?: number): Promise<void>;
  /** Replaces how good the model is that the run delivers. */
  keepDelivered(runId: string, delivered: DeliveredModel): Promise<void>;
  /** The items of a run in the order of its pool. */
  items(runId: string): Promise<readonly string[]>;
  /** Stores the batch before it is labelled; the same round again is refused. */
  appendSelection(runId: string, selection: SelectionEntry): Promise<void>;
  selections(runId: string): Promise<readonly SelectionEntry[]>;
  /** All or nothing. */
  appendLabels(runId: string, labels: readonly LabelEntry[]): Promise<void>;
  /** Every entry in the order it was appended. */
  labels(runId: string): Promise<readonly LabelEntry[]>;
  close(): Promise<void>;
}
