import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import {
  AlaasError,
  type NewWebhook,
  type Webhook,
  type WebhookDelivery,
  type WebhookDeliveryPage,
  type WebhookRequest,
} from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import type { Tables } from '../../storage/tables.js';
import { recordChange } from '../access/audit.js';
import type { KeyedPrincipal, Principal } from '../access/principal.js';
import { newToken } from '../access/secrets.js';
import { onceForKey, onceForSecret } from '../idempotency.js';
import { decodeCursor, encodeCursor } from '../page-cursor.js';
import { durably, projectRow, requireChangeable, type Sql } from '../projects/live-project.js';

/** Which webhook of which project. */
export interface WebhookKey {
  readonly project: string;
  readonly webhook: string;
}

/** Which page of messages. */
export interface DeliveryQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Who is told by HTTP of what happens in live projects, and the messages to them. */
export class WebhookService {
  readonly #database: Database;
  readonly #clock: () => Date;

  constructor(database: Database, clock: () => Date) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_STATUS_UNFIT` when archived, `ACCESS_REFUSED` for
   *   private addresses without right, `IDEMPOTENCY_…`.
   */
  async create(
    { by, key }: KeyedPrincipal,
    project: string,
    request: WebhookRequest,
  ): Promise<NewWebhook> {
    const { url, events, allowPrivate } = request;
    if (allowPrivate && !by.rights.includes('own')) {
      const message = 'Only an owner lets a webhook lead to private addresses.';
      throw new AlaasError('ACCESS_REFUSED', message, { field: 'allowPrivate', value: true });
    }
    const at = this.#clock();
    const write = { actor: by.name, key, request: ['webhook', project, request], now: at };
    return durably(this.#database, async (trx) =>
      onceForSecret(trx, write, async () => {
        const secret = newToken();
        const live = await projectRow(trx, project);
        requireChangeable(live);
        const row = await trx
          .insertInto('webhooks')
          .values({
            id: randomUUID(),
            project: live.sequence,
            url,
            events: [...new Set(events)],
            secret,
            allow_private: allowPrivate,
            created_by: by.name,
            created_at: at,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const details = { url, events, allowPrivate };
        const action = 'webhook.create';
        await recordChange(trx, { actor: by.name, action, target: project, details, at });
        return {
          answer: { ...describeWebhook(row), secret },
          made: {
            what: `The webhook ${row.id}`,
            id: row.id,
            remedy: 'Remove that webhook, and create another with a new idempotency key.',
          },
        };
      }),
    );
  }

  /** @throws AlaasError `PROJECT_UNKNOWN`. */
  async list(project: string): Promise<Webhook[]> {
    return durably(this.#database, async (db) => {
      const { sequence } = await projectRow(db, project);
      const rows = await db
        .selectFrom('webhooks')
        .selectAll()
        .where('project', '=', sequence)
        .orderBy('sequence')
        .execute();
      return rows.map(describeWebhook);
    });
  }

  /** Messages that wait go with it. @throws AlaasError `WEBHOOK_UNKNOWN`. */
  async remove(by: Principal, key: WebhookKey): Promise<void> {
    const at = this.#clock();
    await durably(this.#database, async (trx) => {
      const { sequence, url } = await webhookOf(trx, key);
      await trx.deleteFrom('webhooks').where('sequence', '=', sequence).execute();
      const action = 'webhook.remove';
      const target = key.project;
      await recordChange(trx, { actor: by.name, action, target, details: { url }, at });
    });
  }

  /** Messages, newest first. @throws AlaasError `WEBHOOK_UNKNOWN`. */
  async deliveries(
    key: WebhookKey,
    { limit, cursor }: DeliveryQuery,
  ): Promise<WebhookDeliveryPage> {
    return durably(this.#database, async (db) => {
      const { sequence } = await webhookOf(db, key);
      let query = db
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('webhook', '=', sequence)
        .orderBy('sequence', 'desc')
        .limit(limit + 1);
      if (cursor !== undefined) query = query.where('sequence', '<', decodeCursor(cursor));
      const rows = await query.execute();
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        deliveries: page.map(describeDelivery),
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.sequence) : null,
      };
    });
  }

  /** Sends a message once more, as a new one. @throws AlaasError `WEBHOOK_UNKNOWN`. */
  async replay(
    { by, key }: KeyedPrincipal,
    message: WebhookKey & { readonly delivery: string },
  ): Promise<WebhookDelivery> {
    const { project, delivery } = message;
    const at = this.#clock();
    const request = ['replay', project, message.webhook, delivery];
    return durably(this.#database, async (trx) =>
      onceForKey(trx, { actor: by.name, key, request, now: at }, async () => {
        const webhook = await webhookOf(trx, message);
        const old = await trx
          .selectFrom('webhook_deliveries')
          .select(['event', 'body'])
          .where('webhook', '=', webhook.sequence)
          .where('id', '=', delivery)
          .executeTakeFirst();
        if (old === undefined) throw unknown('delivery', delivery);
        const row = await trx
          .insertInto('webhook_deliveries')
          .values({
            ...old,
            id: randomUUID(),
            webhook: webhook.sequence,
            status: 'waiting',
            answer: null,
            error: null,
            created_at: at,
            next_at: at,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const details = { delivery };
        const action = 'webhook.replay';
        await recordChange(trx, { actor: by.name, action, target: project, details, at });
        return describeDelivery(row);
      }),
    );
  }
}

async function webhookOf(
  db: Sql,
  { project, webhook }: WebhookKey,
): Promise<{ readonly sequence: string; readonly url: string }> {
  const { sequence } = await projectRow(db, project);
  const row = await db
    .selectFrom('webhooks')
    .select(['sequence', 'url'])
    .where('project', '=', sequence)
    .where('id', '=', webhook)
    .executeTakeFirst();
  if (row !== undefined) return row;
  throw unknown('webhook', webhook);
}

function unknown(field: 'webhook' | 'delivery', value: string): AlaasError {
  return new AlaasError('WEBHOOK_UNKNOWN', `There is no ${field} ${value}.`, { field, value });
}

function describeWebhook(row: Selectable<Tables['webhooks']>): Webhook {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    allowPrivate: row.allow_private,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  };
}

function describeDelivery(row: Selectable<Tables['webhook_deliveries']>): WebhookDelivery {
  const { id, event, status, attempts, answer, error, body } = row;
  return {
    id,
    event,
    status,
    attempts,
    answer,
    error,
    createdAt: row.created_at.toISOString(),
    nextAt: row.next_at?.toISOString() ?? null,
    body,
  };
}
