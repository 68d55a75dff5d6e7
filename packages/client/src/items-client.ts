import {
  classGuidesSchema,
  itemMapSchema,
  itemPageSchema,
  itemPositionsSchema,
  quarantineSchema,
  type ClassGuide,
  type ItemFilter,
  type ItemMap,
  type ItemPage,
  type ItemQuery,
  type Quarantine,
} from '@alaas/contracts';
import { callJson, connectionError, send, wordsOf, type HttpOptions } from './http.js';

/** A signal that ends the call with `CANCELLED`. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which item of which project. */
export interface ItemKey {
  readonly project: string;
  readonly position: number;
}

/** An image or a text. */
export interface ItemContent {
  readonly bytes: Uint8Array;
  /** As `image/png`. */
  readonly mediaType: string;
}

/** The items of live projects. Every method throws AlaasError as `ProjectsClient`. */
export class ItemsClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /** By position; give `nextCursor` back as `cursor` for the next page. */
  async list(project: string, query: ItemQuery = {}, options: CallOptions = {}): Promise<ItemPage> {
    const path = `${pathOf(project)}?${wordsOf(query)}`;
    return callJson(this.#http, { ...options, method: 'GET', path }, itemPageSchema);
  }

  /** Positions of all items that fit, in ascending order. */
  async positions(
    project: string,
    filter: ItemFilter = {},
    options: CallOptions = {},
  ): Promise<number[]> {
    const path = `${pathOf(project)}/positions?${wordsOf(filter)}`;
    const call = { ...options, method: 'GET', path } as const;
    return (await callJson(this.#http, call, itemPositionsSchema)).positions;
  }

  /** A sample of at most `limit` items (default 1,000) with their embeddings. */
  async map(
    project: string,
    { limit, ...options }: CallOptions & { readonly limit?: number | undefined } = {},
  ): Promise<ItemMap> {
    const path = `${pathOf(project)}/map?${wordsOf({ limit })}`;
    return callJson(this.#http, { ...options, method: 'GET', path }, itemMapSchema);
  }

  /** The classes with definitions, colours, and items that show them. */
  async classes(project: string, options: CallOptions = {}): Promise<ClassGuide[]> {
    const path = `/api/v1/projects/${encodeURIComponent(project)}/classes`;
    return (await callJson(this.#http, { ...options, method: 'GET', path }, classGuidesSchema))
      .classes;
  }

  /** Items of the source that could not be used, with reasons. */
  async quarantined(project: string, options: CallOptions = {}): Promise<Quarantine['items']> {
    const path = `/api/v1/projects/${encodeURIComponent(project)}/quarantine`;
    return (await callJson(this.#http, { ...options, method: 'GET', path }, quarantineSchema))
      .items;
  }

  /**
   * The image or text itself.
   *
   * @throws AlaasError `PROJECT_ITEM_UNKNOWN`, `PROJECT_ITEM_NOT_SHOWN`, `ITEM_…`.
   */
  async content(key: ItemKey, options: CallOptions = {}): Promise<ItemContent> {
    return this.#bytes(`${pathOf(key.project)}/${key.position}/content`, options);
  }

  /** A small picture of an image, in a square of `size` pixels (default 256). */
  async thumbnail(
    key: ItemKey,
    { size, ...options }: CallOptions & { readonly size?: number | undefined } = {},
  ): Promise<ItemContent> {
    const path = `${pathOf(key.project)}/${key.position}/thumbnail?${wordsOf({ size })}`;
    return this.#bytes(path, options);
  }

  async #bytes(path: string, options: CallOptions): Promise<ItemContent> {
    const call = { ...options, method: 'GET', path } as const;
    const response = await send(this.#http, call);
    const buffer = await response.arrayBuffer().catch((error: unknown) => {
      throw connectionError(this.#http, call, error);
    });
    const mediaType = response.headers.get('content-type') ?? 'application/octet-stream';
    return { bytes: new Uint8Array(buffer), mediaType };
  }
}

function pathOf(project: string): string {
  return `/api/v1/projects/${encodeURIComponent(project)}/items`;
}
