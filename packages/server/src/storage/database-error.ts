import { AlaasError, isErrorCode } from '@alaas/contracts';

/** SQLSTATE classes and system codes that say that the server is not there at this moment. */
const UNREACHABLE = /^(08|57P|28|3D|53300|E[A-Z]+$)/;

/** A deadlock, or transactions that cannot be put in an order: this one was undone for the others. */
const CONFLICT: readonly string[] = ['40001', '40P01'];

/** What a failed statement or connection means to the user; coded errors pass through. */
export function databaseError(thrown: unknown): AlaasError {
  const { code, message } = thrown as { code?: string; message?: string };
  if (isErrorCode(code)) return AlaasError.from(thrown);
  const said = message !== undefined && message !== '' ? message : (code ?? String(thrown));
  if (code === undefined || UNREACHABLE.test(code)) {
    return new AlaasError('DATABASE_UNREACHABLE', `The database cannot be reached: ${said}.`, {
      cause: thrown,
    });
  }
  if (CONFLICT.includes(code)) {
    return new AlaasError('DATABASE_CONFLICT', `The database undid a transaction: ${said}.`, {
      cause: thrown,
    });
  }
  return new AlaasError('DATABASE_REFUSED', `The database refused a statement: ${said}.`, {
    cause: thrown,
    sqlState: code,
  });
}

/** The name of the unique constraint or index that a statement ran into, if it did. */
export function violatedConstraint(thrown: unknown): string | undefined {
  const { code, constraint } = thrown as { code?: string; constraint?: string };
  return code === '23505' ? constraint : undefined;
}
