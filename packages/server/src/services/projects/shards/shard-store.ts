import { sql } from 'kysely';
import { matrix, type Matrix } from '@alaas/core';
import { foreseeMemory, type QuarantinedItem } from '@alaas/pipeline';

import type { PartItem } from '../../run/data/embedded-part.js';
import type { Sql } from '../live-project.js';

/** Which of the two parts of a project. */
export type ShardPart = 'pool' | 'test';

/** Which shard of a project. */
export interface ShardName {
  readonly part: ShardPart;
  /** Place of its first item among all that the source lists. */
  readonly first: number;
}

/** What became of the items of a shard, as the database keeps it beside their vectors. */
export interface ShardOutcome {
  /** Usable ones; row i of the vectors belongs to item i. */
  readonly items: readonly PartItem[];
  readonly quarantined: readonly QuarantinedItem[];
}

/** How far the shards of a project are; all are numbers of items but `open`. */
export interface ShardFigures {
  readonly total: number;
  readonly done: number;
  readonly refused: number;
  /** Shards that are not encoded yet. */
  readonly open: number;
}

/** Where shards belong, and how many items each has. */
interface ShardCut {
  readonly project: string;
  readonly part: ShardPart;
  /** Of all shards of one listing of the source. */
  readonly plan: string;
  readonly size: number;
}

/** Cuts a list of names into shards. */
export async function addShards(
  db: Sql,
  { size, ...cut }: ShardCut,
  names: readonly string[],
): Promise<void> {
  for (let first = 0; first < names.length; first += size) {
    const items = names.slice(first, first + size);
    await db
      .insertInto('live_shards')
      .values({ ...cut, first_item: first, items })
      .execute();
  }
}

/** Undefined for a project that has none. */
export async function shardFigures(db: Sql, project: string): Promise<ShardFigures | undefined> {
  const { rows } = await sql<ShardFigures>`
    select sum(cardinality(items))::integer as total,
      coalesce(sum(cardinality(items)) filter (where outcome is not null), 0)::integer as done,
      coalesce(sum(refused), 0)::integer as refused,
      (count(*) filter (where outcome is null))::integer as open
    from alaas.live_shards where project = ${project}::bigint
    having count(*) > 0`.execute(db);
  return rows[0];
}

/** Shards that are not encoded yet, in the order of the source. */
export async function openShards(db: Sql, project: string): Promise<ShardName[]> {
  return db
    .selectFrom('live_shards')
    .select(['part', 'first_item as first'])
    .where('project', '=', project)
    .where('outcome', 'is', null)
    .orderBy('part')
    .orderBy('first_item')
    .execute();
}

/** The items of a shard; undefined for one that is encoded, or not there any more. */
export async function openShard(
  db: Sql,
  project: string,
  { part, first }: ShardName,
): Promise<{ readonly plan: string; readonly items: readonly string[] } | undefined> {
  return db
    .selectFrom('live_shards')
    .select(['plan', 'items'])
    .where('project', '=', project)
    .where('part', '=', part)
    .where('first_item', '=', first)
    .where('outcome', 'is', null)
    .executeTakeFirst();
}

/** Keeps what came of a shard; one that another worker was quicker with stays as it is. */
export async function keepShard(
  db: Sql,
  { project, part, first }: ShardName & { readonly project: string },
  { embeddings, items, quarantined }: ShardOutcome & { readonly embeddings: Matrix },
): Promise<void> {
  const { cols, data } = embeddings;
  const outcome: ShardOutcome = { items, quarantined };
  await db
    .updateTable('live_shards')
    .set({
      outcome: JSON.stringify(outcome),
      refused: quarantined.length,
      columns: cols,
      float32: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    })
    .where('project', '=', project)
    .where('part', '=', part)
    .where('first_item', '=', first)
    .where('outcome', 'is', null)
    .execute();
}

/** What shards give together. */
interface ShardSum extends ShardOutcome {
  readonly embeddings: Matrix;
  /** Items of all shards of the part, encoded or not. */
  readonly total: number;
}

/**
 * The encoded shards of a part put together, in the order of the source; their vectors are in memory
 * once.
 *
 * @throws CodedError `MEMORY_TOO_SMALL`.
 */
export async function readShards(db: Sql, project: string, part: ShardPart): Promise<ShardSum> {
  const all = await db
    .selectFrom('live_shards')
    .select(['first_item', 'columns', 'outcome', sql<number>`cardinality(items)`.as('size')])
    .where('project', '=', project)
    .where('part', '=', part)
    .orderBy('first_item')
    .execute();
  const shards = all.filter(({ outcome }) => outcome !== null);
  const outcomes = shards.map(({ outcome }) => JSON.parse(outcome!) as ShardOutcome);
  const items = outcomes.flatMap((one) => one.items);
  const columns = shards[0]?.columns ?? 0;
  foreseeMemory({ bytes: 4 * items.length * columns, items: items.length, field: 'data' });
  const data = new Float32Array(items.length * columns);
  let place = 0;
  for (const { first_item } of shards) {
    const { float32 } = await db
      .selectFrom('live_shards')
      .select('float32')
      .where('project', '=', project)
      .where('part', '=', part)
      .where('first_item', '=', first_item)
      .executeTakeFirstOrThrow();
    new Uint8Array(data.buffer).set(float32!, place);
    place += float32!.length;
  }
  return {
    items,
    quarantined: outcomes.flatMap((one) => one.quarantined),
    embeddings: matrix(items.length, columns, data),
    total: all.reduce((sum, { size }) => sum + size, 0),
  };
}

export async function removeShards(db: Sql, project: string): Promise<void> {
  await db.deleteFrom('live_shards').where('project', '=', project).execute();
}

/** Whether so much of a project cannot be used that its other shards need not be waited for. */
export function refusesTooMuch({ refused, total }: ShardFigures, maxShare: number): boolean {
  return refused > maxShare * total;
}
