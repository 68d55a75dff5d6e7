import type { ClassGuide } from '@alaas/client';

/**
 * Of the first classes, far from each other also for people who see no red, no green or no blue; each
 * stands out by 3 to 1 from the light surface and from the dark one.
 */
const FIRST = [
  '#246ccc',
  '#d80000',
  '#cc6c90',
  '#9c9048',
  '#c018a8',
  '#3090f0',
  '#9c606c',
  '#9c18fc',
] as const;
const GOLDEN_ANGLE = 137.508;
const FIRST_HUE = 210;
const SATURATION = 0.62;
/** Of every further one: some 4 to 1 against the light surface, some 3.5 to 1 against the dark one. */
const LUMINANCE = 0.2;
const STEPS = 20;

/** A colour for each class: the one that somebody chose, else one far from those of the others. */
export function classColours(
  classes: readonly string[],
  guides: readonly (Pick<ClassGuide, 'name'> & { readonly color?: string | null | undefined })[],
): ReadonlyMap<string, string> {
  const chosen = new Map(guides.map(({ name, color }) => [name, color]));
  return new Map(classes.map((name, i) => [name, chosen.get(name) ?? defaultColour(i)]));
}

/** The colour of a class by its place; beyond the first ones only the hue differs. */
function defaultColour(place: number): string {
  const first = FIRST[place];
  if (first !== undefined) return first;
  const hue = (FIRST_HUE + place * GOLDEN_ANGLE) % 360;
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (luminance(channels(hue, middle)) < LUMINANCE) low = middle;
    else high = middle;
  }
  const bytes = channels(hue, low).map((value) => Math.round(255 * value));
  return `#${bytes.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Red, green and blue in [0, 1] of a hue in degrees with a lightness in [0, 1]. */
function channels(hue: number, lightness: number): readonly number[] {
  const reach = SATURATION * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const k = (offset + hue / 30) % 12;
    return lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  });
}

/** Relative luminance as WCAG 2 defines it, in [0, 1]. */
function luminance(rgb: readonly number[]): number {
  const [red, green, blue] = rgb.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
