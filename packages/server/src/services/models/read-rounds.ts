import { sql } from 'kysely';
import type { ProjectRound, RoundPage } from '@alaas/contracts';

import { decodeCursor, encodeCursor } from '../page-cursor.js';
import type { ConfusionCell } from '../projects/confusion-cells.js';
import { projectRow, type Sql } from '../projects/live-project.js';
import { evaluationOfCells } from './evaluation-of-cells.js';

/** Which page of the rounds of which project. */
export interface RoundQuery {
  readonly project: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface RoundRow {
  readonly number: number;
  readonly strategy: string;
  readonly rung: number;
  readonly asked: number;
  readonly labelled: number;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  /** Null before a model was trained. */
  readonly version: number | null;
  readonly arm: string;
  readonly labels: number;
  /** JSON of `ConfusionCell`s. */
  readonly confusion: string | null;
  /** JSON of the names of the classes. */
  readonly classes: string;
}

/**
 * The rounds of a project, oldest first. In a race several rounds may share one training.
 *
 * @throws AlaasError `PROJECT_UNKNOWN`, `HTTP_REQUEST_INVALID` for the cursor.
 */
export async function readRounds(
  db: Sql,
  { project: id, limit, cursor }: RoundQuery,
): Promise<RoundPage> {
  const { sequence } = await projectRow(db, id);
  const after = cursor === undefined ? '-1' : decodeCursor(cursor);
  // Items that had their label before their batch was opened are counted in it too.
  const { rows } = await sql<RoundRow>`
    select batch.number, batch.strategy, batch.rung, cardinality(batch.positions) as asked,
      (
        select count(*)::integer from alaas.live_tasks as task
        where task.project = batch.project and task.position = any(batch.positions)
          and task.state = 'labelled'
      ) as labelled,
      batch.created_at as opened_at, batch.closed_at, model.version, model.arm, model.labels,
      model.confusion, pool.classes
    from alaas.live_batches as batch
    join alaas.live_pools as pool using (project)
    left join lateral (
      select version, arm, labels, confusion from alaas.live_models
      where project = batch.project and batch.closed_at is not null and observed = (
        select min(observed) from alaas.live_models
        where project = batch.project and observed > batch.observed
      )
      order by (arm = batch.strategy) desc, version desc limit 1
    ) as model on true
    where batch.project = ${sequence}::bigint and batch.number > ${after}::bigint
    order by batch.number limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rounds: page.map(describeRound),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(`${last.number}`) : null,
  };
}

function describeRound(row: RoundRow): ProjectRound {
  const { number, strategy, rung, asked, labelled, opened_at, closed_at } = row;
  return {
    number,
    strategy,
    rung,
    asked,
    labelled,
    openedAt: opened_at.toISOString(),
    closedAt: closed_at?.toISOString() ?? null,
    model: modelOf(row),
  };
}

function modelOf({ version, arm, labels, confusion, classes }: RoundRow): ProjectRound['model'] {
  if (version === null) return null;
  if (confusion === null) return { version, strategy: arm, labels, measured: null };
  const names = JSON.parse(classes) as string[];
  const cells = JSON.parse(confusion) as ConfusionCell[];
  const { accuracy, macroF1 } = evaluationOfCells(cells, names.length);
  return { version, strategy: arm, labels, measured: { accuracy, macroF1 } };
}
