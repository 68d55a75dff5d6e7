import { measureSpread, type PoolSpread, type PoolTask } from './pool-measures.js';
import { REFERENCE_PROFILES } from './reference-profiles.js';
import { twinReasons, verdictOf, type Reason, type Verdict } from './verdict.js';

/** What a pool shows before any of it is labelled: nothing about whether its classes can be told apart. */
export interface PoolFitReport {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly spread: PoolSpread;
}

/** Share of twins from which there is hardly anything to choose between. */
const ALL_ALIKE = 0.8;
/** Doublings beyond the reference profiles from which the dimension is strange. */
const STRANGE_DOUBLINGS = 1;

/**
 * Whether anything about a pool speaks against active learning on it, before the first label. Cost
 * O(4,000·N·d).
 *
 * @throws CodedError `CANCELLED`.
 */
export async function poolFit(task: PoolTask): Promise<PoolFitReport> {
  const spread = await measureSpread(task);
  const reasons = [...alikeReasons(spread), ...dimensionReasons(spread)];
  return { verdict: verdictOf(reasons), reasons, spread };
}

function alikeReasons({ nearDuplicates }: PoolSpread): readonly Reason[] {
  if (nearDuplicates.low <= ALL_ALIKE) return twinReasons(nearDuplicates);
  return [
    {
      measure: 'all-alike',
      severity: 'severe',
      text: 'Nearly every item has a near twin: to the encoder they look the same.',
      advice: 'Take another encoder, made for data like this, or remove the copies.',
    },
  ];
}

function dimensionReasons({ intrinsicDimension }: PoolSpread): readonly Reason[] {
  const known = REFERENCE_PROFILES.map((profile) => profile.intrinsicDimension);
  const away = Math.max(
    Math.log2(Math.min(...known) / intrinsicDimension),
    Math.log2(intrinsicDimension / Math.max(...known)),
  );
  // Where all items are twins there is no dimension.
  if (intrinsicDimension === 0 || away <= STRANGE_DOUBLINGS) return [];
  return [
    {
      measure: 'profile',
      severity: 'care',
      text: `The items vary in about ${Math.round(intrinsicDimension)} directions, unlike those of the sets that the forecast was calibrated on.`,
      advice: 'Trust the forecast more as measured points come in.',
    },
  ];
}
