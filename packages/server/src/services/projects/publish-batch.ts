import { sql } from 'kysely';
import type { AgentAction, AgentState, Buyer } from '@alaas/core';

import type { Sql } from './live-project.js';

/** Strategy of the items that are measured on. */
export const HOLDOUT = 'holdout';
/** Strategy of the first batch of all arms. */
export const COLD_START = 'max-herding';

/** What a batch is made from. */
export interface BatchTask {
  readonly project: string;
  readonly state: AgentState;
  readonly pending: Extract<AgentAction, { kind: 'label' }>;
  /** People who label each item. */
  readonly overlap: number;
}

/** A batch that is on record. */
export interface PublishedBatch {
  readonly project: string;
  readonly number: number;
  readonly strategy: string;
  readonly rung: number;
  readonly positions: number[];
}

/**
 * Puts the items of which the agent waits for labels up for labelling, but those that are up already:
 * `adoptItems` makes them a part of the batch. Nobody who labels waits for this.
 */
export async function publishBatch(
  db: Sql,
  { project, state, pending, overlap }: BatchTask,
): Promise<PublishedBatch> {
  const { rung, observed } = state;
  const strategy = strategyOf(pending.buyer);
  const { number } = await db
    .selectFrom('live_batches')
    .select(sql<number>`coalesce(max(number) + 1, 0)`.as('number'))
    .where('project', '=', project)
    .executeTakeFirstOrThrow();
  const positions = [...pending.rows];
  await db
    .insertInto('live_batches')
    .values({ project, number, strategy, rung, observed, positions })
    .execute();
  await sql`
    insert into alaas.live_tasks
      (project, position, batch, place, strategy, rung, state, wanted)
    select ${project}::bigint, position, ${number}::integer, place, ${strategy}, ${rung}::integer,
      'open', ${overlap}::integer
    from unnest(${positions}::integer[]) with ordinality as chosen (position, place)
    on conflict (project, position) do nothing`.execute(db);
  // What nobody has begun on is outdated by the new batch.
  await sql`
    delete from alaas.live_tasks as task
    where project = ${project}::bigint and batch is null and state = 'open' and taken = 0
      and position <> all(${positions}::integer[])
      and not exists (
        select from alaas.live_ledger as entry
        where entry.project = task.project and entry.position = task.position)
      and not exists (
        select from alaas.live_assignments as given
        where given.project = task.project and given.position = task.position)`.execute(db);
  return { project, number, strategy, rung, positions };
}

/**
 * Makes items that were up for labelling before a part of a batch; those that have their label already
 * stay as they are. Whoever labels one of them waits until the transaction ends, and everybody whose
 * label came at the same time with them: let it be the last that the transaction does.
 */
export async function adoptItems(
  db: Sql,
  { project, number, strategy, rung, positions }: PublishedBatch,
): Promise<void> {
  // In the order in which those who label lock items: else they would wait for each other.
  await sql`
    with adopted as (
      select position from alaas.live_tasks
      where project = ${project}::bigint and position = any(${positions}::integer[])
        and state = 'open' and batch is distinct from ${number}::integer
      order by position for update
    )
    update alaas.live_tasks as task
    set batch = ${number}::integer, place = chosen.place, strategy = ${strategy},
      rung = ${rung}::integer
    from adopted
    join unnest(${positions}::integer[]) with ordinality as chosen (position, place)
      using (position)
    where task.project = ${project}::bigint and task.position = adopted.position`.execute(db);
}

/** Puts items up that are handed out only where nothing of a batch is left. */
export async function publishAhead(
  db: Sql,
  project: string,
  ahead: { positions: readonly number[]; strategy: string; rung: number; overlap: number },
): Promise<void> {
  await sql`
    insert into alaas.live_tasks
      (project, position, batch, place, strategy, rung, state, wanted)
    select ${project}::bigint, position, null, place, ${ahead.strategy}, ${ahead.rung}::integer,
      'open', ${ahead.overlap}::integer
    from unnest(${[...ahead.positions]}::integer[]) with ordinality as chosen (position, place)
    on conflict (project, position) do nothing`.execute(db);
}

function strategyOf(buyer: Buyer): string {
  switch (buyer.kind) {
    case 'holdout':
      return HOLDOUT;
    case 'cold-start':
      return COLD_START;
    case 'arm':
      return buyer.arm;
  }
}
