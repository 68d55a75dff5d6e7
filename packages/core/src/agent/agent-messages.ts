/** What the agent wants done next; one thing at a time. */
export type AgentAction =
  /** Choose items for the holdout: at random. */
  | { readonly kind: 'choose-holdout'; readonly count: number }
  /** Choose the cold start: by MaxHerding, at random in the mode `paper`. */
  | { readonly kind: 'choose-cold-start'; readonly count: number }
  /** Choose items for an arm by its strategy, from what `openRows` leaves. */
  | { readonly kind: 'choose'; readonly arm: string; readonly count: number }
  /** Have these items labelled; each is paid for. */
  | { readonly kind: 'label'; readonly rows: readonly number[]; readonly buyer: Buyer }
  /** Train the head of each of these arms on its rows and measure it on the holdout. */
  | { readonly kind: 'train'; readonly arms: readonly string[] }
  /** Wait for a person to settle a decision. */
  | { readonly kind: 'ask'; readonly decision: number }
  /** Train the model to be delivered on these rows. */
  | { readonly kind: 'deliver'; readonly arm: string; readonly rows: readonly number[] };

/** For whom labels are bought. */
export type Buyer =
  | { readonly kind: 'holdout' }
  | { readonly kind: 'cold-start' }
  /** All of the arm's choice, of which only what is not in the ledger is labelled. */
  | { readonly kind: 'arm'; readonly arm: string; readonly chosen: readonly number[] };

/** What came of an action. */
export type AgentObservation =
  /**
   * Distinct rows that may be chosen, at most as many as asked for; answers each `choose…`. With the
   * holdout come its twins (`holdoutTwins`), which then may not be chosen.
   */
  | {
      readonly kind: 'chosen';
      readonly rows: readonly number[];
      readonly twins?: readonly number[];
    }
  /** Answers `label`: every row asked for is in one of the two. */
  | {
      readonly kind: 'labelled';
      readonly labels: readonly { readonly row: number; readonly target: number }[];
      readonly unusable: readonly number[];
    }
  /** Answers `train`: one result for each arm. */
  | { readonly kind: 'trained'; readonly results: readonly TrainedArm[] }
  /** Answers `choose` and `train` where an arm cannot go on. */
  | { readonly kind: 'failed'; readonly arm: string; readonly reason: string };

/** Figures of an arm's head on the holdout; null without one. */
export interface TrainedArm {
  readonly arm: string;
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  /** Bootstrap error of it, above 0; where macro-F1 is what counts. */
  readonly macroF1Error?: number;
  /** One character for each item of the holdout, `1` where the head was right. */
  readonly correct: string | null;
}
