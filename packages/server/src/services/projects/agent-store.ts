import { sql } from 'kysely';
import { AlaasError, type Project } from '@alaas/contracts';
import {
  observe,
  valueOf,
  type AgentAction,
  type AgentSettings,
  type AgentState,
} from '@alaas/core';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import {
  AT_WORK,
  durably,
  labellingOf,
  projectRow,
  type ProjectRow,
  type Sql,
} from './live-project.js';
import type { Computed } from './computed.js';
import type { ConfusionCell } from './confusion-cells.js';
import { agentEvents, appendEvents } from './project-events.js';
import { adoptItems, publishBatch, type PublishedBatch } from './publish-batch.js';
import type { RandomPicks } from './random-picks-record.js';

/** A project with what its agent has come to. */
export interface LiveAgent {
  readonly row: ProjectRow;
  readonly classes: readonly string[];
  /** Numbers of one vector. */
  readonly columns: number;
  readonly testLabels: readonly string[] | undefined;
  /** Items of the pool when the project began. */
  readonly firstPoolSize: number;
  readonly state: AgentState;
  readonly randomPicks: RandomPicks | undefined;
}

/** @returns undefined while the pool is being read. @throws AlaasError `PROJECT_UNKNOWN`. */
export async function readAgent(db: Sql, id: string): Promise<LiveAgent | undefined> {
  try {
    const row = await projectRow(db, id);
    const found = await db
      .selectFrom('live_agents')
      .innerJoin('live_pools', 'live_pools.project', 'live_agents.project')
      .select(['settings', 'state', 'classes', 'columns', 'test_labels', 'random_picks'])
      .where('live_agents.project', '=', row.sequence)
      .executeTakeFirst();
    if (found === undefined) return undefined;
    return {
      row,
      classes: JSON.parse(found.classes) as string[],
      columns: found.columns,
      testLabels:
        found.test_labels === null ? undefined : (JSON.parse(found.test_labels) as string[]),
      firstPoolSize: (JSON.parse(found.settings) as AgentSettings).poolSize,
      state: JSON.parse(found.state) as AgentState,
      randomPicks:
        found.random_picks === null ? undefined : (JSON.parse(found.random_picks) as RandomPicks),
    };
  } catch (error) {
    throw databaseError(error);
  }
}

/**
 * Tells the agent what came of the action that it waits for, and keeps all that follows: the
 * observation, the new state, the models that were trained, the batch that it asks for. All or
 * nothing; when somebody else told it before, nothing happens.
 *
 * @returns the new state; undefined where it was told before.
 */
export async function recordObservation(
  database: Database,
  { row: { id }, state: before }: LiveAgent,
  { observation, confusions }: Computed,
): Promise<AgentState | undefined> {
  const { observed } = before;
  return durably(database, async (trx) => {
    const row = await projectRow(trx, id, { lock: true });
    const project = row.sequence;
    if (!AT_WORK.includes(row.status) && row.status !== 'paused') return undefined;
    const present = await trx
      .selectFrom('live_agents')
      .select(['observed', 'state'])
      .where('project', '=', project)
      .executeTakeFirstOrThrow();
    if (present.observed !== observed) return undefined;
    // What people decided meanwhile is in the stored state, and it may wait for something else now.
    const stored = JSON.parse(present.state) as AgentState;
    if (JSON.stringify(stored.pending) !== JSON.stringify(before.pending)) return undefined;
    // Labels were handed over meanwhile: what is chosen or trained has to start from them.
    if (stored.ledger.length !== before.ledger.length) return undefined;
    if (stored.pending.kind === 'label') {
      // From here on nobody can take an answer back: the batch is over.
      if (await someOpen(trx, project, stored.pending.rows)) return undefined;
    }
    const state = observe(stored, observation);
    await trx
      .insertInto('live_observations')
      .values({ project, observed, observation: JSON.stringify(observation) })
      .execute();
    if (observation.kind === 'trained') await addModels(trx, project, { state, confusions });
    if (observation.kind === 'labelled') await closeBatches(trx, project);
    await keepState(trx, row, { before: stored, state });
    return state;
  });
}

/**
 * Stores a state, with the events, the batch and the status that follow from it. The transaction should
 * end with it: people who label may wait for its end.
 */
