import { pause } from '../numeric/pause.js';
import { topIndices } from '../numeric/top-k.js';
import { classMargins } from './contract/class-margins.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Takes items on both sides of the line between each class and the rest, rare classes first. */
export const direct = defineStrategy({
  id: 'direct',
  title: 'DIRECT',
  summary:
    'For skewed data: asks as many items on either side of where each class ends, class by class. Finds rare classes; judge it by macro-F1.',
  source:
    'Nuggehalli, Zhang, Jain and Nowak 2023, DIRECT: deep active learning under imbalance and label noise: the threshold of each class is that of fewest wrong labels so far, since a batch brings no labels meanwhile',
  cost: 'O(C·N·log N)',
  needs: ['probabilities', 'labelledEmbeddings', 'labelledTargets', 'head'],
  uses: [],
  options: {},
  async select(inputs, { count, kernels, signal }) {
    const margins = await classMargins(inputs, { kernels, signal });
    const queues: Generator<number>[] = [];
    for (const c of margins.rarestFirst) {
      await pause(signal);
      const isOf = (i: number) => margins.targets[i] === c;
      const threshold = bestThreshold(margins.labelled(c), isOf);
      queues.push(aroundThreshold(margins.pool(c), { threshold, most: count }));
    }
    const picked = new Set<number>();
    for (let turn = 0; picked.size < count; turn++) {
      const queue = queues[turn % queues.length]!;
      let next = queue.next();
      while (!next.done && picked.has(next.value)) next = queue.next();
      if (!next.done) picked.add(next.value);
    }
    return [...picked];
  },
});

/**
 * The threshold above which items are called of the class with fewest errors; of all such the one
 * nearest to 0, where the head itself draws the line.
 */
function bestThreshold(scores: Float64Array, isOf: (i: number) => boolean): number {
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
  let errors = order.filter((i) => !isOf(i)).length;
  let best = { errors: Infinity, threshold: 0 };
  for (let place = 0; place <= order.length; place++) {
    const low = place > 0 ? scores[order[place - 1]!]! : -1;
    const high = place < order.length ? scores[order[place]!]! : 1;
    const threshold = Math.min(high, Math.max(low, 0));
    const isBetter =
      errors < best.errors ||
      (errors === best.errors && Math.abs(threshold) < Math.abs(best.threshold));
    if (isBetter) best = { errors, threshold };
    if (place < order.length) errors += isOf(order[place]!) ? 1 : -1;
  }
  return best.threshold;
}

/** Items above and below the threshold in turn, nearest first. */
function* aroundThreshold(
  scores: Float64Array,
  { threshold, most }: { threshold: number; most: number },
): Generator<number> {
  const sides = [1, -1].map((sign) => {
    const nearness = scores.map((score) => {
      const beyond = sign * (score - threshold);
      return beyond > 0 || (beyond === 0 && sign === 1) ? -beyond : -Infinity;
    });
    return topIndices(nearness, most).filter((i) => nearness[i]! > -Infinity);
  });
  for (let place = 0; place < most; place++) {
    for (const side of sides) if (side[place] !== undefined) yield side[place]!;
  }
}
