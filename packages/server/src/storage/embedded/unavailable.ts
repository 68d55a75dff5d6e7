import { AlaasError } from '@alaas/contracts';

/** Why the built-in PostgreSQL cannot run on this machine; names the way out. */
export function embeddedUnavailable(reason: string, cause?: unknown): AlaasError {
  return new AlaasError(
    'DATABASE_EMBEDDED_UNAVAILABLE',
    `The built-in PostgreSQL cannot run here: ${reason}. Set DATABASE_URL to a server of your own.`,
    { field: 'DATABASE_URL', platform: `${process.platform}-${process.arch}`, cause },
  );
}
