import type { DLogger } from '@dbos-inc/dbos-sdk';

/** What matters is on record with the project; DBOS writes to the console otherwise. */
export const SILENT_LOGGER: DLogger = {
  info: () => undefined,
  debug: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
