import { predictFromEmbeddings } from '../../head/embedding-head.js';
import type { Means } from '../../numeric/distances.js';
import type { Matrix } from '../../numeric/matrix.js';
import { twoLargest } from './scoring-strategy.js';
import type { StrategyInputs } from './strategy.js';

/** What the strategies for rare classes look at. */
export type ClassInputs = Pick<
  StrategyInputs,
  'probabilities' | 'labelledEmbeddings' | 'labelledTargets' | 'head'
>;

/** How far pool and labelled items are on the side of each class, and who is labelled what. */
export interface ClassMargins {
  /** For class c: p_c less the largest other probability, of each item of the pool. */
  readonly pool: (c: number) => Float64Array;
  /** The same of each labelled item. */
  readonly labelled: (c: number) => Float64Array;
  readonly targets: Int32Array;
  /** Classes by rising number of labels, then by number. */
  readonly rarestFirst: readonly number[];
}

/** Sees every class against the rest as one line on which items lie. */
export async function classMargins(inputs: ClassInputs, means: Means): Promise<ClassMargins> {
  const { probabilities, labelledEmbeddings, labelledTargets, head } = inputs;
  const said = await predictFromEmbeddings(head, labelledEmbeddings, means);
  const labels = new Int32Array(probabilities.cols);
  for (const target of labelledTargets) labels[target]!++;
  const classes = [...labels.keys()];
  return {
    pool: lookOver(probabilities),
    labelled: lookOver(said),
    targets: labelledTargets,
    rarestFirst: classes.sort((a, b) => labels[a]! - labels[b]! || a - b),
  };
}

/** For each row its guess and the two largest probabilities, of which every margin is made. */
function lookOver({ rows, cols, data }: Matrix<Float64Array>) {
  const guesses = new Int32Array(rows);
  const firsts = new Float64Array(rows);
  const seconds = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const own = data.subarray(i * cols, (i + 1) * cols);
    const [first, second] = twoLargest(own, 0, cols);
    guesses[i] = own.indexOf(first);
    firsts[i] = first;
    seconds[i] = second;
  }
  return (wanted: number): Float64Array =>
    Float64Array.from(guesses, (guess, i) =>
      guess === wanted ? firsts[i]! - seconds[i]! : data[i * cols + wanted]! - firsts[i]!,
    );
}
