import type { Kysely } from 'kysely';
import { AlaasError } from '@alaas/contracts';
import type { Tables } from './tables.js';

/** Which run of which project. */
export interface RunKey {
  readonly projectId: string;
  readonly runId: string;
}

/**
 * The number under which the tables know a run.
 *
 * @throws AlaasError `STORE_RUN_UNKNOWN`.
 */
export async function sequenceOf(
  db: Kysely<Tables>,
  { projectId, runId }: RunKey,
): Promise<string> {
  const run = await db
    .selectFrom('runs')
    .select('sequence')
    .where('project_id', '=', projectId)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  if (run !== undefined) return run.sequence;
  throw new AlaasError('STORE_RUN_UNKNOWN', `There is no run ${runId} in this project.`, {
    field: 'runId',
    value: runId,
  });
}
