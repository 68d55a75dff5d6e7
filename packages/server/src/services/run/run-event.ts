/** What a run tells while it works. */
export type RunEvent =
  /** How far a stage is: `list`, `fetch`, `decode`, `encode`, `choose`, `label`. */
  | {
      readonly kind: 'stage';
      readonly stage: string;
      readonly done: number;
      readonly total?: number | undefined;
      readonly note?: string | undefined;
    }
  /** A plain sentence for the user. */
  | { readonly kind: 'note'; readonly text: string }
  /** A step that is on disk (chosen, labelled) or done (trained). */
  | {
      readonly kind: 'round';
      readonly step: 'chosen' | 'labelled' | 'trained';
      readonly round: number;
    };

/** Means of a run. */
export interface RunMeans {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: RunEvent) => void) | undefined;
  /** URL of an external PostgreSQL; the built-in one of the data folder when absent. */
  readonly databaseUrl?: string | undefined;
}
