import { throwIfCancelled } from '../errors.js';

/**
 * Clusters by average linkage: the two clusters of the least mean distance merge, until as many
 * are left as wanted. Nearest-neighbour chains find the same tree in O(n²) (Murtagh 1983; Müllner
 * 2011), with the distances kept in place by the Lance-Williams rule.
 *
 * @param distances n × n, symmetric; overwritten.
 * @returns for each item the lowest item of its cluster.
 */
export function averageLinkage(
  distances: Float32Array,
  task: {
    readonly size: number;
    readonly clusters: number;
    readonly signal?: AbortSignal | undefined;
  },
): Int32Array {
  const { size, clusters, signal } = task;
  const merges = chainMerges(distances, size, signal);
  // Chains find merges in another order than that of their heights; the tree is the same.
  merges.sort((a, b) => a.height - b.height || a.kept - b.kept || a.gone - b.gone);
  const parent = Int32Array.from({ length: size }, (_, i) => i);
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root]!;
    parent[item] = root;
    return root;
  };
  for (const { kept, gone } of merges.slice(0, Math.max(0, size - clusters))) {
    const [a, b] = [rootOf(kept), rootOf(gone)];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  return parent.map((_, item) => rootOf(item));
}

interface Merge {
  readonly kept: number;
  readonly gone: number;
  readonly height: number;
}

function chainMerges(
  distances: Float32Array,
  size: number,
  signal: AbortSignal | undefined,
): Merge[] {
  const weights = new Float64Array(size).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < size - 1) {
    if (merges.length % 64 === 0) throwIfCancelled(signal);
    if (chain.length === 0) chain.push(weights.findIndex((weight) => weight > 0));
    const last = chain.at(-1)!;
    const before = chain.at(-2);
    const next = nearestTo(last, { distances, weights, before });
    if (next !== before) {
      chain.push(next);
      continue;
    }
    chain.splice(-2);
    const [kept, gone] = [Math.min(last, next), Math.max(last, next)];
    merges.push({ kept, gone, height: distances[kept * size + gone]! });
    join(distances, weights, { kept, gone });
  }
  return merges;
}

/** The nearest other cluster; the one before in the chain wins ties, so that the chain ends. */
function nearestTo(
  item: number,
  state: { distances: Float32Array; weights: Float64Array; before: number | undefined },
): number {
  const { distances, weights, before } = state;
  const start = item * weights.length;
  let best = before ?? -1;
  let least = before === undefined ? Infinity : distances[start + before]!;
  for (let other = 0; other < weights.length; other++) {
    if (other === item || weights[other] === 0) continue;
    const distance = distances[start + other]!;
    if (distance < least || best < 0) {
      least = distance;
      best = other;
    }
  }
  return best;
}

function join(
  distances: Float32Array,
  weights: Float64Array,
  { kept, gone }: { kept: number; gone: number },
): void {
  const size = weights.length;
  const total = weights[kept]! + weights[gone]!;
  const share = weights[kept]! / total;
  for (let other = 0; other < size; other++) {
    if (weights[other] === 0 || other === kept || other === gone) continue;
    const mean =
      share * distances[kept * size + other]! + (1 - share) * distances[gone * size + other]!;
    distances[kept * size + other] = mean;
    distances[other * size + kept] = mean;
  }
  weights[kept] = total;
  weights[gone] = 0;
}
