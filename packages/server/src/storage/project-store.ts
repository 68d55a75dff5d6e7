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

/** What a project keeps for good. When a promise resolves, what it wrote is on disk. */
export interface ProjectStore {
  /** Latest run, if any. */
  latestRun(): Promise<RunEntry | undefined>;
  /** Starts a run with these items; labels of earlier runs are not carried over. */
  createRun(run: RunEntry, items: readonly string[]): Promise<void>;
  setStatus(runId: string, status: RunEntry['status']): Promise<void>;
  /** Stores the batch before it is labelled; the same round again is refused. */
  appendSelection(runId: string, selection: SelectionEntry): Promise<void>;
  selections(runId: string): Promise<readonly SelectionEntry[]>;
  /** All or nothing. */
  appendLabels(runId: string, labels: readonly LabelEntry[]): Promise<void>;
  /** Every entry in the order it was appended. */
  labels(runId: string): Promise<readonly LabelEntry[]>;
  close(): Promise<void>;
}
