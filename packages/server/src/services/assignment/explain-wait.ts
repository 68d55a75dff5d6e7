import { sql } from 'kysely';
import type { Wait } from '@alaas/contracts';

import type { ProjectRow, Sql } from '../projects/live-project.js';

/** Seconds after which it helps to ask again, by what is waited for. */
const SOON = 2;
const LATER = 15;

const SAID: Readonly<Record<Wait['reason'], readonly [string, number | null]>> = {
  'pool-is-read': ['The items of the project are being read.', LATER],
  'batch-is-chosen': ['The next batch is being chosen.', SOON],
  'others-label': ['Others have the last items of this batch.', LATER],
  'all-seen': ['You have seen every item of this batch; others must label the rest.', LATER],
  'decision-needed': ['The project waits for a decision of its manager.', 60],
  paused: ['The project is paused.', 60],
  stopped: ['The project needs no more labels.', null],
  'work-failed': ['The work on the project came to a halt; its manager can see why.', 60],
};

/** Why there is nothing to label for an annotator at this moment, and when to ask again. */
export async function explainWait(db: Sql, row: ProjectRow): Promise<Wait> {
  const reason = await reasonOf(db, row);
  const [text, retryAfterSeconds] = SAID[reason];
  return { reason, text, retryAfterSeconds };
}

async function reasonOf(db: Sql, row: ProjectRow): Promise<Wait['reason']> {
  if (row.status === 'paused') return 'paused';
  if (row.status === 'stopped' || row.status === 'archived') return 'stopped';
  if (row.problem !== null) return 'work-failed';
  switch (row.work) {
    case 'read-pool':
      return 'pool-is-read';
    case 'wait-for-decision':
      return 'decision-needed';
    case 'none':
      return 'stopped';
    case 'choose':
    case 'train':
      return 'batch-is-chosen';
    case 'wait-for-labels': {
      const { rows } = await sql<{ open: boolean; free: boolean }>`
        select count(*) > 0 as open, coalesce(bool_or(taken < wanted), false) as free
        from alaas.live_tasks
        where project = ${row.sequence}::bigint and state = 'open' and batch is not null`.execute(
        db,
      );
      const { open, free } = rows[0]!;
      if (!open) return 'batch-is-chosen';
      return free ? 'all-seen' : 'others-label';
    }
  }
}
