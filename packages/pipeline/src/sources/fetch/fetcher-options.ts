/** How locations are read. */
export interface FetcherOptions {
  /** Folders that every file must really lie in, links followed. Default: any place. */
  readonly roots?: readonly string[] | undefined;
  /** Largest item, in bytes. Default 128 MiB. */
  readonly maxItemBytes?: number | undefined;
  /**
   * Lets URLs lead to private, loopback and link-local addresses; a function decides for each such
   * address. Default false.
   */
  readonly allowPrivateAddresses?: boolean | ((address: string) => boolean) | undefined;
  /** Requests to one host at a time. Default 64. */
  readonly requestsPerHost?: number | undefined;
  /** Further attempts after a temporary failure. Default 3. */
  readonly retries?: number | undefined;
  readonly timeouts?: Partial<HttpTimeouts> | undefined;
  /** Draws from [0, 1) how long to wait before another attempt. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Milliseconds since 1970, to which dates in `Retry-After` are compared. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Waits before another attempt. Default: a timer. */
  readonly wait?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** Times after which a request is given up, in milliseconds. */
export interface HttpTimeouts {
  /** Until there is a connection. Default 10,000. */
  readonly connectMs: number;
  /** Until the headers of the answer are there. Default 30,000. */
  readonly headersMs: number;
  /** Between two pieces of the body. Default 30,000. */
  readonly idleMs: number;
  /** For one item with all redirects and attempts, from its first request on. Default 120,000. */
  readonly totalMs: number;
}

/** What the reader of URLs needs, with all defaults filled in. */
export type HttpOptions = Required<{
  readonly [Key in Exclude<keyof FetcherOptions, 'roots' | 'timeouts'>]: NonNullable<
    FetcherOptions[Key]
  >;
}> & { readonly timeouts: HttpTimeouts };
