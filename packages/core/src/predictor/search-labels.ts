/** Numbers of labels that do with a probability of 0.1, 0.5, 0.9; absent where none does. */
export interface LabelsNeeded {
  readonly p10?: number;
  readonly p50?: number;
  readonly p90?: number;
}

/**
 * Smallest whole numbers of labels, 1 to `atMost`, at which a probability reaches 0.1, 0.5 and 0.9.
 *
 * @param reachedBy probability at a number of labels; it never falls in labels.
 */
export function searchLabels(reachedBy: (labels: number) => number, atMost: number): LabelsNeeded {
  const inTheEnd = reachedBy(atMost);
  const labelsFor = (probability: number) => {
    if (inTheEnd < probability) return undefined;
    let [below, enough] = [0, atMost];
    while (enough - below > 1) {
      const middle = Math.floor((below + enough) / 2);
      if (reachedBy(middle) >= probability) enough = middle;
      else below = middle;
    }
    return enough;
  };
  const found = { p10: labelsFor(0.1), p50: labelsFor(0.5), p90: labelsFor(0.9) };
  return {
    ...(found.p10 !== undefined && { p10: found.p10 }),
    ...(found.p50 !== undefined && { p50: found.p50 }),
    ...(found.p90 !== undefined && { p90: found.p90 }),
  };
}
