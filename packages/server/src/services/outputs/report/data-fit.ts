import type { DomainFitReport, Reason, Verdict } from '@alaas/core';

/** Whether the data of a run are fit for active learning, as far as it is known. */
export interface DataFit {
  readonly verdict: Verdict;
  /** What speaks against, each with what to do about it. */
  readonly reasons: readonly Reason[];
  /** Random items that it rests on; `none` where nothing could be measured. */
  readonly measuredOn: 'test-set' | 'simulation-holdout' | 'bought-holdout' | 'none';
  readonly items: number;
  /** Factor by which forecast bands are wider than usual, from 1. */
  readonly bandWidening: number;
  /** The measures behind it; null where nothing could be measured. */
  readonly measures: DomainFitReport | null;
}

/** The verdict in a short sentence. */
export function fitSummary({ verdict, reasons }: Pick<DataFit, 'verdict' | 'reasons'>): string {
  const count = reasons.length;
  if (count === 0) return `${FIT_WORDS[verdict]}: nothing was found that speaks against it.`;
  return `${FIT_WORDS[verdict]}: ${count} ${count === 1 ? 'thing' : 'things'} to mind.`;
}

/** The verdicts in words. */
export const FIT_WORDS: Readonly<Record<Verdict, string>> = Object.freeze({
  go: 'Go',
  'go-with-care': 'Go with care',
  'do-not-rely-on-the-forecast': 'Do not rely on the forecast',
});
