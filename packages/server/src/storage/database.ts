import { realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { throwIfCancelled } from '@alaas/core';
import { databaseError } from './database-error.js';
import { startEmbedded } from './embedded/start-embedded.js';
import { SCHEMA, migrate } from './migrate.js';
import type { Tables } from './tables.js';

/** An open database with its tables up to date. */
export interface Database {
  readonly sql: Kysely<Tables>;
  readonly place: DatabasePlace;
  /** How to reach it now, for those that need a connection of their own. */
  readonly connection: () => pg.ClientConfig;
  /** Connections of their own for those that need several; they follow the server when it moves. */
  readonly connections: (options: pg.PoolConfig) => pg.Pool;
  /** Closes the connections; the built-in server stops when no other process uses it. */
  close(): Promise<void>;
}

/** Where the data lies. */
export type DatabasePlace =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'external'; readonly host: string; readonly database: string };

/** How to open the database. */
export interface DatabaseOptions {
  /** The data folder (`.alaas`); the built-in server keeps its data there, or points to it. */
  readonly home: string;
  /** URL of an external PostgreSQL 14 or newer, instead of the built-in one. */
  readonly databaseUrl?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Server {
  readonly connection: () => pg.ClientConfig;
  readonly place: DatabasePlace;
  close(): Promise<void>;
}

/** Connections of one process; the built-in server admits 40 in all. */
const POOL_SIZE = 5;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens the external database of `databaseUrl`, else the built-in one of the data folder, and
 * brings its tables up to date. Processes may do this at the same time.
 *
 * @throws AlaasError `DATABASE_EMBEDDED_UNAVAILABLE`, `DATABASE_START_FAILED`,
 *   `DATABASE_DATA_MISSING`, `DATABASE_UNREACHABLE`, `DATABASE_NEWER`, `DATABASE_MIGRATION_FAILED`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const server = await reachServer(options);
  const connections = connectionsTo(server);
  const pool = connections({
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'alaas',
  });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const close = async (): Promise<void> => {
    await kysely.destroy();
    await server.close();
  };
  try {
    await migrate(kysely);
    throwIfCancelled(options.signal);
    const { connection, place } = server;
    const sql = kysely.withSchema(SCHEMA);
    return { sql, place, connection, connections, close: once(close) };
  } catch (error) {
    await close();
    throw databaseError(error);
  }
}

async function reachServer({ home, databaseUrl, signal }: DatabaseOptions): Promise<Server> {
  if (databaseUrl !== undefined && databaseUrl !== '') return externalServer(databaseUrl);
  await mkdir(home, { recursive: true });
  const embedded = await startEmbedded(realpathSync(home), signal);
  return {
    connection: () => embedded.connection(),
    place: { kind: 'embedded', directory: embedded.directory },
    close: () => embedded.close(),
  };
}

function externalServer(databaseUrl: string): Server {
  const { host, database } = new pg.Client({ connectionString: databaseUrl });
  return {
    connection: () => ({ connectionString: databaseUrl }),
    place: { kind: 'external', host, database: database ?? '' },
    close: async () => undefined,
  };
}

function connectionsTo(server: Server): Database['connections'] {
  return (options) => {
    class Client extends pg.Client {
      constructor(config?: pg.ClientConfig) {
        super({ ...config, ...server.connection() });
      }
    }
    const pool = new pg.Pool({ ...options, Client });
    // A connection that breaks is replaced, and a statement under way on it is rejected. Without
    // listeners, both events of the connection would end the process.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  };
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}
