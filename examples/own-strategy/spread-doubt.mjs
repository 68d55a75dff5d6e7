// A query strategy of one's own: of the items that the model is unsure of, those that lie far apart.
import { defineStrategy } from '@alaas/core';

export const strategy = defineStrategy({
  id: 'spread-doubt',
  title: 'Spread doubt',
  summary: 'Asks for items that the model is unsure of and that lie far apart.',
  source: 'An example: k-center greedy among the items of smallest margin.',
  cost: 'O(N·C + m·b·d) for m candidates',
  // Only what is declared here is computed, checked and handed to select().
  needs: ['embeddings', 'probabilities'],
  uses: [],
  options: {
    candidates: {
      kind: 'integer',
      default: 5,
      min: 1,
      max: 1000,
      help: 'Unsure items that are looked at, in units of the batch.',
    },
  },
  async select({ embeddings, probabilities }, { count, options, poolSize, signal, onProgress }) {
    const margins = marginsOf(probabilities);
    const candidates = Array.from({ length: poolSize }, (_, row) => row)
      .sort((a, b) => margins[a] - margins[b] || a - b)
      .slice(0, Math.max(count, options.candidates * count));
    // The most unsure item first; then, again and again, the one farthest from all picked.
    const picked = [candidates[0]];
    const nearest = candidates.map((row) => squaredDistance(embeddings, row, picked[0]));
    nearest[0] = -1;
    while (picked.length < count) {
      signal?.throwIfAborted();
      const best = nearest.indexOf(Math.max(...nearest));
      picked.push(candidates[best]);
      for (const [at, row] of candidates.entries()) {
        nearest[at] = Math.min(nearest[at], squaredDistance(embeddings, row, candidates[best]));
      }
      nearest[best] = -1;
      onProgress?.(picked.length);
    }
    return picked;
  },
});

/** p₁ − p₂ of each row. */
function marginsOf({ rows, cols, data }) {
  return Float64Array.from({ length: rows }, (_, row) => {
    const [first, second = 0] = [...data.subarray(row * cols, (row + 1) * cols)].sort(
      (a, b) => b - a,
    );
    return first - second;
  });
}

function squaredDistance({ cols, data }, a, b) {
  let sum = 0;
  for (let k = 0; k < cols; k++) sum += (data[a * cols + k] - data[b * cols + k]) ** 2;
  return sum;
}
