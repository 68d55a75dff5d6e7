/** What a command may touch of the process it runs in. */
export interface Surroundings {
  /** The command's answer: a table, or one JSON document. */
  readonly out: (text: string) => void;
  /** Progress and remarks. */
  readonly log: (text: string) => void;
  /** Fires on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}
