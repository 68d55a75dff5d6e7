import type { RandomComparison } from '@alaas/contracts';
import type { MeasuredPoint } from '@alaas/core';

/** What is known of random picks in a project. */
export interface RandomPicks {
  /** The measured point that was held against them. */
  readonly measured: string;
  /** Their learning curve, by cross-fitting inside a holdout of so many items. */
  readonly curve: RandomCurve | null;
  readonly found: RandomComparison;
}

/** A learning curve of random picks. */
export interface RandomCurve {
  readonly items: number;
  readonly points: readonly MeasuredPoint[];
}
