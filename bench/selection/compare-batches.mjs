import { takeRows } from '@alaas/core';

/** Rows that may differ where both took the best, for ties and rounding. */
const ROWS_ALIKE = 0.995;

/**
 * Whether our batch is as good as the peer's by the measure of the case.
 *
 * @returns { measure, ours, peer, alike }.
 */
export async function compareBatches({ check, slack, options }, batches, { pool, kernels }) {
  if (check === 'rows') {
    const theirs = new Set(batches.peer);
    const shared = batches.ours.filter((row) => theirs.has(row)).length / batches.ours.length;
    return { measure: 'share of equal rows', ours: shared, peer: 1, alike: shared >= ROWS_ALIKE };
  }
  const measure = MEASURES[check];
  const [ours, peer] = await Promise.all(
    [batches.ours, batches.peer].map(async (rows) => measure(pool, rows, { kernels, ...options })),
  );
  return { measure: check, ours, peer, alike: ours <= peer * (1 + slack) };
}

/** All are better when smaller. */
const MEASURES = {
  'cover-radius': async (pool, rows, { kernels }) =>
    Math.sqrt(Math.max(...(await nearestOf(pool.embeddings, rows, kernels)))),
  inertia: async (pool, rows, { kernels }) =>
    (await nearestOf(pool.embeddings, rows, kernels)).reduce((sum, value) => sum + value, 0),
  uncovered: async (pool, rows, { kernels, radius }) =>
    (await nearestOf(pool.embeddings, rows, kernels)).filter((value) => value > radius ** 2).length,
  'gradient-spread': (pool, rows) => gradientInertia(pool, rows),
};

/** Squared distance of each row to the nearest chosen one. */
async function nearestOf(embeddings, rows, kernels) {
  const points = takeRows(embeddings, rows);
  const squared = new Float64Array(embeddings.rows);
  const near = await kernels.nearest({ queries: embeddings, points, count: 1 });
  for (let i = 0; i < squared.length; i++) {
    const j = rows[near.index[i]];
    const d = embeddings.cols;
    for (let k = 0; k < d; k++) {
      squared[i] += (embeddings.data[i * d + k] - embeddings.data[j * d + k]) ** 2;
    }
  }
  return squared;
}

/** Σ of squared distances of sampled gradients (p − onehot) ⊗ x to the nearest chosen one. */
function gradientInertia({ embeddings, probabilities }, rows) {
  const step = Math.max(1, Math.floor(embeddings.rows / 300));
  let total = 0;
  for (let i = 0; i < embeddings.rows; i += step) {
    let least = Infinity;
    for (const j of rows) {
      const squared =
        inner(embeddings, probabilities, [i, i]) +
        inner(embeddings, probabilities, [j, j]) -
        2 * inner(embeddings, probabilities, [i, j]);
      if (squared < least) least = squared;
    }
    total += least;
  }
  return total;
}

function inner(embeddings, probabilities, [i, j]) {
  return dot(embeddings, i, j, () => 0) * dot(probabilities, i, j, guessOf(probabilities));
}

function guessOf({ cols, data }) {
  return (row, column) => {
    let guess = 0;
    for (let c = 1; c < cols; c++) if (data[row * cols + c] > data[row * cols + guess]) guess = c;
    return column === guess ? 1 : 0;
  };
}

function dot({ cols, data }, i, j, less) {
  let sum = 0;
  for (let k = 0; k < cols; k++) {
    sum += (data[i * cols + k] - less(i, k)) * (data[j * cols + k] - less(j, k));
  }
  return sum;
}
