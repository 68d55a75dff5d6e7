import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { AlaasError } from '@alaas/contracts';
import { postJson } from '@alaas/pipeline';

import type { Database } from '../../storage/database.js';
import { ALAAS_VERSION } from '../../version.js';

interface Delivery {
  readonly id: string;
  /** Number of the webhook. */
  readonly webhook: string;
  readonly event: string;
  readonly body: string;
  readonly attempts: number;
  readonly url: string;
  readonly secret: string;
  readonly allow_private: boolean;
}

/** The database is looked at so often for messages that are due. */
const LOOK_MS = 500;
const TIMEOUT_MS = 5_000;
/** A message that a server took up and did not send is taken up by another after this. */
const LEASE_MS = 30_000;
const MOST_AT_ONCE = 16;
/** A target that hangs takes up so many places, and leaves the others to other targets. */
const MOST_FOR_ONE = 2;
/** Pauses grow fourfold: 10 s, 40 s, …, 11 hours; then it is given up. */
const FIRST_PAUSE_MS = 10_000;
const MOST_ATTEMPTS = 8;

/** Sends messages to webhooks, each signed, again with growing pauses until it is taken. */
export class WebhookSender {
  readonly #database: Database;
  readonly #clock: () => Date;
  readonly #closing = new AbortController();
  readonly #underWay = new Map<Promise<void>, Delivery>();
  /** Ends the pause before the next look. */
  #pause = new AbortController();
  #sending: Promise<void> | undefined;

  constructor(database: Database, clock: () => Date) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Begins to look for messages, once. */
  start(): void {
    this.#sending ??= this.#send();
  }

  /** Waits for messages under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#pause.abort();
    await this.#sending;
  }

  async #send(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      // Before the look: a message that ends during it leaves a place too.
      this.#pause = new AbortController();
      // A database that is away for a moment keeps its messages.
      const due = await this.#take().catch(() => []);
      for (const delivery of due) this.#begin(delivery);
      const { signal } = this.#pause;
      if (this.#closing.signal.aborted) break;
      await wait(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    await Promise.all(this.#underWay.keys());
  }

  /** Nobody waits for it: the next message is begun as soon as there is a place. */
  #begin(delivery: Delivery): void {
    const sent = this.#deliver(delivery)
      .catch(() => undefined)
      .finally(() => {
        this.#underWay.delete(sent);
        this.#pause.abort();
      });
    this.#underWay.set(sent, delivery);
  }

  async #take(): Promise<readonly Delivery[]> {
    const places = MOST_AT_ONCE - this.#underWay.size;
    if (places === 0) return [];
    const busy = [...this.#underWay.values()].map(({ webhook }) => webhook);
    const now = this.#clock();
    const { rows } = await sql<Delivery>`
      with busy as (
        select webhook, count(*) as messages from unnest(${busy}::bigint[]) as webhook group by webhook
      ), ranked as (
        select sequence, next_at, coalesce(messages, 0) + row_number() over (
          partition by webhook order by next_at, sequence
        ) as place
        from alaas.webhook_deliveries left join busy using (webhook)
        where status = 'waiting' and next_at <= ${now}
      ), due as (
        select sequence from alaas.webhook_deliveries
        where sequence in (
          select sequence from ranked where place <= ${MOST_FOR_ONE}
          order by next_at, sequence limit ${places}
        ) and status = 'waiting' and next_at <= ${now}
        for update skip locked
      )
      update alaas.webhook_deliveries as delivery
      set attempts = attempts + 1, answer = null, error = null, next_at = ${new Date(now.getTime() + LEASE_MS)}
      from due, alaas.webhooks as webhook
      where delivery.sequence = due.sequence and webhook.sequence = delivery.webhook
      returning delivery.id, delivery.webhook, delivery.event, delivery.body, delivery.attempts,
        webhook.url, webhook.secret, webhook.allow_private`.execute(this.#database.sql);
    return rows;
  }

  async #deliver(delivery: Delivery): Promise<void> {
    let answer: number | null = null;
    let error: string | null = null;
    try {
      answer = await this.#post(delivery);
      if (answer < 200 || answer > 299) error = refusalOf(answer);
    } catch (thrown) {
      error = AlaasError.from(thrown).message;
    }
    const isLast = delivery.attempts >= MOST_ATTEMPTS;
    const pauseMs = FIRST_PAUSE_MS * 4 ** (delivery.attempts - 1);
    const next = error === null || isLast ? null : new Date(this.#clock().getTime() + pauseMs);
    await this.#database.sql
      .updateTable('webhook_deliveries')
      .set({
        status: error === null ? 'delivered' : isLast ? 'failed' : 'waiting',
        answer,
        error,
        next_at: next,
      })
      .where('id', '=', delivery.id)
      .where('status', '=', 'waiting')
      .execute();
  }

  #post({ id, event, body, url, secret, allow_private }: Delivery): Promise<number> {
    const timestamp = `${Math.floor(this.#clock().getTime() / 1000)}`;
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    return postJson({
      url,
      body,
      headers: {
        'user-agent': `alaas/${ALAAS_VERSION}`,
        'alaas-event': event,
        'alaas-delivery': id,
        'alaas-timestamp': timestamp,
        'alaas-signature': `sha256=${signature}`,
      },
      timeoutMs: TIMEOUT_MS,
      allowPrivate: allow_private,
    });
  }
}

function refusalOf(answer: number): string {
  const isRedirect = answer >= 300 && answer < 400;
  return isRedirect
    ? `It answered ${answer}; redirects are not followed.`
    : `It answered ${answer}.`;
}
