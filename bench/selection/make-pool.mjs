import { seededRandom } from '@alaas/core';

/** Standard normal numbers, made once: drawing each anew would take longer than what is measured. */
const TABLE = 2 ** 20;
const GROUPS_PER_CLASS = 5;

/**
 * Rows of norm 1 in groups whose spread falls from dimension to dimension, as embeddings have it,
 * with probabilities that lean to the class of the group.
 */
export function makePool({ items, dimension, classes, seed = 1 }) {
  const random = seededRandom(seed);
  const normals = Float32Array.from({ length: TABLE }, () => random.normal());
  const groups = classes * GROUPS_PER_CLASS;
  const centres = Float32Array.from({ length: groups * dimension }, () => 0.6 * random.normal());
  const spread = Float32Array.from({ length: dimension }, (_, k) => 2.1 / Math.sqrt(1 + k / 20));
  const data = new Float32Array(items * dimension);
  const probabilities = new Float64Array(items * classes);
  for (let i = 0; i < items; i++) {
    const group = random.integer(groups);
    const from = random.integer(TABLE - dimension);
    let squares = 0;
    for (let k = 0, at = i * dimension; k < dimension; k++, at++) {
      data[at] = centres[group * dimension + k] + normals[from + k] * spread[k];
      squares += data[at] * data[at];
    }
    const scale = 1 / Math.sqrt(squares);
    for (let at = i * dimension; at < (i + 1) * dimension; at++) data[at] *= scale;
    fillProbabilities(probabilities.subarray(i * classes, (i + 1) * classes), group, random);
  }
  return {
    embeddings: { rows: items, cols: dimension, data },
    probabilities: { rows: items, cols: classes, data: probabilities },
  };
}

function fillProbabilities(row, group, random) {
  const lean = 1 + 3 * random.next();
  let sum = 0;
  for (let c = 0; c < row.length; c++) {
    row[c] = Math.exp((c === group % row.length ? lean : 0) + random.normal());
    sum += row[c];
  }
  for (let c = 0; c < row.length; c++) row[c] /= sum;
}
