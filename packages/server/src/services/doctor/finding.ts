/** What one check found. */
export interface Finding {
  readonly name: string;
  /** `warning`: it works, but perhaps not well. */
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; given with every finding that is not `ok`. */
  readonly remedy?: string;
}

/** What a check returns; its name is added. */
export type CheckResult = Omit<Finding, 'name'>;

/** What the checks look at. */
export interface Patient {
  /** The data folder. */
  readonly home: string;
  readonly databaseUrl?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
