import { sql } from 'kysely';

import { readAgent, recordObservation, type LiveAgent } from './agent-store.js';
import {
  chooseAhead,
  computeObservation,
  isComputed,
  type ComputeTask,
} from './compute-observation.js';
import type { Computed } from './computed.js';
import { AT_WORK, durably, labellingOf, projectRow } from './live-project.js';
import type { ProjectWork, StepOutcome } from './project-work.js';
import { publishAhead } from './publish-batch.js';
import { readPool } from './read-pool.js';
import { SettledItems } from './settled-items.js';

/**
 * Takes a project one step further: reads its pool, or does what its agent waits for, and keeps what
 * came of it. A step that was done before is not done again, and one that was cut off leaves nothing
 * behind, so steps may be repeated at any time.
 *
 * @throws AlaasError of sources, encoders, strategies, learner and database; `CANCELLED`.
 */
export async function advanceProject(work: ProjectWork, id: string): Promise<StepOutcome> {
  const { database } = work;
  const row = await projectRow(database.sql, id);
  if (!AT_WORK.includes(row.status)) return 'waits';
  const agent = await readAgent(database.sql, id);
  if (agent === undefined) return readPool(work, row);
  const told = isComputed(agent.state)
    ? await computeObservation(await taskOf(work, agent))
    : await labelledItems(work, agent);
  if (told === undefined) return 'waits';
  const state = await recordObservation(database, agent, told);
  if (state?.pending.kind === 'label') await renewPlans(database);
  return 'worked';
}

/**
 * Connections plan the statements of labelling once, when their tables may be empty, and go on with it:
 * after some thousand labels each request read them all. Without this the database looks at what a
 * batch added after minutes; the plans are made anew when it does. Some ten milliseconds.
 */
async function renewPlans({ sql: db }: ProjectWork['database']): Promise<void> {
  await sql`analyze alaas.live_tasks, alaas.live_assignments, alaas.live_ledger`.execute(db);
}

async function labelledItems(
  { database }: ProjectWork,
  agent: LiveAgent,
): Promise<Computed | undefined> {
  const settled = await SettledItems.read(database.sql, agent.row.sequence);
  const observation = settled.observation(agent);
  return observation && { observation };
}

/** Puts next-best items up beside the batch that people label, once for each batch. */
export async function lookAhead(work: ProjectWork, id: string): Promise<void> {
  const { database } = work;
  const agent = await readAgent(database.sql, id);
  if (agent?.state.pending.kind !== 'label' || !AT_WORK.includes(agent.row.status)) return;
  const { row, state } = agent;
  const waiting = await database.sql
    .selectFrom('live_tasks')
    .select('position')
    .where('project', '=', row.sequence)
    .where('batch', 'is', null)
    .where('state', '=', 'open')
    .limit(1)
    .executeTakeFirst();
  if (waiting !== undefined) return;
  const ahead = await chooseAhead(await taskOf(work, agent));
  if (ahead === undefined) return;
  await durably(database, async (trx) => {
    await projectRow(trx, id, { lock: true });
    // The batch may be complete by now; the next one brings its own.
    const present = await readAgent(trx, id);
    if (present?.state.observed !== state.observed) return;
    const { overlap } = labellingOf(row);
    await publishAhead(trx, row.sequence, { ...ahead, rung: state.rung, overlap });
  });
}

/** What numeric work on a project starts from. */
export async function taskOf(
  { database, learners }: ProjectWork,
  agent: LiveAgent,
): Promise<ComputeTask> {
  return {
    agent,
    learner: await learners.of(agent),
    settled: await SettledItems.read(database.sql, agent.row.sequence),
  };
}
