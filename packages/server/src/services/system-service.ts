import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { System } from '@alaas/contracts';

import type { Database } from '../storage/database.js';
import { databaseError } from '../storage/database-error.js';
import { LOCK_CLASS } from '../workflows/executor-lock.js';
import { examine } from './doctor/examine.js';

/** What the service does not know by itself. */
export interface SystemMeans {
  readonly database: Database;
  /** The data folder. */
  readonly home: string;
  readonly databaseUrl?: string | undefined;
}

/** Everything but what the server itself counts. */
type SystemState = Omit<System, 'version' | 'uptimeSeconds' | 'selections'>;
type Counts = Omit<SystemState, 'cacheBytes' | 'findings' | 'database'> & {
  readonly bytes: number;
};

/** How an installation does, for those who look after it. */
export class SystemService {
  readonly #means: SystemMeans;

  constructor(means: SystemMeans) {
    this.#means = means;
  }

  /** Cost: the checks of `alaas doctor`, and a look at each file of the cache. */
  async look(): Promise<SystemState> {
    const { database, home } = this.#means;
    const { bytes, ...counts } = await this.#counts();
    const findings = [];
    for await (const { remedy = null, ...finding } of examine(this.#means)) {
      findings.push({ ...finding, remedy });
    }
    const cacheBytes = await bytesBelow(join(home, 'cache'));
    return { ...counts, database: { kind: database.place.kind, bytes }, cacheBytes, findings };
  }

  async #counts(): Promise<Counts> {
    try {
      const { rows } = await sql<{ counts: Counts }>`
        select json_build_object(
          'bytes', pg_database_size(current_database()),
          'workers', (
            select count(*) from pg_locks
            where locktype = 'advisory' and classid = ${LOCK_CLASS}::oid and granted),
          'projects', (
            select json_build_object(
              'all', count(*),
              'computing', count(*) filter (where work in ('read-pool', 'choose', 'train')
                and problem is null and status in ('created', 'poc', 'running')),
              'labelling', count(*) filter (where work = 'wait-for-labels'
                and problem is null and status in ('poc', 'running')),
              'deciding', count(*) filter (where work = 'wait-for-decision' and problem is null),
              'halted', count(*) filter (where problem is not null))
            from alaas.live_projects where status <> 'archived'),
          'jobs', (
            select json_build_object(
              'queued', count(*) filter (where status = 'queued'),
              'running', count(*) filter (where status = 'running'),
              'failed', count(*) filter (where status = 'failed'))
            from alaas.jobs),
          'deliveries', (
            select json_build_object(
              'waiting', count(*) filter (where status = 'waiting'),
              'failed', count(*) filter (where status = 'failed'))
            from alaas.webhook_deliveries)) as counts`.execute(this.#means.database.sql);
      return rows[0]!.counts;
    } catch (error) {
      throw databaseError(error);
    }
  }
}

/** Files that go while they are looked at count as nothing. */
async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
