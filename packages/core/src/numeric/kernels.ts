import type { Matrix } from './matrix.js';

/**
 * The numeric backend as the algorithms see it. `referenceKernels` is the plain TypeScript form;
 * `@alaas/pipeline` has the ONNX Runtime form; one differential suite holds them together.
 *
 * Every call is asynchronous so that a backend may use threads, and looks at the signal at least
 * once per block of work (about 200 ms).
 */
export interface Kernels {
  /** Name for logs and benchmarks, as `reference` or `onnxruntime`. */
  readonly id: string;

  /** op(a) · op(b) in float32; cost 2·m·k·n flops. */
  multiply(a: Matrix, b: Matrix, options?: MultiplyOptions): Promise<Matrix>;

  /**
   * For each candidate row c_j: Σ_i w_i · max(0, exp(−‖x_i − c_j‖² / r²) − cover_i), the gain in
   * coverage that choosing it would bring (MaxHerding's objective). Cost 2·N·M·d flops for N
   * points and M candidates; memory stays one block, never N × M.
   */
  coverageGains(request: CoverageRequest): Promise<Float64Array>;

  /**
   * exp(−‖x_i − c_j‖² / r²) for every point and candidate, N × M and in (0, 1]. Cost 2·N·M·d flops,
   * half of that when points and candidates are the same object; memory 4·N·M bytes.
   */
  similarities(request: SimilarityRequest): Promise<Tiles>;

  /** Σ_j w_j · max(0, s_ij − cover_j) for each row i of s. Cost O(N·M). */
  rowGains(request: RowGainsRequest): Promise<Float64Array>;

  /**
   * −Σ_i log p_i, where p_i is the entry t_i of softmax(W · x_i + b), and its gradient. Cost 4·n·d·C
   * flops for n items and C classes; memory stays one block of n × C.
   */
  crossEntropy(request: CrossEntropyRequest): Promise<CrossEntropy>;

  /**
   * For each query the `count` points at the smallest squared distance, nearest first, as float32
   * products give them. Cost 2·Q·P·d flops; memory stays one block and the answer, never Q × P.
   */
  nearest(request: NearestRequest): Promise<NearestPoints>;
}

/** How to read the two factors of a product. */
export interface MultiplyOptions {
  /** Read a as its transpose. Default false. */
  readonly transposeA?: boolean;
  /** Read b as its transpose. Default false. */
  readonly transposeB?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Inputs of `Kernels.similarities`. */
export interface SimilarityRequest {
  /** N × d points to be represented. */
  readonly points: Matrix;
  /** M × d candidates. */
  readonly candidates: Matrix;
  /** Kernel radius r > 0, in the units of the points. */
  readonly radius: number;
  /** N squared norms of the points, when they are known already. */
  readonly pointNorms?: Float64Array;
  /** M squared norms of the candidates, when they are known already. */
  readonly candidateNorms?: Float64Array;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A matrix in pieces that stay in a processor's cache: `tiles[a][b]` holds the rows from a·side and
 * the columns from b·side on, `side` of each, fewer at the ends. Row by row of tiles.
 */
export interface Tiles {
  readonly rows: number;
  readonly cols: number;
  readonly side: number;
  readonly tiles: readonly (readonly Matrix[])[];
}

/** Inputs of `Kernels.rowGains`. */
export interface RowGainsRequest {
  /** N × M similarities s. */
  readonly similarities: Matrix;
  /** M weights w ≥ 0. */
  readonly weights: Float32Array;
  /** M present coverages. */
  readonly cover: Float32Array;
}

/** Inputs of `Kernels.coverageGains`. */
export interface CoverageRequest extends SimilarityRequest {
  /** N weights w ≥ 0; all 1 when absent. */
  readonly weights?: Float64Array;
  /** N present coverages in [0, 1]; all 0 when absent. */
  readonly cover?: Float64Array | Float32Array;
}

/** Inputs of `Kernels.crossEntropy`. */
export interface CrossEntropyRequest {
  /** n × d features x. */
  readonly features: Matrix;
  /** n class indices t in [0, C). */
  readonly targets: Int32Array;
  /** C × d weights W. */
  readonly weights: Matrix;
  /** C numbers b. */
  readonly bias: Float32Array;
  readonly signal?: AbortSignal | undefined;
}

/** Answer of `Kernels.crossEntropy`: sums over the items, not means. */
export interface CrossEntropy {
  readonly loss: number;
  /** C × d derivatives by the weights. */
  readonly slope: Float32Array;
  /** C derivatives by the bias. */
  readonly biasSlope: Float32Array;
}

/** Inputs of `Kernels.nearest`. */
export interface NearestRequest {
  /** Q × d. */
  readonly queries: Matrix;
  /** P × d. */
  readonly points: Matrix;
  /** Points wanted for each query, 1 ≤ count ≤ P. */
  readonly count: number;
  /** Q squared norms of the queries, when they are known already. */
  readonly queryNorms?: Float64Array;
  readonly signal?: AbortSignal | undefined;
}

/** Answer of `Kernels.nearest`, two Q × count tables. */
export interface NearestPoints {
  /** Rows of the points. */
  readonly index: Int32Array;
  /** Squared distances ≥ 0, rounding included: about 10⁻⁶ of the squared norms. */
  readonly squared: Float32Array;
}
