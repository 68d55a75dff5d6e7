import type { TrackRecord } from '@alaas/contracts';
import { summariseRecord } from '@alaas/core';
import { sql } from 'kysely';

import type { RunRecord } from './run-record.js';
import type { Database } from './database.js';
import { databaseError } from './database-error.js';

/** How forecasts and stops of all runs of a data folder fared, as far as it is known. */
export async function trackRecordOf(database: Database, folderId: string): Promise<TrackRecord> {
  try {
    const rows = await database.sql
      .selectFrom('agent_states')
      .innerJoin('runs', 'runs.sequence', 'agent_states.run_sequence')
      .select('agent_states.record')
      .where(sql<boolean>`starts_with(runs.project_id, ${`${folderId}/`})`)
      .orderBy('runs.sequence')
      .execute();
    return summarise(rows.map(({ record }) => JSON.parse(record) as RunRecord));
  } catch (error) {
    throw databaseError(error);
  }
}

/** A record of nothing. */
export const NO_TRACK_RECORD: TrackRecord = summarise([]);

function summarise(records: readonly RunRecord[]): TrackRecord {
  const forecasts = records.flatMap((record) => record.forecasts);
  const regrets = records.flatMap((record) => record.regrets);
  const { settled, coverage = 0, meanError, bias } = summariseRecord(forecasts);
  return {
    runs: records.filter((record) => record.forecasts.length > 0).length,
    forecasts: settled,
    inside: Math.round(coverage * settled),
    meanError: meanError ?? null,
    bias: bias ?? null,
    stops: {
      known: regrets.length,
      wrong: regrets.filter(({ wrong }) => wrong).length,
      labelsAfter: regrets.reduce(
        (sum, { spentThen, spentInTheEnd }) => sum + spentInTheEnd - spentThen,
        0,
      ),
    },
  };
}
