import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '@alaas/server';

/** Tables that a round writes to in the middle of a transaction. */
export const BATCHES = 'alaas.live_batches';
export const EVENTS = 'alaas.live_events';
export const MODELS = 'alaas.live_models';

/** A table that others cannot write to. */
interface HeldTable {
  /** Until somebody waits to write to it. */
  readonly reached: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** Keeps others from writing to a table. */
async function holdTable({ sql: db }: Database, table: string): Promise<HeldTable> {
  const holder = await db.startTransaction().execute();
  await sql`lock table ${sql.table(table)} in share mode`.execute(holder);
  return {
    reached: async () => {
      for (;;) {
        const { rows } = await sql`
          select from pg_locks where relation = ${table}::regclass and not granted
            and mode = 'RowExclusiveLock'`.execute(db);
        if (rows.length > 0) return;
        await wait(10);
      }
    },
    release: async () => {
      await holder.rollback().execute();
    },
  };
}

/**
 * Stops a round where it writes to the last of some tables, each of which it comes to after the one
 * before.
 *
 * @param begin sets the round going.
 */
export async function stopRoundAt(
  database: Database,
  [first, ...others]: readonly [string, ...string[]],
  begin: () => Promise<unknown>,
): Promise<HeldTable> {
  let held = await holdTable(database, first);
  await begin();
  await held.reached();
  for (const table of others) {
    const next = await holdTable(database, table);
    await held.release();
    held = next;
    await held.reached();
  }
  return held;
}
