import { sql, type Kysely } from 'kysely';
import { AlaasError, type DeliveredModel } from '@alaas/contracts';
import type { Database } from './database.js';
import { databaseError, violatedConstraint } from './database-error.js';
import type {
  LabelEntry,
  ProjectStore,
  RunEntry,
  SelectionEntry,
  StoredRun,
} from './project-store.js';
import { appendRunEvents } from './run-events.js';
import { sequenceOf, type RunKey } from './run-sequence.js';
import type { Tables } from './tables.js';

/** Rows per statement: bounds the memory that one statement takes. */
const ROWS_PER_INSERT = 10_000;

/**
 * The store of one project in an open database; `close` leaves the database open.
 *
 * Every method throws AlaasError `DATABASE_UNREACHABLE` or `DATABASE_REFUSED`, and `STORE_…` codes
 * for a run, item or round that does not fit.
 */
export function openProjectStore(database: Database, projectId: string): ProjectStore {
  const db = database.sql;
  const call =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await work(...args);
      } catch (error) {
        throw databaseError(error);
      }
    };
  return {
    latestRun: call(() => latestRun(db, projectId)),
    createRun: call((run, items, given = []) =>
      db.transaction().execute(async (trx) => {
        await createRun(trx, { projectId, run, items });
        await appendLabels(trx, { projectId, runId: run.runId }, given);
      }),
    ),
    setStatus: call((runId, status, workSeconds = 0) =>
      db
        .transaction()
        .execute((trx) => setStatus(trx, { projectId, runId }, { status, workSeconds })),
    ),
    keepDelivered: call((runId, delivered) => keepDelivered(db, { projectId, runId }, delivered)),
    items: call((runId) => items(db, { projectId, runId })),
    appendSelection: call((runId, selection) =>
      appendSelection(db, { projectId, runId }, selection),
    ),
    selections: call((runId) => selections(db, { projectId, runId })),
    appendLabels: call((runId, labels) =>
      db.transaction().execute((trx) => appendLabels(trx, { projectId, runId }, labels)),
    ),
    labels: call((runId) => labels(db, { projectId, runId })),
    close: async () => undefined,
  };
}

