import { pause } from '../numeric/pause.js';
import { classMargins, type ClassMargins } from './contract/class-margins.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Bisects, on a line for each class, the gaps between labels that differ. */
export const galaxy = defineStrategy({
  id: 'galaxy',
  title: 'GALAXY',
  summary:
    'For extreme skew: on a line for each class, halves the gap between items labelled otherwise until it is closed, then asks around it, rare classes first.',
  source:
    'Zhang, Katz-Samuels and Nowak 2022, GALAXY: graph-based active learning at the extreme; an item of the batch counts as what the head calls it, since a batch brings no labels meanwhile',
  cost: 'O(C·N·log N), then O(C·(L + b)) for each item; memory O(C·(N + L))',
  needs: ['probabilities', 'labelledEmbeddings', 'labelledTargets', 'head'],
  uses: [],
  options: {},
  async select(inputs, { count, kernels, signal, onProgress }) {
    const margins = await classMargins(inputs, { kernels, signal });
    const lines: Line[] = [];
    for (const c of margins.rarestFirst) {
      await pause(signal);
      lines.push(lineOf(margins, c));
    }
    const picked: number[] = [];
    while (picked.length < count) {
      if (picked.length % 64 === 0) await pause(signal);
      const next = middleOfShortest(lines) ?? nearestToCut(lines);
      picked.push(next);
      for (const line of lines) learn(line, next);
      onProgress?.(picked.length);
    }
    return picked;
  },
});

/** One class against the rest: items in the order of their margins. */
interface Line {
  /** Item at each place by falling margin; the labelled items follow those of the pool. */
  readonly order: Int32Array;
  readonly placeOf: Int32Array;
  /** Places that are known, rising; 1 where the item is of the class, else 0. */
  readonly known: { place: number; isOf: 0 | 1 }[];
  /** At each place whether it is known. */
  readonly isKnown: Uint8Array;
  /** Places from here on are not of the class, says the head. */
  readonly border: number;
  /** Items asked for around the cut so far. */
  asked: number;
}

function lineOf(margins: ClassMargins, c: number): Line {
  const [pool, labelled] = [margins.pool(c), margins.labelled(c)];
  const scores = new Float64Array(pool.length + labelled.length);
  scores.set(pool);
  scores.set(labelled, pool.length);
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const placeOf = new Int32Array(order.length);
  for (const [place, item] of order.entries()) placeOf[item] = place;
  const isKnown = new Uint8Array(order.length);
  const known = Array.from(margins.targets, (target, i) => {
    const place = placeOf[pool.length + i]!;
    isKnown[place] = 1;
    return { place, isOf: target === c ? (1 as const) : (0 as const) };
  });
  known.sort((a, b) => a.place - b.place);
  const border = order.findIndex((item) => scores[item]! <= 0);
  return {
    order,
    placeOf,
    known,
    isKnown,
    border: border < 0 ? order.length : border,
    asked: 0,
  };
}

/** The item amid the shortest gap between known items that differ; the first class of equals. */
function middleOfShortest(lines: readonly Line[]): number | undefined {
  let best: { length: number; item: number } | undefined;
  for (const { known, order } of lines) {
    for (let k = 1; k < known.length; k++) {
      const [from, to] = [known[k - 1]!, known[k]!];
      const length = to.place - from.place - 1;
      if (from.isOf === to.isOf || length === 0) continue;
      if (best && best.length <= length) continue;
      best = { length, item: order[(from.place + to.place) >> 1]! };
    }
  }
  return best?.item;
}

/** Where all gaps are closed: the item nearest to a cut, on the line that was asked least. */
function nearestToCut(lines: readonly Line[]): number {
  const line = lines.reduce((least, one) => (one.asked < least.asked ? one : least));
  line.asked++;
  const { order, isKnown } = line;
  for (let reach = 0; ; reach++) {
    for (const cut of cutsOf(line)) {
      for (const place of [cut - 1 - reach, cut + reach]) {
        if (isKnown[place] === 0) return order[place]!;
      }
    }
  }
}

/** Places at which the known items change; without any, the border that the head draws. */
function cutsOf({ known, border }: Line): number[] {
  const cuts = known.flatMap(({ place, isOf }, k) =>
    k > 0 && known[k - 1]!.isOf !== isOf ? [place] : [],
  );
  return cuts.length > 0 ? cuts : [border];
}

/** Takes the head's word for an item that will be labelled. */
function learn({ known, placeOf, isKnown, border }: Line, item: number): void {
  const place = placeOf[item]!;
  isKnown[place] = 1;
  let low = 0;
  let high = known.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (known[middle]!.place < place) low = middle + 1;
    else high = middle;
  }
  known.splice(low, 0, { place, isOf: place < border ? 1 : 0 });
}
