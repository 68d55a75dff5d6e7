import { sql } from 'kysely';
import type { Problem, Project, ProjectSummary } from '@alaas/contracts';
import { spentLabels, type AgentState } from '@alaas/core';

import { labellingOf, type ProjectRow, type Sql } from './live-project.js';
import { shardFigures } from './shards/shard-store.js';

/** A project as people see it in a list. */
export function describeSummary({ id, name, status, created_at }: ProjectRow): ProjectSummary {
  return { id, name, status, createdAt: created_at.toISOString() };
}

/** A project as people see it. */
export async function describeProject(db: Sql, row: ProjectRow): Promise<Project> {
  const project = row.sequence;
  const pool = await db
    .selectFrom('live_pools')
    .innerJoin('live_agents', 'live_agents.project', 'live_pools.project')
    .select(['classes', 'quarantined', 'state'])
    .where('live_pools.project', '=', project)
    .executeTakeFirst();
  const config = JSON.parse(row.config) as Project['config'] & {
    classes?: string[];
    budget: number;
  };
  const state = pool && (JSON.parse(pool.state) as AgentState);
  const figures = await figuresOf(db, project);
  return {
    ...describeSummary(row),
    version: row.version,
    config,
    labelling: labellingOf(row),
    classes: pool ? (JSON.parse(pool.classes) as string[]) : (config.classes ?? []),
    pool: pool
      ? {
          items: figures.items,
          quarantined: (JSON.parse(pool.quarantined) as unknown[]).length,
        }
      : null,
    encoding: pool ? null : await encodingOf(db, project),
    work: row.work,
    labels: {
      budget: state?.settings.budgetLabels ?? config.budget,
      paid: state === undefined ? 0 : spentLabels(state),
      given: figures.given,
    },
    batch: await batchOf(db, project),
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem),
  };
}

/** Answers on record, and items of the batch that wait for some. */
export async function labelFigures(
  db: Sql,
  project: string,
): Promise<{ readonly given: number; readonly open: number }> {
  const { given } = await figuresOf(db, project);
  return { given, open: (await batchOf(db, project))?.open ?? 0 };
}

async function encodingOf(db: Sql, project: string): Promise<Project['encoding']> {
  const figures = await shardFigures(db, project);
  return figures ? { done: figures.done, total: figures.total } : null;
}

async function figuresOf(db: Sql, project: string): Promise<{ items: number; given: number }> {
  const { rows } = await sql<{ items: number; given: number }>`
    select
      (select count(*)::integer from alaas.live_items where project = ${project}::bigint) as items,
      (select count(*)::integer from alaas.live_ledger
        where project = ${project}::bigint and kind <> 'undo') as given`.execute(db);
  return rows[0]!;
}

async function batchOf(db: Sql, project: string): Promise<Project['batch']> {
  const { rows } = await sql<NonNullable<Project['batch']>>`
    select batch.number, batch.strategy, cardinality(batch.positions) as items,
      (select count(*)::integer from alaas.live_tasks as task
        where task.project = batch.project and task.batch = batch.number
          and task.state = 'open') as open
    from alaas.live_batches as batch
    where batch.project = ${project}::bigint and batch.closed_at is null
    order by batch.number desc limit 1`.execute(db);
  return rows[0] ?? null;
}
