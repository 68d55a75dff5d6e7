import {
  AlaasError,
  fromProblem,
  healthSchema,
  isFinal,
  legacyResponseSchema,
  readinessSchema,
  selectionEventSchema,
  selectionPageSchema,
  selectionSchema,
  type Health,
  type LegacyRequest,
  type LegacyResponse,
  type Readiness,
  type Selection,
  type SelectionEvent,
  type SelectionPage,
  type SelectionQuery,
  type SelectionRequestInput,
} from '@alaas/contracts';
import { followEvents } from './follow-events.js';
import { callJson, type HttpOptions } from './http.js';
import { ItemsClient } from './items-client.js';
import { JobsClient } from './jobs-client.js';
import { ModelsClient } from './models-client.js';
import { PeopleClient } from './people-client.js';
import { ProjectsClient } from './projects-client.js';
import { SystemClient } from './system-client.js';
import { RunsClient } from './runs-client.js';
import { WebhooksClient } from './webhooks-client.js';
import { UploadsClient } from './uploads-client.js';

/** Where the server is, and how to speak to it. */
export interface AlaasClientOptions {
  /** As `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** A key that the server gave. */
  readonly apiKey?: string | undefined;
  /** Headers of every request, as an authorization of a proxy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further tries after a failure that may pass. Default 3. */
  readonly retries?: number;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** A signal that ends the call with `CANCELLED`. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

const SELECTIONS = '/api/v1/selections';

/**
 * Speaks to an ALaaS server, in Node and in browsers. Failures that may pass are tried again with
 * growing pauses; every method throws AlaasError: the server's own code, `HTTP_UNREACHABLE`,
 * `HTTP_ANSWER_INVALID` or `CANCELLED`.
 */
export class AlaasClient {
  /** The runs of the server's data folder. */
  readonly runs: RunsClient;
  /** Live projects: people label, the agent decides. */
  readonly projects: ProjectsClient;
  /** The items of live projects, and what they look like. */
  readonly items: ItemsClient;
  /** Files that are sent to be the pool of a project. */
  readonly uploads: UploadsClient;
  /** The models of live projects, and how good they are. */
  readonly models: ModelsClient;
  /** Exports and other long work on live projects. */
  readonly jobs: JobsClient;
  /** Who is told by HTTP of what happens in live projects. */
  readonly webhooks: WebhooksClient;
  /** People and their rights. */
  readonly people: PeopleClient;
  /** How the installation does. */
  readonly system: SystemClient;
  readonly #http: HttpOptions;

  constructor(options: AlaasClientOptions) {
    this.#http = {
      baseUrl: options.baseUrl,
      headers: {
        ...options.headers,
        ...(options.apiKey !== undefined && { authorization: `Bearer ${options.apiKey}` }),
      },
      retries: options.retries ?? 3,
      fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
    };
    this.runs = new RunsClient(this.#http);
    this.projects = new ProjectsClient(this.#http);
    this.items = new ItemsClient(this.#http);
    this.uploads = new UploadsClient(this.#http);
    this.models = new ModelsClient(this.#http);
    this.jobs = new JobsClient(this.#http);
    this.webhooks = new WebhooksClient(this.#http);
    this.people = new PeopleClient(this.#http);
    this.system = new SystemClient(this.#http);
  }

  /** Submits a pool; a try again never makes a second selection. */
  async createSelection(
    request: SelectionRequestInput,
    options: CallOptions & { readonly idempotencyKey?: string } = {},
  ): Promise<Selection> {
    const headers = { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() };
    const call = { method: 'POST', path: SELECTIONS, body: request, headers } as const;
    return callJson(this.#http, { ...call, signal: options.signal }, selectionSchema);
  }

  /** @throws AlaasError `SELECTION_UNKNOWN`. */
  async getSelection(id: string, options: CallOptions = {}): Promise<Selection> {
    return callJson(this.#http, { ...options, method: 'GET', path: pathOf(id) }, selectionSchema);
  }

  /** Newest first; give `nextCursor` back as `cursor` for the next page. */
  async listSelections(
    query: SelectionQuery = {},
    options: CallOptions = {},
  ): Promise<SelectionPage> {
    const words = Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, `${value}`]] : [],
    );
    const path = `${SELECTIONS}?${new URLSearchParams(words).toString()}`;
    return callJson(this.#http, { ...options, method: 'GET', path }, selectionPageSchema);
  }

  /** Cancels a selection; one that has ended stays as it is. */
  async cancelSelection(id: string, options: CallOptions = {}): Promise<Selection> {
    return callJson(
      this.#http,
      { ...options, method: 'DELETE', path: pathOf(id) },
      selectionSchema,
    );
  }

  /**
   * What happens to a selection, from its beginning to its end, each event once. A connection that
   * breaks is taken up again where it broke.
   */
  async *selectionEvents(
    id: string,
    options: CallOptions = {},
  ): AsyncGenerator<SelectionEvent, void, undefined> {
    yield* followEvents(this.#http, {
      ...options,
      path: `${pathOf(id)}/events`,
      schema: selectionEventSchema,
      isLast: (event) => event.kind === 'status' && isFinal(event.status),
    });
  }

  /**
   * Waits for the end of a selection and gives it with its result.
   *
   * @throws AlaasError with the code for which the selection failed, or `CANCELLED`.
   */
  async waitForSelection(
    id: string,
    options: CallOptions & { readonly onEvent?: (event: SelectionEvent) => void } = {},
  ): Promise<Selection & { readonly result: NonNullable<Selection['result']> }> {
    const { signal, onEvent } = options;
    for await (const event of this.selectionEvents(id, { signal })) onEvent?.(event);
    const selection = await this.getSelection(id, { signal });
    if (selection.error !== null) throw fromProblem(selection.error);
    const { result } = selection;
    if (result !== null) return { ...selection, result };
    throw new AlaasError('CANCELLED', `The selection ${id} was cancelled.`);
  }

  /** The call of the original ALaaS: answers when the items are chosen. */
  async post(request: LegacyRequest, options: CallOptions = {}): Promise<LegacyResponse> {
    const call = { ...options, method: 'POST', path: '/post', body: request } as const;
    return callJson(this.#http, call, legacyResponseSchema);
  }

  /** Whether the process is there. */
  async health(options: CallOptions = {}): Promise<Health> {
    return callJson(this.#http, { ...options, method: 'GET', path: '/healthz' }, healthSchema);
  }

  /** Whether the server can work. @throws AlaasError `DATABASE_UNREACHABLE`, `HTTP_CLOSING`. */
  async ready(options: CallOptions = {}): Promise<Readiness> {
    return callJson(this.#http, { ...options, method: 'GET', path: '/readyz' }, readinessSchema);
  }
}

function pathOf(id: string): string {
  return `${SELECTIONS}/${encodeURIComponent(id)}`;
}
