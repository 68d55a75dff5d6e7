import type { Generated } from 'kysely';
import type { WebhookDelivery, WebhookEvent } from '@alaas/contracts';

/** The tables of webhooks; `0012-webhooks` makes them. */
export interface WebhookTables {
  readonly webhooks: WebhooksTable;
  readonly webhook_deliveries: WebhookDeliveriesTable;
}

interface WebhooksTable {
  sequence: Generated<string>;
  id: string;
  project: string;
  url: string;
  events: WebhookEvent[];
  secret: string;
  allow_private: boolean;
  created_by: string;
  created_at: Date;
}

interface WebhookDeliveriesTable {
  sequence: Generated<string>;
  id: string;
  webhook: string;
  event: WebhookEvent;
  /** JSON, as it is sent. */
  body: string;
  status: WebhookDelivery['status'];
  attempts: Generated<number>;
  answer: number | null;
  error: string | null;
  created_at: Date;
  next_at: Date | null;
}
