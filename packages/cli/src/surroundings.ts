import type { ExitCode } from '@alaas/contracts';

import type { Progress } from './progress.js';

/** What a command may touch of the process it runs in. */
export interface Surroundings {
  /** The command's answer: a table, or one JSON document. */
  readonly out: (text: string) => void;
  /** Remarks, a line each. */
  readonly log: (text: string) => void;
  /** How far the work is: bars on a terminal, else lines now and then. */
  readonly progress: Progress;
  /** Fires on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Whether someone is there to be asked: input and output are a terminal. */
  readonly interactive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sets the exit code of a command that gives its answer all the same. */
  readonly exitWith: (code: ExitCode) => void;
}
