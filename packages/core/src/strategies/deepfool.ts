import { toFeatures } from '../head/feature-space.js';
import type { Head } from '../head/head.js';
import { squaredDistance } from '../numeric/distances.js';
import { defineStrategy } from './contract/define-strategy.js';
import { SCORE_OPTIONS, takeByScore } from './contract/take-by-score.js';

/** Takes the items that lie nearest to a boundary between two classes. */
export const deepfool = defineStrategy({
  id: 'deepfool',
  title: 'DeepFool',
  summary:
    'Asks for the items whose guess the smallest change would turn. Like margin, measured in the space of the features; exact here, because the head is linear.',
  source:
    'Moosavi-Dezfooli, Fawzi and Frossard 2016, DeepFool; Ducoffe and Precioso 2018. Closed form for a linear head: min over c of (f_ŷ − f_c) / ‖w_ŷ − w_c‖',
  cost: 'O(N·d·C + C²·d)',
  needs: ['embeddings', 'head'],
  uses: [],
  options: SCORE_OPTIONS,
  itemwise: true,
  async select({ embeddings, head: { space, head } }, context) {
    const { kernels, signal } = context;
    const features = toFeatures(space, embeddings);
    const logits = await kernels.multiply(features, head.weights, { transposeB: true, signal });
    const between = weightDistances(head);
    const scores = new Float64Array(embeddings.rows);
    const row = new Float64Array(head.classCount);
    for (let i = 0; i < scores.length; i++) {
      for (let c = 0; c < row.length; c++)
        row[c] = logits.data[i * row.length + c]! + head.bias[c]!;
      scores[i] = 1 / (1 + distanceToBoundary(row, between));
    }
    return takeByScore(scores, 0, context);
  },
});

/** ‖w_a − w_b‖ of each pair of classes, C × C. */
function weightDistances({ classCount, weights }: Head): Float64Array {
  const between = new Float64Array(classCount * classCount);
  for (let a = 0; a < classCount; a++) {
    for (let b = 0; b < a; b++) {
      const distance = Math.sqrt(squaredDistance(weights, a, { b: weights, j: b }));
      between[a * classCount + b] = distance;
      between[b * classCount + a] = distance;
    }
  }
  return between;
}

/** Infinite when there is no other class, or none whose boundary can be reached. */
function distanceToBoundary(logits: Float64Array, between: Float64Array): number {
  let guess = 0;
  for (let c = 1; c < logits.length; c++) if (logits[c]! > logits[guess]!) guess = c;
  let least = Infinity;
  for (let c = 0; c < logits.length; c++) {
    if (c === guess) continue;
    const gap = logits[guess]! - logits[c]!;
    const distance = gap === 0 ? 0 : gap / between[guess * logits.length + c]!;
    if (distance < least) least = distance;
  }
  return least;
}
