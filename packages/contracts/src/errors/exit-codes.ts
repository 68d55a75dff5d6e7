import { ERRORS, type ErrorCode } from './table.js';

/** Exit codes of the `alaas` command, with what each one means. */
export const EXIT_CODES = Object.freeze({
  0: 'The command did what it was asked to do.',
  1: 'ALaaS itself failed, or a check of "alaas doctor" did.',
  2: 'The input is at fault: a flag, a file, the configuration, the data.',
  3: 'Something outside is busy, missing or full: another run, the database, the disk, the network.',
  4: 'The run waits for a person to decide: see "alaas decide".',
  130: 'Stopped by Ctrl-C or SIGTERM; the next run goes on from there.',
});

/** An exit code of the `alaas` command. */
export type ExitCode = keyof typeof EXIT_CODES;

/** The exit code of a command that ends with this error. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  const { status, retryable } = ERRORS[code];
  if (code === 'CANCELLED') return 130;
  if (retryable || status === 502 || status === 503) return 3;
  return status < 500 ? 2 : 1;
}
