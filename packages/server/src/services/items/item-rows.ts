import { sql, type RawBuilder } from 'kysely';
import type { Item, ItemFilter } from '@alaas/contracts';

import type { ProjectRow, Sql } from '../projects/live-project.js';
import { contentUrlOf, itemKindOf } from './item-kind.js';

/** Whose items are read, and the names of the classes. */
export interface ItemsOf {
  readonly row: ProjectRow;
  /** In class order; empty while the pool is being read. */
  readonly classes: readonly string[];
}

interface ItemRow extends Omit<Item, 'kind' | 'contentUrl' | 'prediction'> {
  readonly guess: number | null;
  readonly confidence: number | null;
  /** The model of the prediction. */
  readonly version: number | null;
}

/** Looks up what is needed to read items. */
export async function itemsOf(db: Sql, row: ProjectRow): Promise<ItemsOf> {
  const pool = await db
    .selectFrom('live_pools')
    .select('classes')
    .where('project', '=', row.sequence)
    .executeTakeFirst();
  return { row, classes: pool === undefined ? [] : (JSON.parse(pool.classes) as string[]) };
}

/** Items with their tasks and predictions, as `pool`, `task` and `guess`. */
export function itemTables({ row }: ItemsOf): RawBuilder<unknown> {
  return sql`
    alaas.live_items as pool
    left join alaas.live_tasks as task using (project, position)
    left join (
      select (n - 1)::integer as position, class, confidence, version
      from alaas.live_predictions,
        unnest(classes, confidences) with ordinality as one (class, confidence, n)
      where project = ${row.sequence}::bigint
    ) as guess on guess.position = pool.position`;
}

/** What is read of an item. */
const ITEM_COLUMNS = sql`
  pool.position, pool.item as name, coalesce(task.state, 'waiting') as state, task.label,
  task.batch, task.strategy, coalesce(task.opinions, 0) as opinions,
  coalesce(task.taken - task.opinions, 0) as assigned, guess.class as guess, guess.confidence,
  guess.version,
  (
    select coalesce(json_agg(said order by said.annotator), '[]')
    from (
      select distinct on (entry.annotator) entry.annotator, entry.kind, entry.label
      from alaas.live_ledger as entry
      where entry.project = pool.project and entry.position = pool.position
        and entry.kind <> 'flag'
      order by entry.annotator, entry.sequence desc
    ) as said where said.kind <> 'undo'
  ) as answers`;

/** The items that fit. */
export function itemCondition(
  { row, classes }: ItemsOf,
  filter: Partial<ItemFilter>,
): RawBuilder<unknown> {
  const { state, label, prediction, minConfidence, maxConfidence, strategy } = filter;
  const { annotator, concern, search } = filter;
  const entries = sql`alaas.live_ledger as entry
    where entry.project = pool.project and entry.position = pool.position`;
  // A number too small for a `real` would be refused: it is rounded here, as those of the pool were.
  const all: readonly (RawBuilder<unknown> | undefined)[] = [
    sql`pool.project = ${row.sequence}::bigint`,
    state && sql`coalesce(task.state, 'waiting') = ${state}`,
    label === undefined ? undefined : sql`task.label = ${label}`,
    prediction === undefined ? undefined : sql`guess.class = ${classes.indexOf(prediction)}`,
    minConfidence === undefined
      ? undefined
      : sql`guess.confidence >= ${Math.fround(minConfidence)}::real`,
    maxConfidence === undefined
      ? undefined
      : sql`guess.confidence <= ${Math.fround(maxConfidence)}::real`,
    strategy === undefined ? undefined : sql`task.strategy = ${strategy}`,
    annotator === undefined
      ? undefined
      : sql`exists (select from ${entries} and entry.annotator = ${annotator})`,
    concern && concerned(concern, { entries, classes }),
    search ? sql`strpos(lower(pool.item), lower(${search})) > 0` : undefined,
  ];
  return sql.join(
    all.filter((one) => one !== undefined),
    sql` and `,
  );
}

function concerned(
  concern: NonNullable<ItemFilter['concern']>,
  { entries, classes }: { entries: RawBuilder<unknown>; classes: readonly string[] },
): RawBuilder<unknown> {
  switch (concern) {
    case 'flagged':
      return sql`exists (select from ${entries} and entry.kind = 'flag')`;
    case 'model-disagrees':
      return sql`task.label <> (${[...classes]}::text[])[guess.class + 1]`;
    case 'people-disagree':
      return sql`task.opinions > 1 and (
        select count(distinct said.label) > 1
        from (
          select distinct on (entry.annotator) entry.kind, entry.label
          from ${entries} and entry.kind <> 'flag'
          order by entry.annotator, entry.sequence desc
        ) as said where said.kind = 'label')`;
  }
}

/** Reads items; `rest` says which, and in what order. */
export async function readItems(
  db: Sql,
  of: ItemsOf,
  rest: RawBuilder<unknown>,
): Promise<readonly Item[]> {
  const { rows } = await sql<ItemRow>`
    select ${ITEM_COLUMNS} from ${itemTables(of)} ${rest}`.execute(db);
  const kind = itemKindOf(of.row);
  return rows.map(({ guess, confidence, version, ...item }) => ({
    ...item,
    kind,
    contentUrl: contentUrlOf(of.row.id, { ...item, kind }),
    prediction:
      guess === null || confidence === null || version === null
        ? null
        : { label: of.classes[guess]!, confidence, version },
  }));
}
