const GOLDEN_ANGLE = 137.508;

/** A colour for each class, as far apart as so many can be; readable on light and dark. */
export function classColours(classes: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    classes.map((name, i) => [name, `hsl(${Math.round((210 + i * GOLDEN_ANGLE) % 360)} 62% 50%)`]),
  );
}
