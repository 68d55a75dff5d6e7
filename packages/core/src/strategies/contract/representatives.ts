import type { Clustering } from '../../numeric/k-means.js';

/**
 * The item nearest to each centre; an empty cluster gives its place to the item that lies farthest
 * from its own centre.
 */
export function representatives(
  { assignment, squared }: Pick<Clustering, 'assignment' | 'squared'>,
  count: number,
): number[] {
  const nearest = new Int32Array(count).fill(-1);
  for (let i = 0; i < assignment.length; i++) {
    const c = assignment[i]!;
    if (nearest[c]! < 0 || squared[i]! < squared[nearest[c]!]!) nearest[c] = i;
  }
  const picked = [...nearest].filter((item) => item >= 0);
  if (picked.length === count) return picked;
  const taken = new Set(picked);
  const rest = [...squared.keys()].filter((i) => !taken.has(i));
  rest.sort((a, b) => squared[b]! - squared[a]! || a - b);
  return [...picked, ...rest.slice(0, count - picked.length)];
}
