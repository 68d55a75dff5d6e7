import { toFeatures, type FeatureSpace } from '../head/feature-space.js';
import { nearestRows, type Means } from '../numeric/distances.js';
import { sliceRows, takeRows, type Matrix } from '../numeric/matrix.js';

/**
 * Squared distance of twins. Features have a mean squared norm of 1, so that two items drawn at
 * random are about 2 apart: this is a hundredth of it.
 */
export const TWIN_SQUARED = 0.02;
/** Items of which features are made at once. */
const BLOCK_ROWS = 8192;

/** A pool of which a holdout was drawn. */
export interface HoldoutTwinsTask extends Means {
  readonly space: FeatureSpace;
  /** N × d, in the space of the encoder. */
  readonly embeddings: Matrix;
  /** H rows of the pool. */
  readonly holdout: readonly number[];
  /** Labels that are to be bought in all, from 1 to N, the holdout among them. */
  readonly budgetLabels: number;
}

/**
 * Rows of the pool that are near twins of items of the holdout (frames of one video, photographs of
 * one part): a head that has learnt from a twin knows the answer, so that the holdout would flatter
 * it. None where so many are twins that fewer items would be left than the budget pays for.
 *
 * Cost O(H·N·d), memory 8,192 × d beside the pool.
 *
 * @throws CodedError `CANCELLED`.
 */
export async function holdoutTwins(task: HoldoutTwinsTask): Promise<readonly number[]> {
  const { space, embeddings, holdout, budgetLabels, ...means } = task;
  const measured = toFeatures(space, takeRows(embeddings, holdout));
  const isMeasured = new Set(holdout);
  const twins: number[] = [];
  for (let start = 0; start < embeddings.rows; start += BLOCK_ROWS) {
    const end = Math.min(embeddings.rows, start + BLOCK_ROWS);
    const block = toFeatures(space, sliceRows(embeddings, start, end));
    const { squared } = await nearestRows(block, measured, means);
    for (const [at, distance] of squared.entries()) {
      if (distance < TWIN_SQUARED && !isMeasured.has(start + at)) twins.push(start + at);
    }
  }
  return embeddings.rows - twins.length >= budgetLabels ? twins : [];
}
