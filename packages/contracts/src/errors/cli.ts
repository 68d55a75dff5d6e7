import type { ErrorRow } from './row.js';

/** Errors of the command line itself. */
export const CLI_ERRORS = {
  CLI_USAGE: {
    status: 400,
    retryable: false,
    title: 'The command line cannot be understood',
    remedy: 'Run the command with --help; it lists every option.',
  },
} as const satisfies Record<string, ErrorRow>;
