import { row, type Matrix } from '../numeric/matrix.js';

/**
 * Rows whose numbers are those of an earlier row that has another label, in rising order: nothing in
 * the embedding tells the two apart. Cost O(N·d).
 *
 * @param labels one for each row; undefined where none is known.
 */
export function contradictingRows(
  embeddings: Matrix,
  labels: readonly (string | number | undefined)[] | Int32Array,
): number[] {
  const firsts = new Map<number, number[]>();
  const contradicting: number[] = [];
  for (let i = 0; i < embeddings.rows; i++) {
    if (labels[i] === undefined) continue;
    const values = row(embeddings, i);
    const key = hashOf(values);
    const alike = firsts.get(key) ?? [];
    const twin = alike.find((j) => isSame(row(embeddings, j), values));
    if (twin === undefined) firsts.set(key, [...alike, i]);
    else if (labels[twin] !== labels[i]) contradicting.push(i);
  }
  return contradicting;
}

/** FNV-1a over the bits of the numbers. */
function hashOf(values: Float32Array): number {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let hash = 0x811c9dc5;
  for (const word of bits) hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.every((value, i) => value === b[i]);
}
