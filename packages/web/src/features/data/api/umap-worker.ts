import { UMAP } from 'umap-js';

/** Embeddings, row by row. */
interface ToPlace {
  readonly count: number;
  readonly columns: number;
  readonly data: Float32Array;
}

const NEIGHBOURS = 15;
const FEWEST = 4;

globalThis.onmessage = ({ data: { count, columns, data } }: MessageEvent<ToPlace>) => {
  const rows = Array.from({ length: count }, (_, i) =>
    Array.from(data.subarray(i * columns, (i + 1) * columns)),
  );
  const nNeighbors = Math.min(NEIGHBOURS, count - 1);
  // So few items have no neighbourhoods: they stand in a row.
  const places =
    count < FEWEST
      ? rows.map((_, i) => [i, 0])
      : new UMAP({ nComponents: 2, nNeighbors, minDist: 0.1, random: seeded() }).fit(rows);
  globalThis.postMessage(inUnitSquare(places));
};

/** The same items, the same map (mulberry32). */
function seeded(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function inUnitSquare(places: readonly (readonly number[])[]): Float32Array {
  const result = new Float32Array(2 * places.length);
  for (const axis of [0, 1]) {
    const values = places.map((place) => place[axis]!);
    const low = values.reduce((least, value) => Math.min(least, value), Infinity);
    const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
    values.forEach((value, i) => {
      result[2 * i + axis] = high > low ? (value - low) / (high - low) : 0.5;
    });
  }
  return result;
}
