import {
  deliveryPageSchema,
  deliverySchema,
  doneSchema,
  newWebhookSchema,
  webhooksSchema,
  type NewWebhook,
  type PageQuery,
  type Webhook,
  type WebhookDelivery,
  type WebhookDeliveryPage,
  type WebhookInput,
} from '@alaas/contracts';
import { callJson, wordsOf, type AnswerSchema, type Call, type HttpOptions } from './http.js';
import { keyedWrite, type WriteOptions } from './write-options.js';

/** A signal that ends the call with `CANCELLED`. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which webhook of which project. */
export interface WebhookKey {
  readonly project: string;
  readonly webhook: string;
}

/** Who is told by HTTP of what happens in live projects. Every method throws AlaasError as `ProjectsClient`. */
export class WebhooksClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /**
   * Tells a URL what happens; the secret of the signatures is in this answer only.
   *
   * @throws AlaasError `IDEMPOTENCY_SECRET_SHOWN` where the webhook is there, but this answer was lost.
   */
  async create(
    project: string,
    webhook: WebhookInput,
    options: WriteOptions = {},
  ): Promise<NewWebhook> {
    const call = keyedWrite({ ...options, path: pathOf(project), body: webhook });
    return this.#call(call, newWebhookSchema);
  }

  /** Who is told. */
  async list(project: string, options: CallOptions = {}): Promise<Webhook[]> {
    const call = { ...options, method: 'GET', path: pathOf(project) } as const;
    return (await this.#call(call, webhooksSchema)).webhooks;
  }

  /** @throws AlaasError `WEBHOOK_UNKNOWN`; so do the next ones. */
  async remove(key: WebhookKey, options: CallOptions = {}): Promise<void> {
    await this.#call({ ...options, method: 'DELETE', path: webhookPath(key) }, doneSchema);
  }

  /** Messages, newest first. */
  async deliveries(
    key: WebhookKey,
    query: PageQuery = {},
    options: CallOptions = {},
  ): Promise<WebhookDeliveryPage> {
    const path = `${webhookPath(key)}/deliveries?${wordsOf(query)}`;
    return this.#call({ ...options, method: 'GET', path }, deliveryPageSchema);
  }

  /** Sends a message once more, as a new one. */
  async replay(
    { delivery, ...key }: WebhookKey & { readonly delivery: string },
    options: WriteOptions = {},
  ): Promise<WebhookDelivery> {
    const path = `${webhookPath(key)}/deliveries/${encodeURIComponent(delivery)}/replay`;
    return this.#call(keyedWrite({ ...options, path }), deliverySchema);
  }

  #call<Answer>(call: Call, schema: AnswerSchema<Answer>): Promise<Answer> {
    return callJson(this.#http, call, schema);
  }
}

function pathOf(project: string): string {
  return `/api/v1/projects/${encodeURIComponent(project)}/webhooks`;
}

function webhookPath({ project, webhook }: WebhookKey): string {
  return `${pathOf(project)}/${encodeURIComponent(webhook)}`;
}
