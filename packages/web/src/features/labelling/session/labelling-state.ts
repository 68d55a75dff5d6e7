import type { AlaasError, AnswerInput, Assignment, Assignments } from '@alaas/client';

/** What an annotator can say of an item. */
export type Opinion =
  { readonly kind: 'label'; readonly label: string } | { readonly kind: 'cannot-tell' | 'skip' };

/** An answer that was given in this session. */
export interface Given {
  readonly key: string;
  readonly assignment: Assignment;
  readonly answer: AnswerInput;
}

/** Something that the annotator should know. */
export type Notice =
  | { readonly kind: 'not-taken'; readonly error: AlaasError }
  | { readonly kind: 'undone-elsewhere' }
  | { readonly kind: 'corrected' };

/** What the labelling page shows. */
export interface LabellingState {
  /** The item in front of the annotator comes first. */
  readonly queue: readonly Assignment[];
  /** Why there is nothing to label. */
  readonly wait: Assignments['wait'];
  /** Whether items are being asked for. */
  readonly isAsking: boolean;
  /** Answers that are kept here and not on the server yet. */
  readonly kept: number;
  readonly isOffline: boolean;
  /** Answers in this session that can be taken back. */
  readonly given: number;
  /** Positions of items that were flagged in this session; they are answered all the same. */
  readonly flagged: readonly number[];
  /** An answer whose batch is over: it is replaced by the next label. */
  readonly correcting: Given | null;
  readonly notice: Notice | null;
  /** Why it cannot go on. */
  readonly problem: AlaasError | null;
}

/** Before anything is known. */
export const NOTHING_YET: LabellingState = {
  queue: [],
  wait: null,
  isAsking: true,
  kept: 0,
  isOffline: false,
  given: 0,
  flagged: [],
  correcting: null,
  notice: null,
  problem: null,
};
