import pg from 'pg';

import type { Database } from '../storage/database.js';

/** Connections for DBOS, which has a schema of its own. */
export function workflowPool({ connection }: Database, max: number): pg.Pool {
  const pool = new pg.Pool({ ...connection, max, application_name: 'alaas workflows' });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
