import type { Kysely } from 'kysely';
import type { RunEvent } from '@alaas/contracts';
import type { Tables } from './tables.js';

/** An event with its place in the history of a run, from 1. */
export interface NumberedRunEvent {
  readonly number: number;
  readonly event: RunEvent;
}

/** Adds events to the history of a run. Whoever calls holds the lock of the data folder. */
export async function appendRunEvents(
  db: Kysely<Tables>,
  sequence: string,
  events: readonly RunEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const { last } = await db
    .selectFrom('run_events')
    .select((row) => row.fn.max('number').as('last'))
    .where('run_sequence', '=', sequence)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('run_events')
    .values(
      events.map((event, i) => ({
        run_sequence: sequence,
        number: Number(last ?? 0) + i + 1,
        event: JSON.stringify(event),
      })),
    )
    .execute();
}

/** The events of a run after number `after`, in order. */
export async function readRunEvents(
  db: Kysely<Tables>,
  sequence: string,
  after: number,
): Promise<readonly NumberedRunEvent[]> {
  const rows = await db
    .selectFrom('run_events')
    .select(['number', 'event'])
    .where('run_sequence', '=', sequence)
    .where('number', '>', after)
    .orderBy('number')
    .execute();
  return rows.map(({ number, event }) => ({ number, event: JSON.parse(event) as RunEvent }));
}
