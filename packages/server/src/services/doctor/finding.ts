import type { System } from '@alaas/contracts';

/** What one check found. */
export interface Finding extends CheckResult {
  readonly name: System['findings'][number]['name'];
}

/** The same without the name of the check. */
export interface CheckResult {
  /** `warning`: it works, but perhaps not well. */
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; given with every finding that is not `ok`. */
  readonly remedy?: string;
}

/** What the checks look at. */
export interface Patient {
  /** The data folder. */
  readonly home: string;
  readonly databaseUrl?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