async function latestRun(db: Kysely<Tables>, projectId: string): Promise<StoredRun | undefined> {
  return db
    .selectFrom('runs')
    .select([
      'run_id as runId',
      'status',
      'config_digest as configDigest',
      'work_seconds as workSeconds',
    ])
    .where('project_id', '=', projectId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function createRun(
  db: Kysely<Tables>,
  { projectId, run, items }: { projectId: string; run: RunEntry; items: readonly string[] },
): Promise<void> {
  await db
    .insertInto('projects')
    .values({ project_id: projectId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const sequence = await insertRun(db, projectId, run);
  await appendRunEvents(db, sequence, [{ kind: 'status', status: run.status }]);
  for (let start = 0; start < items.length; start += ROWS_PER_INSERT) {
    const block = items.slice(start, start + ROWS_PER_INSERT);
    await insertItems(db, { sequence, start, block }).catch((error: unknown) => {
      throw violatedConstraint(error) === 'items_item' ? itemRepeated(items, error) : error;
    });
  }
}

async function insertRun(db: Kysely<Tables>, projectId: string, run: RunEntry): Promise<string> {
  try {
    const { sequence } = await db
      .insertInto('runs')
      .values({
        project_id: projectId,
        run_id: run.runId,
        status: run.status,
        config_digest: run.configDigest,
      })
      .returning('sequence')
      .executeTakeFirstOrThrow();
    return sequence;
  } catch (cause) {
    if (violatedConstraint(cause) !== 'runs_run_id') throw cause;
    throw new AlaasError('STORE_RUN_EXISTS', `The run ${run.runId} exists already.`, {
      field: 'runId',
      value: run.runId,
      cause,
    });
  }
}

async function insertItems(
  db: Kysely<Tables>,
  { sequence, start, block }: { sequence: string; start: number; block: readonly string[] },
): Promise<void> {
  await sql`
    insert into ${sql.table('alaas.items')} (run_sequence, position, item)
    select ${sequence}::bigint, ${start}::integer + n - 1, item
    from unnest(${block}::text[]) with ordinality as pool (item, n)`.execute(db);
}

function itemRepeated(items: readonly string[], cause: unknown): AlaasError {
  const seen = new Set<string>();
  const repeated = items.find((item) => seen.size === seen.add(item).size);
  return new AlaasError('STORE_ITEM_REPEATED', `The item ${repeated} is listed twice.`, {
    field: 'items',
    value: repeated,
    cause,
  });
}

async function setStatus(
  db: Kysely<Tables>,
  key: RunKey,
  { status, workSeconds }: { status: RunEntry['status']; workSeconds: number },
): Promise<void> {
  const sequence = await sequenceOf(db, key);
  const { status: before } = await db
    .selectFrom('runs')
    .select('status')
    .where('sequence', '=', sequence)
    .executeTakeFirstOrThrow();
  await db
    .updateTable('runs')
    .set((row) => ({ status, work_seconds: row('work_seconds', '+', workSeconds) }))
    .where('sequence', '=', sequence)
    .execute();
  if (before !== status) await appendRunEvents(db, sequence, [{ kind: 'status', status }]);
}

async function keepDelivered(
  db: Kysely<Tables>,
  key: RunKey,
  delivered: DeliveredModel,
): Promise<void> {
  await db
    .updateTable('runs')
    .set({ delivered: JSON.stringify(delivered) })
    .where('sequence', '=', await sequenceOf(db, key))
    .execute();
}

async function items(db: Kysely<Tables>, key: RunKey): Promise<string[]> {
  const rows = await db
    .selectFrom('items')
    .select('item')
    .where('run_sequence', '=', await sequenceOf(db, key))
    .orderBy('position')
    .execute();
  return rows.map(({ item }) => item);
}

async function appendSelection(
  db: Kysely<Tables>,
  key: RunKey,
  { round, strategy, items }: SelectionEntry,
): Promise<void> {
  const sequence = await sequenceOf(db, key);
  try {
    await db
      .insertInto('selections')
      .values({ run_sequence: sequence, round, strategy, items: JSON.stringify(items) })
      .execute();
  } catch (cause) {
    if (violatedConstraint(cause) !== 'selections_round') throw cause;
    throw new AlaasError('STORE_ROUND_TAKEN', `The batch of round ${round} was stored before.`, {
      field: 'round',
      value: round,
      cause,
    });
  }
}

async function selections(db: Kysely<Tables>, key: RunKey): Promise<SelectionEntry[]> {
  return db
    .selectFrom('selections')
    .select(['round', 'strategy', 'items'])
    .where('run_sequence', '=', await sequenceOf(db, key))
    .orderBy('round')
    .execute();
}

async function appendLabels(
  db: Kysely<Tables>,
  key: RunKey,
  entries: readonly LabelEntry[],
): Promise<void> {
  const sequence = await sequenceOf(db, key);
  for (let start = 0; start < entries.length; start += ROWS_PER_INSERT) {
    await insertLabels(db, sequence, entries.slice(start, start + ROWS_PER_INSERT));
  }
}

async function insertLabels(
  db: Kysely<Tables>,
  sequence: string,
  entries: readonly LabelEntry[],
): Promise<void> {
  const items = entries.map(({ item }) => item);
  const { rows } = await sql<{ position: number | null; item: string }>`
    select items.position, given.item
    from unnest(${items}::text[]) with ordinality as given (item, n)
    left join ${sql.table('alaas.items')} as items
      on items.run_sequence = ${sequence}::bigint and md5(items.item) = md5(given.item)
    order by given.n`.execute(db);
  const unknown = rows.find(({ position }) => position === null);
  if (unknown !== undefined) throw itemUnknown(unknown.item);
  await sql`
    insert into ${sql.table('alaas.labels')} (run_sequence, position, label, annotator, round)
    select ${sequence}::bigint, position, label, annotator, round
    from unnest(
      ${rows.map(({ position }) => position)}::integer[],
      ${entries.map(({ label }) => label)}::text[],
      ${entries.map(({ annotator }) => annotator)}::text[],
      ${entries.map(({ round }) => round)}::integer[]
    ) with ordinality as given (position, label, annotator, round, n)
    order by n`.execute(db);
}

function itemUnknown(item: string): AlaasError {
  return new AlaasError('STORE_ITEM_UNKNOWN', `The item ${item} is not part of the run.`, {
    field: 'item',
    value: item,
  });
}

async function labels(db: Kysely<Tables>, key: RunKey): Promise<LabelEntry[]> {
  return db
    .selectFrom('labels')
    .innerJoin('items', (join) =>
      join
        .onRef('items.run_sequence', '=', 'labels.run_sequence')
        .onRef('items.position', '=', 'labels.position'),
    )
    .select(['items.item', 'labels.label', 'labels.annotator', 'labels.round'])
    .where('labels.run_sequence', '=', await sequenceOf(db, key))
    .orderBy('labels.sequence')
    .execute();
}
