/** What kind of data this is, in the few numbers that learning curves depend on. */
export interface DataProfile {
  readonly classCount: number;
  /** Simpson concentration: 1 when classes are as frequent as each other. */
  readonly concentration: number;
  readonly purity: number;
  readonly nearDuplicateShare: number;
  readonly intrinsicDimension: number;
}

/** A profile on which the predictor was calibrated. */
export interface ReferenceProfile extends DataProfile {
  readonly name: string;
}

/** How far a profile is from those that the predictor knows. */
export interface ProfileDistance {
  readonly nearest: string;
  /** 0: the same; up to 1: within what was calibrated; above 2: strange. */
  readonly distance: number;
}

/** Step of each measure that counts as a distance of 1. */
const SCALES: Readonly<Record<keyof DataProfile, number>> = Object.freeze({
  classCount: 2, // a factor of four, in doublings
  concentration: 1, // doublings
  purity: 0.35,
  nearDuplicateShare: 0.25,
  intrinsicDimension: 1, // doublings
});

/** Euclidean distance to the nearest reference profile, each measure in its own scale. */
export function profileDistance(
  profile: DataProfile,
  references: readonly ReferenceProfile[],
): ProfileDistance {
  const here = coordinates(profile);
  const all = references.map((reference) => {
    const there = coordinates(reference);
    const squares = here.map((value, k) => (value - there[k]!) ** 2);
    return { nearest: reference.name, distance: Math.sqrt(squares.reduce((a, b) => a + b, 0)) };
  });
  return all.reduce((best, one) => (one.distance < best.distance ? one : best));
}

/** Factor by which forecast bands widen with the distance. */
export function bandWidening({ distance }: ProfileDistance): number {
  return 1 + 0.25 * Math.max(0, distance - 1);
}

function coordinates(profile: DataProfile): readonly number[] {
  const { classCount, concentration, purity, nearDuplicateShare, intrinsicDimension } = profile;
  return [
    Math.log2(classCount) / SCALES.classCount,
    Math.log2(Math.max(1, concentration)) / SCALES.concentration,
    purity / SCALES.purity,
    nearDuplicateShare / SCALES.nearDuplicateShare,
    Math.log2(Math.max(1, intrinsicDimension)) / SCALES.intrinsicDimension,
  ];
}
