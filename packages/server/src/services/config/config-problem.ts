import { basename } from 'node:path';
import { AlaasError, type ErrorCode } from '@alaas/contracts';

/** A place in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a configuration file, with its place. */
export interface ConfigProblem extends Position {
  readonly code: ErrorCode;
  /** Keys that lead to it, as `data.folder`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly value?: unknown;
  readonly remedy?: string | undefined;
}

/**
 * All problems of a file as one error, in the order of the file: `details.issues` has them all. Its
 * code is the one that they share, else `CONFIG_INVALID`.
 */
export function configError(file: string, problems: readonly ConfigProblem[]): AlaasError {
  const issues = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const first = issues[0]!;
  const code = issues.every((issue) => issue.code === first.code) ? first.code : 'CONFIG_INVALID';
  const name = basename(file);
  const message =
    issues.length === 1
      ? `${name}, line ${first.line}, column ${first.column}: ${first.message}`
      : `${name} has ${issues.length} problems; the first, in line ${first.line}: ${first.message}`;
  return new AlaasError(code, message, {
    field: first.path === '' ? name : first.path,
    value: first.value,
    ...(issues.length === 1 && first.remedy !== undefined && { remedy: first.remedy }),
    file,
    line: first.line,
    column: first.column,
    issues,
  });
}
