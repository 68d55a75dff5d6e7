import type { WebhookEvent } from '@alaas/client';

/** What a webhook can be told of. */
export const EVENTS = [
  'batch.ready',
  'decision.needed',
  'arm.dropped',
  'target.reached',
  'forecast.missed',
  'project.stopped',
] as const satisfies readonly WebhookEvent[];

/** Where the words for an event are. */
export function eventKey<Event extends WebhookEvent>(event: Event): `webhooks.event.${Event}` {
  return `webhooks.event.${event}`;
}
