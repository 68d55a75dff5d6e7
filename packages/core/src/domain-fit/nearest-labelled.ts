import { takeRows } from '../numeric/matrix.js';
import type { DomainFitTask } from './domain-fit-task.js';

const NEIGHBOURS = 10;

/**
 * For each labelled item the places of the nearest other labelled items, up to 10, nearest first.
 * Cost O(L²·d).
 */
export async function nearestLabelled({
  features,
  labelled,
  kernels,
  signal,
}: Pick<DomainFitTask, 'features' | 'labelled' | 'kernels' | 'signal'>): Promise<
  readonly (readonly number[])[]
> {
  const own = takeRows(features, labelled);
  const count = Math.min(NEIGHBOURS, own.rows - 1) + 1;
  const { index } = await kernels.nearest({ queries: own, points: own, count, signal });
  return labelled.map((_, i) => {
    const nearest = Array.from(index.subarray(i * count, (i + 1) * count));
    // Duplicates may push an item off the first place of its own list.
    return nearest.filter((place) => place !== i).slice(0, count - 1);
  });
}
