/** How unevenly classes occur among items drawn at random. */
export interface Skew {
  /** Share of the most frequent class, in (0, 1]; 0 without items. */
  readonly majorityShare: number;
  /** Unbiased Simpson index times the number of classes: 1 when all are as frequent. */
  readonly concentration: number;
  readonly skewed: boolean;
}

/** Above this concentration the classes are called skewed (for two classes: 85 to 15). */
const SKEWED_CONCENTRATION = 1.5;
/** Fewer items say nothing about how frequent classes are. */
const FEWEST_ITEMS = 30;

/**
 * Simpson's index Σ n_c(n_c − 1) / (v(v − 1)) (Simpson 1949) is the probability that two items have
 * the same class; unlike the largest share it is not biased by few items per class.
 *
 * @param targets class indices of items drawn at random.
 */
export function skewOf(targets: readonly number[], classCount: number): Skew {
  const counts = new Map<number, number>();
  for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1);
  const items = targets.length;
  const pairs = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  const concentration = items < 2 ? 1 : (classCount * pairs) / (items * (items - 1));
  return {
    majorityShare: items === 0 ? 0 : Math.max(...counts.values()) / items,
    concentration,
    skewed: items >= FEWEST_ITEMS && concentration >= SKEWED_CONCENTRATION,
  };
}
