import { code, heading, table } from './markdown.mjs';

const INTRODUCTION = `Every error of the command line, the HTTP service and the client has one of these codes, with a
message, the field at fault and what to do. The service answers with \`application/problem+json\`,
the command line prints it (as one JSON document with \`--json\`) and ends with the exit code.
*Again* says whether the same call can work later without a change.`;

/** The page of the error table. */
export function errorPage(errors, exitCodeOf) {
  const rows = Object.entries(errors)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { title, remedy, status, retryable }]) => [
      code(name),
      `${title}.`,
      remedy,
      status,
      exitCodeOf(name),
      retryable ? 'yes' : 'no',
    ]);
  const head = ['Code', 'Meaning', 'What to do', 'HTTP', 'Exit', 'Again'];
  return `${heading('Errors', INTRODUCTION)}\n${table(head, rows)}\n`;
}
