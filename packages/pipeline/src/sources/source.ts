/** Where the bytes of one item lie. */
export type Location =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Real path of the folder that the file must really lie in, links followed. */
      readonly root?: string;
    }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  /** The source itself saw that the item cannot be used; fetching it throws this. */
  | { readonly kind: 'refused'; readonly code: `ITEM_${string}`; readonly reason: string };

/** One item of the pool before anything of it was read. */
export interface ItemRef {
  /** Stable and unique in its source: a path relative to the root, a URL, or a row's id. */
  readonly id: string;
  readonly location: Location;
  /** The label the source itself knows (folder name or manifest column), if any. */
  readonly label?: string;
}

/** A place that lists items. Listing is lazy, repeatable and in a stable order. */
export interface Source {
  readonly kind: string;
  /** @throws CodedError `SOURCE_NOT_FOUND`, `SOURCE_EMPTY`, `SOURCE_INVALID`. */
  items(signal?: AbortSignal): AsyncIterable<ItemRef>;
}

/** What shows, without reading the bytes, that a location still holds the same content. */
export type Validators =
  | {
      readonly kind: 'file';
      readonly size: number;
      readonly mtimeMs: number;
      /** Also tells files apart that were unpacked with the same fixed modification time. */
      readonly ctimeMs: number;
    }
  | { readonly kind: 'http'; readonly etag?: string; readonly lastModified?: string };

/** The outcome of reading one location. */
export type Fetched =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'content'; readonly bytes: Uint8Array; readonly validators?: Validators };

/** Reads locations: files under their root, URLs under the policy on addresses. */
export interface Fetcher {
  /**
   * Reads one location; with `known` validators that still hold, answers `unchanged` instead.
   *
   * @throws CodedError with an `ITEM_…` code, which quarantines the item.
   */
  fetch(
    location: Location,
    options?: {
      readonly known?: Validators | undefined;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<Fetched>;
  /**
   * Whether what lies at a location can be seen, without waiting, to be as the validators say. When
   * it cannot, `fetch` finds out.
   */
  isUnchanged(location: Location, known: Validators): boolean;
  close(): Promise<void>;
}
