import { checkLabels, checkShare } from './measured-points.js';
import { searchLabels, type LabelsNeeded } from './search-labels.js';

/** Labels that a target takes, as far as it is reached. */
export interface LabelsToTarget extends LabelsNeeded {
  readonly target: number;
  /** More labels than these were not considered. */
  readonly atMost: number;
  /** Probability that `atMost` labels do not reach the target, in [0, 1]. */
  readonly probabilityUnreachable: number;
}

/**
 * Labels to a target in [0, 1], whole numbers from 1 to `atMost`.
 *
 * @param probabilityAtLeast of a value at a number of labels; it never falls in labels.
 * @throws CodedError `FORECAST_OPTION_INVALID`.
 */
export function labelsToTarget(
  probabilityAtLeast: (value: number, labels: number) => number,
  { target, atMost }: { target: number; atMost: number },
): LabelsToTarget {
  checkShare(target, 'target');
  checkLabels(atMost, 'atMost');
  const reachedBy = (labels: number) => probabilityAtLeast(target, labels);
  return {
    target,
    atMost,
    ...searchLabels(reachedBy, atMost),
    probabilityUnreachable: 1 - reachedBy(atMost),
  };
}
