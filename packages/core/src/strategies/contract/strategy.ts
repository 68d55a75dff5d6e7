import type { EmbeddingHead } from '../../head/embedding-head.js';
import type { Kernels } from '../../numeric/kernels.js';
import type { Matrix } from '../../numeric/matrix.js';
import type { Random } from '../../numeric/random.js';
import type { OptionSpecs, OptionValues } from './options.js';

/** Everything a strategy can ask for; it sees only what it declares in `needs` and `uses`. */
export interface StrategyInputs {
  /** N × d embeddings of the pool. */
  readonly embeddings: Matrix;
  /** N × C probabilities of the head for the pool; rows sum to 1. */
  readonly probabilities: Matrix<Float64Array>;
  /** L × d embeddings of the items already labelled, in the space of `embeddings`. */
  readonly labelledEmbeddings: Matrix;
  /** L class indices in [0, C), one for each row of `labelledEmbeddings`. */
  readonly labelledTargets: Int32Array;
  /** The head trained on the labelled items, from which `probabilities` come. */
  readonly head: EmbeddingHead;
  /** E × d embeddings of items like those wanted, E ≥ 1, in the space of `embeddings`. */
  readonly examples: Matrix;
}

/** Name of one input. */
export type InputName = keyof StrategyInputs;

/** What the caller wants and the means to do it. */
export interface SelectionContext<Options> {
  /** Items in the pool, N ≥ count. */
  readonly poolSize: number;
  /** Batch size b ≥ 1. */
  readonly count: number;
  readonly options: Options;
  readonly random: Random;
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
  /** Told the number of items picked so far, now and then. */
  readonly onProgress?: ((picked: number) => void) | undefined;
  /** Told, at most once, how the answer differs from the definition, where the pool is too large. */
  readonly onApproximation?: ((approximation: Approximation) => void) | undefined;
}

/** How a strategy came to its answer where it did not follow its definition to the letter. */
export interface Approximation {
  /** Kebab-case name of the method. */
  readonly method: string;
  /** The sizes and settings that describe it. */
  readonly [detail: string]: string | number;
}

/**
 * A query strategy: embedding and probabilities in, batch of pool rows out.
 *
 * One strategy is one file whose name is its id; the file declares what it reads, and the type of
 * `select`'s first argument follows from that, so reading an undeclared input does not compile.
 */
export interface QueryStrategy<
  Needs extends InputName = InputName,
  Uses extends InputName = InputName,
  Specs extends OptionSpecs = OptionSpecs,
> {
  /** Kebab-case id, equal to the file name. */
  readonly id: string;
  readonly title: string;
  /** When to use it, in one or two plain sentences. */
  readonly summary: string;
  /** Paper or formula it comes from. */
  readonly source: string;
  /** Cost in N items, d dims, C classes, b batch, L labelled. */
  readonly cost: string;
  /** Inputs without which it cannot choose. */
  readonly needs: readonly Needs[];
  /** Inputs it reads when they are there. */
  readonly uses: readonly Uses[];
  readonly options: Specs;
  /**
   * Draws from the random stream, so that another seed gives another batch. Default false: the
   * answer depends on the items alone, not on the seed nor on the order of the pool.
   */
  readonly randomised?: boolean;
  /**
   * Judges each item for itself, so that the items of any part of the pool rank as they do in the
   * whole. Default false.
   */
  readonly itemwise?: boolean;
  /** Distinct rows of the pool in pick order; called only with checked inputs and options. */
  select(
    inputs: Pick<StrategyInputs, Needs> & Partial<Pick<StrategyInputs, Uses>>,
    context: SelectionContext<OptionValues<Specs>>,
  ): Promise<number[]>;
}
