/** What an agent decides, with the evidence that a person needs to agree or not. */
export interface Decision {
  /** Place in the list of decisions, from 0. */
  readonly id: number;
  readonly kind: DecisionKind;
  readonly round: number;
  /** Labels paid when it was made. */
  readonly spent: number;
  /** Arm it is about; the champion for a stop. */
  readonly arm: string;
  /** Why, as a rule's id: `budget-spent`, `target-reached`, `paired-test`, … */
  readonly reason: string;
  /** Why, in plain words. */
  readonly text: string;
  /** The figures it rests on. */
  readonly evidence: Readonly<Record<string, number | string | null>>;
  /** Probability in [0, 1] that another choice would have been better; null where none can be said. */
  readonly probabilityWrong: number | null;
  /** Labels that one more round of evidence would cost. */
  readonly priceOfWaitingLabels: number;
  readonly status: DecisionStatus;
}

/** What is decided. */
export type DecisionKind = 'drop' | 'promote' | 'stop' | 'no-comparison';

/** How far a decision is. */
export type DecisionStatus =
  /** Carried out without asking. */
  | 'taken'
  /** A person is asked. */
  | 'asked'
  | 'approved'
  | 'vetoed'
  /** Put off until more labels are there. */
  | 'postponed'
  /** Undone: the arm was revived. */
  | 'reverted'
  /** Not carried out, to measure how often such decisions are wrong. */
  | 'continued-on-purpose';
