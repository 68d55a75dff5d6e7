import { sql } from 'kysely';
import type { ProjectEvent } from '@alaas/contracts';
import type { AgentState } from '@alaas/core';

import { eventsBetween } from '../run/agent/agent-events.js';
import { describeDecisions, describeRecord } from '../run/agent/describe-agent.js';
import { queueDeliveries } from '../webhooks/queue-deliveries.js';
import type { Sql } from './live-project.js';

/** An event with its place in the history of a project, from 1. */
export interface NumberedProjectEvent {
  readonly number: number;
  readonly event: ProjectEvent;
}

const MOST_AT_ONCE = 500;

/** Adds to the history of a project, and tells its webhooks. The caller holds the lock of its row, so numbers have no gaps. */
export async function appendEvents(
  db: Sql,
  project: string,
  events: readonly ProjectEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const { rows } = await sql<{ number: number; event: string }>`
    insert into alaas.live_events (project, number, event)
    select ${project}::bigint, place + (
      select coalesce(max(number), 0) from alaas.live_events where project = ${project}::bigint
    ), event
    from unnest(${events.map((event) => JSON.stringify(event))}::text[])
      with ordinality as given (event, place)
    returning number, event`.execute(db);
  await queueDeliveries(db, project, rows.map(toNumbered));
}

/** The next events after number `after`, in order; some hundred at most. */
export async function readEvents(
  db: Sql,
  project: string,
  after: number,
): Promise<NumberedProjectEvent[]> {
  const rows = await db
    .selectFrom('live_events')
    .select(['number', 'event'])
    .where('project', '=', project)
    .where('number', '>', after)
    .orderBy('number')
    .limit(MOST_AT_ONCE)
    .execute();
  return rows.map(toNumbered);
}

function toNumbered({ number, event }: { number: number; event: string }): NumberedProjectEvent {
  return { number, event: JSON.parse(event) as ProjectEvent };
}

/** What an agent came to from one state to the next. */
export function agentEvents(before: AgentState, now: AgentState): ProjectEvent[] {
  const events = eventsBetween(before, now).flatMap((event): ProjectEvent[] =>
    // Of its own status a project tells itself.
    event.kind === 'status' ? [] : [event],
  );
  return [...events, ...missedForecasts(before, now), ...reachedTargets(before, now)];
}

function missedForecasts(before: AgentState, now: AgentState): ProjectEvent[] {
  const known = new Set(
    describeRecord(before).map(({ atLabels, labels }) => `${atLabels}/${labels}`),
  );
  return describeRecord(now)
    .filter(({ atLabels, labels, held }) => !held && !known.has(`${atLabels}/${labels}`))
    .map((forecast) => ({ kind: 'forecast-missed', forecast }));
}

function reachedTargets(before: AgentState, now: AgentState): ProjectEvent[] {
  return describeDecisions(now)
    .filter(({ id, reason, status }) => {
      const isNew = before.decisions[id]?.status !== status;
      return isNew && reason === 'target-reached' && (status === 'taken' || status === 'approved');
    })
    .map((decision) => ({ kind: 'target-reached', decision }));
}
