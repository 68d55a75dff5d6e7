import type { Task } from '@alaas/contracts';

/** The next batch that people shall label. */
export interface LabelBatch {
  readonly project: string;
  readonly task: Task;
  readonly round: number;
  /** The classes to choose from; empty when the labels decide what classes there are. */
  readonly classes: readonly string[];
  /** In pick order. */
  readonly items: readonly BatchItem[];
  /** Bytes of an item; asked for every image of the batch (contact sheet) and every text. */
  readonly readItem?: ((item: string, signal?: AbortSignal) => Promise<Uint8Array>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One item to be labelled. */
export interface BatchItem {
  readonly item: string;
  /** Where it lies (a path or URL), shown to the annotator. */
  readonly location?: string | undefined;
}
