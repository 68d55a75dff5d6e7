import type { AlaasError } from '@alaas/contracts';

/** An error as people read it: what happened, where, what to do. */
export function showError(error: AlaasError, { debug }: { debug: boolean }): string {
  const { code, message, details, remedy } = error;
  const lines = [`${message} (${code})`];
  const issues = details['issues'];
  if (Array.isArray(issues) && issues.length > 1) lines.push(...issues.flatMap(issueLines));
  else lines.push(...fieldLine(error));
  lines.push(`What to do: ${remedy}`);
  if (debug) lines.push(...stacks(error));
  return lines.join('\n');
}

/** An error as one JSON document. */
export function errorDocument(error: AlaasError): string {
  const { code, message, details, remedy } = error;
  const { title } = error.row;
  const { field, value, ...others } = details;
  delete others['remedy'];
  return JSON.stringify({
    error: { code, title, detail: message, field, value, remedy, ...others },
  });
}

function fieldLine({ message, details: { field, value } }: AlaasError): string[] {
  if (field === undefined) return [];
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  const shown = isPlain ? String(value) : '';
  if (message.includes(field) && message.includes(shown)) return [];
  return [`  ${field}${isPlain ? `: ${shown}` : ''}`];
}

function issueLines(issue: unknown): string[] {
  const { line, column, message, remedy } = issue as Readonly<Record<string, string | number>>;
  const place = line === undefined ? '' : `${line}:${column}  `;
  return [`  ${place}${message}`, ...(remedy === undefined ? [] : [`      ${remedy}`])];
}

function stacks(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return [error.stack ?? error.message, ...stacks(error.cause)];
}
