import { sql } from 'kysely';
import { AlaasError } from '@alaas/contracts';
import { matrix, type Matrix } from '@alaas/core';

import type { Sql } from './live-project.js';

/** Which matrix of a project. */
type Part = 'pool' | 'test';

/** Bytes of one block of vectors: bounds what one statement and one row take. */
const BLOCK_BYTES = 4 * 2 ** 20;
/** Bounds what one statement takes, also where the items are texts. */
const ITEMS_PER_INSERT = 5_000;

/** Items of a pool in a row, and where their content lies. */
export interface ItemRows {
  /** Position of the first one. */
  readonly first: number;
  readonly items: readonly string[];
  /** As `storedLocations` gives them; null for items without content. */
  readonly locations: readonly (string | null)[];
}

/** Stores the items of a pool; the position of each is its place in the list, from `first` on. */
export async function addItems(
  db: Sql,
  project: string,
  { first, items, locations }: ItemRows,
): Promise<void> {
  for (let start = 0; start < items.length; start += ITEMS_PER_INSERT) {
    const end = start + ITEMS_PER_INSERT;
    await sql`
      insert into alaas.live_items (project, position, item, location)
      select ${project}::bigint, ${first + start}::integer + n - 1, item, location
      from unnest(
        ${items.slice(start, end)}::text[], ${locations.slice(start, end)}::text[]
      ) with ordinality as pool (item, location, n)`.execute(db);
  }
}

/** Stores rows of vectors, from row `first` on. */
export async function addVectors(
  db: Sql,
  { project, part, first }: { project: string; part: Part; first: number },
  { rows, cols, data }: Matrix,
): Promise<void> {
  const rowsPerBlock = Math.max(1, Math.floor(BLOCK_BYTES / (4 * cols)));
  for (let start = 0; start < rows; start += rowsPerBlock) {
    const values = data.subarray(start * cols, Math.min(rows, start + rowsPerBlock) * cols);
    const float32 = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    await db
      .insertInto('live_embeddings')
      .values({ project, part, first_row: first + start, float32 })
      .execute();
  }
}

/** The first vectors of a pool, as many as there are in its first block at most. */
export async function firstVectors(
  db: Sql,
  { project, columns, count }: { project: string; columns: number; count: number },
): Promise<Matrix> {
  const { float32 } = await db
    .selectFrom('live_embeddings')
    .select('float32')
    .where('project', '=', project)
    .where('part', '=', 'pool')
    .where('first_row', '=', 0)
    .executeTakeFirstOrThrow();
  const numbers = Math.min(count * columns, float32.length / 4);
  const data = new Float32Array(numbers);
  new Uint8Array(data.buffer).set(float32.subarray(0, numbers * 4));
  return matrix(numbers / columns, columns, data);
}

/**
 * The float32 vectors at some positions of a pool, in the order of the positions; only these are
 * read from the database.
 */
export async function vectorsAt(
  db: Sql,
  {
    project,
    columns,
    positions,
  }: { project: string; columns: number; positions: readonly number[] },
): Promise<Buffer> {
  const bytes = 4 * columns;
  const { rows } = await sql<{ vector: Buffer }>`
    select substring(
      block.float32 from (wanted.position - block.first_row) * ${bytes}::integer + 1
      for ${bytes}::integer) as vector
    from unnest(${[...positions]}::integer[]) with ordinality as wanted (position, place)
    join lateral (
      select first_row, float32 from alaas.live_embeddings
      where project = ${project}::bigint and part = 'pool' and first_row <= wanted.position
      order by first_row desc limit 1
    ) as block on true
    order by wanted.place`.execute(db);
  return Buffer.concat(rows.map(({ vector }) => vector));
}

/** Reads vectors back; one block at a time, so that they are in memory once. */
export async function readVectors(
  db: Sql,
  { project, part, columns }: { project: string; part: Part; columns: number },
): Promise<Matrix | undefined> {
  const blocks = await db
    .selectFrom('live_embeddings')
    .select(['first_row', sql<number>`length(float32)`.as('bytes')])
    .where('project', '=', project)
    .where('part', '=', part)
    .orderBy('first_row')
    .execute();
  if (blocks.length === 0) return undefined;
  const bytes = blocks.reduce((sum, block) => sum + block.bytes, 0);
  const all = new Float32Array(bytes / 4);
  let place = 0;
  for (const { first_row } of blocks) {
    const { float32 } = await db
      .selectFrom('live_embeddings')
      .select('float32')
      .where('project', '=', project)
      .where('part', '=', part)
      .where('first_row', '=', first_row)
      .executeTakeFirstOrThrow();
    if (place !== first_row * columns) throw gap(project, part);
    new Uint8Array(all.buffer).set(float32, place * 4);
    place += float32.length / 4;
  }
  return matrix(all.length / columns, columns, all);
}

function gap(project: string, part: Part): AlaasError {
  return new AlaasError(
    'INTERNAL_ERROR',
    `The vectors of project ${project} (${part}) have a gap.`,
  );
}
