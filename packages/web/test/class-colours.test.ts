import { expect, test } from 'vitest';
import { classColours } from '../src/lib/class-colours.js';

const FEW = Array.from({ length: 8 }, (_, i) => `${i}`);
const colours = [...classColours(FEW, []).values()].map(linearOf);
/** The light surface and the dark one. */
const SURFACES = ['#fbfcfd', '#1b2026'].map(linearOf);

/** How people see who lack one kind of cone (Machado and others 2009), on linear channels. */
const VIEWS = {
  'all colours': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  'no red': [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998], // prettier-ignore
  'no green': [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881], // prettier-ignore
  'no blue': [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039], // prettier-ignore
} as const;

test.each(Object.entries(VIEWS))('the first colours differ for who sees %s', (_, view) => {
  const seen = colours.map((colour) => labOf(times(view, colour)));
  const steps = seen.flatMap((one, i) => seen.slice(0, i).map((other) => distance(one, other)));
  expect(Math.min(...steps)).toBeGreaterThan(4.5);
  // Most projects have two or three classes.
  expect(distance(seen[0]!, seen[1]!)).toBeGreaterThan(20);
  expect(distance(seen[0]!, seen[2]!)).toBeGreaterThan(7);
});

test('each of them stands out from both surfaces by 3 to 1', () => {
  for (const colour of colours) {
    for (const surface of SURFACES) expect(contrast(colour, surface)).toBeGreaterThan(3);
  }
});

test('a chosen colour counts, and many classes have different ones', () => {
  const names = Array.from({ length: 60 }, (_, i) => `${i}`);
  const found = classColours(names, [{ name: '7', color: '#123456' }]);
  expect(found.get('7')).toBe('#123456');
  expect(new Set(found.values()).size).toBe(60);
});

type Triple = readonly number[];

function linearOf(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function times(matrix: readonly number[], [r, g, b]: Triple): Triple {
  return [0, 3, 6].map((row) => matrix[row]! * r! + matrix[row + 1]! * g! + matrix[row + 2]! * b!);
}

/** OKLab, in hundredths. */
function labOf(linear: Triple): Triple {
  const within = linear.map((value) => Math.min(1, Math.max(0, value)));
  const cones = times(
    [0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376, 0.6299787005], // prettier-ignore
    within,
  ).map(Math.cbrt);
  return times(
    [0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662, -0.808675766], // prettier-ignore
    cones,
  ).map((value) => 100 * value);
}

function distance(one: Triple, other: Triple): number {
  return Math.hypot(...one.map((value, i) => value - other[i]!));
}

function contrast(one: Triple, other: Triple): number {
  const [low, high] = [one, other]
    .map(([r, g, b]) => 0.2126 * r! + 0.7152 * g! + 0.0722 * b!)
    .sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}
