import { randomUUID } from 'node:crypto';
import type { ProjectEvent, WebhookEvent } from '@alaas/contracts';

import type { Sql } from '../projects/live-project.js';

/**
 * Puts messages to the webhooks of a project beside the events that they tell of, in their
 * transaction: what is on record will be told.
 */
export async function queueDeliveries(
  db: Sql,
  project: string,
  events: readonly { readonly number: number; readonly event: ProjectEvent }[],
): Promise<void> {
  const told = events.flatMap(({ number, event }) => {
    const name = webhookEventOf(event);
    return name === undefined ? [] : [{ number, event, name }];
  });
  if (told.length === 0) return;
  const webhooks = await db
    .selectFrom('webhooks')
    .innerJoin('live_projects', 'live_projects.sequence', 'webhooks.project')
    .select(['webhooks.sequence', 'webhooks.events', 'live_projects.id', 'live_projects.name'])
    .where('webhooks.project', '=', project)
    .execute();
  const now = new Date();
  const rows = told.flatMap(({ number, event, name }) =>
    webhooks
      .filter((webhook) => webhook.events.includes(name))
      .map((webhook) => ({
        id: randomUUID(),
        webhook: webhook.sequence,
        event: name,
        body: JSON.stringify({
          // The same when it is sent again.
          id: `${webhook.id}/${number}`,
          event: name,
          at: now.toISOString(),
          project: { id: webhook.id, name: webhook.name },
          data: event,
        }),
        status: 'waiting' as const,
        answer: null,
        error: null,
        created_at: now,
        // At once, whatever the clock of whoever delivers says.
        next_at: new Date(0),
      })),
  );
  if (rows.length > 0) await db.insertInto('webhook_deliveries').values(rows).execute();
}

/** What webhooks are told of an event; undefined where it is nothing to them. */
function webhookEventOf(event: ProjectEvent): WebhookEvent | undefined {
  switch (event.kind) {
    case 'batch':
      return 'batch.ready';
    case 'decision':
      return event.decision.status === 'asked' ? 'decision.needed' : undefined;
    case 'arm':
      return event.status === 'dropped' ? 'arm.dropped' : undefined;
    case 'target-reached':
      return 'target.reached';
    case 'forecast-missed':
      return 'forecast.missed';
    case 'status':
      return event.status === 'stopped' ? 'project.stopped' : undefined;
    case 'halted':
    case 'labels':
    case 'point':
    case 'rung':
    case 'forecast':
      return undefined;
  }
}
