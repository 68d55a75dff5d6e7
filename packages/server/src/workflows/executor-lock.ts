import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

import { databaseError } from '../storage/database-error.js';

/** Class of the advisory locks of executors; the other half is a hash of the executor's name. */
export const LOCK_CLASS = 4_117_002;

/** Held while the tables of workflows are made or brought up to date. */
const SETUP_CLASS = 4_117_003;
const SETUP_LOOK_MS = 50;

/** Proof that an executor lives, which falls with its connection. */
export interface ExecutorLock {
  /** Whether the executor of this name is dead; `work` is done while nobody else can find that out. */
  ifDead(executor: string, work: () => Promise<void>): Promise<boolean>;
  /** Does work that only one executor may do at a time. */
  alone(work: () => Promise<void>): Promise<void>;
  release(): Promise<void>;
}

/**
 * Holds the lock of an executor for as long as its connection lives.
 *
 * @param onLost called when the connection breaks: others may take our work over from then on.
 * @throws AlaasError `DATABASE_UNREACHABLE`.
 */
export async function holdExecutorLock(
  connection: pg.ClientConfig,
  executor: string,
  onLost: () => void,
): Promise<ExecutorLock> {
  const client = new pg.Client({ ...connection, application_name: `alaas executor` });
  let released = false;
  client.on('error', () => undefined);
  client.on('end', () => {
    if (!released) onLost();
  });
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, executor]);
  } catch (error) {
    throw databaseError(error);
  }
  return {
    ifDead: async (other, work) => {
      const { rows } = await client.query<{ dead: boolean }>(
        'select pg_try_advisory_lock($1, hashtext($2)) as dead',
        [LOCK_CLASS, other],
      );
      if (rows[0]?.dead !== true) return false;
      try {
        await work();
      } finally {
        await client.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, other]);
      }
      return true;
    },
    alone: async (work) => {
      // A statement that waits would itself be waited for: indexes are built concurrently.
      for (;;) {
        const { rows } = await client.query<{ mine: boolean }>(
          'select pg_try_advisory_lock($1, 0) as mine',
          [SETUP_CLASS],
        );
        if (rows[0]?.mine === true) break;
        await wait(SETUP_LOOK_MS);
      }
      try {
        await work();
      } finally {
        await client.query('select pg_advisory_unlock($1, 0)', [SETUP_CLASS]);
      }
    },
    release: async () => {
      released = true;
      await client.end().catch(() => undefined);
    },
  };
}