export async function keepState(
  db: Sql,
  row: ProjectRow,
  { before, state }: { readonly before: AgentState; readonly state: AgentState },
): Promise<void> {
  const project = row.sequence;
  await db
    .updateTable('live_agents')
    .set({ observed: state.observed, state: JSON.stringify(state), updated_at: new Date() })
    .where('project', '=', project)
    .execute();
  await appendEvents(db, project, agentEvents(before, state));
  const { pending } = state;
  let batch: PublishedBatch | undefined;
  if (pending.kind === 'label' && JSON.stringify(pending) !== JSON.stringify(before.pending)) {
    const { overlap } = labellingOf(row);
    batch = await publishBatch(db, { project, state, pending, overlap });
    const { number, strategy, positions } = batch;
    await appendEvents(db, project, [{ kind: 'batch', number, strategy, items: positions.length }]);
  }
  const after = statusAfter(row, state);
  await db
    .updateTable('live_projects')
    .set({ work: workOf(pending), ...after })
    .where('sequence', '=', project)
    .execute();
  const { status = row.status } = after;
  if (status !== row.status) await appendEvents(db, project, [{ kind: 'status', status }]);
  if (batch !== undefined) await adoptItems(db, batch);
}

/** What a project does or waits for, by what its agent waits for. */
function workOf({ kind }: AgentAction): Project['work'] {
  switch (kind) {
    case 'label':
      return 'wait-for-labels';
    case 'train':
      return 'train';
    case 'ask':
      return 'wait-for-decision';
    case 'deliver':
      return 'none';
    case 'choose':
    case 'choose-cold-start':
    case 'choose-holdout':
      return 'choose';
  }
}

/** A project runs once a round was measured, and stops when the agent delivers. */
function statusAfter(row: ProjectRow, state: AgentState): Partial<ProjectRow> {
  if (state.pending.kind === 'deliver') return { status: 'stopped', paused_from: null };
  const measured = state.arms.some(({ points }) => points.length > 0);
  if (!measured) return {};
  // A person who extends the budget of a stopped project lets it go on.
  if (row.status === 'poc' || row.status === 'stopped') return { status: 'running' };
  return row.paused_from === 'poc' ? { paused_from: 'running' } : {};
}

async function addModels(
  db: Sql,
  project: string,
  { state, confusions }: Pick<Computed, 'confusions'> & { readonly state: AgentState },
): Promise<void> {
  const { version } = await db
    .selectFrom('live_models')
    .select(sql<number>`coalesce(max(version), 0)`.as('version'))
    .where('project', '=', project)
    .executeTakeFirstOrThrow();
  const trained = state.arms.flatMap(({ id, points }) => {
    const point = points.at(-1);
    return point === undefined ? [] : [{ id, point }];
  });
  // The champion's comes last: the latest version is the one that is live.
  trained.sort((a, b) => Number(a.id === state.champion) - Number(b.id === state.champion));
  const latest = Math.max(...trained.map(({ point }) => point.spent));
  const rows = trained
    .filter(({ point }) => point.spent === latest)
    .map(({ id, point }, i) => ({
      project,
      version: version + 1 + i,
      arm: id,
      observed: state.observed,
      labels: point.labels,
      value: valueOf(point, state),
      confusion: confusionOf(confusions?.get(id)),
    }));
  if (rows.length > 0) await db.insertInto('live_models').values(rows).execute();
}

function confusionOf(cells: readonly ConfusionCell[] | undefined): string | null {
  return cells === undefined ? null : JSON.stringify(cells);
}

async function someOpen(db: Sql, project: string, rows: readonly number[]): Promise<boolean> {
  const tasks = await db
    .selectFrom('live_tasks')
    .select('state')
    .where('project', '=', project)
    .where('position', '=', sql<number>`any(${[...rows]}::integer[])`)
    .orderBy('position')
    .forUpdate()
    .execute();
  return tasks.some(({ state }) => state === 'open');
}

async function closeBatches(db: Sql, project: string): Promise<void> {
  await db
    .updateTable('live_batches')
    .set({ closed_at: new Date() })
    .where('project', '=', project)
    .where('closed_at', 'is', null)
    .execute();
}

/** @throws AlaasError `PROJECT_STATUS_UNFIT` while the pool is being read. */
export async function requireAgent(db: Sql, id: string): Promise<LiveAgent> {
  const agent = await readAgent(db, id);
  if (agent !== undefined) return agent;
  throw new AlaasError('PROJECT_STATUS_UNFIT', 'The project is created: its pool is being read.', {
    field: 'project',
    value: id,
  });
}
