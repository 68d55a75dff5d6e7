import {
  fitFeatureSpace,
  toFeatures,
  type EmbeddingHead,
  type InputName,
  type Matrix,
  type StrategyInputs,
} from '@alaas/core';

import { seededMatrix } from '../seeded-data.js';

/** A pool to choose from, with what is labelled already and a head that knows the classes. */
export interface Scene {
  readonly name: string;
  /** N × d. */
  readonly pool: Matrix;
  /** L × d. */
  readonly labelled: Matrix;
  readonly classes: number;
  /** Size of the head's logits: at 0 it doubts everything, at 1,000 it is sure of everything. */
  readonly sharpness: number;
}

/** How each input of a strategy follows from a scene. A new input is one line here. */
const INPUTS: { readonly [Name in InputName]: (scene: Scene) => StrategyInputs[Name] } = {
  embeddings: ({ pool }) => pool,
  probabilities: probabilitiesOf,
  labelledEmbeddings: ({ labelled }) => labelled,
  labelledTargets: ({ labelled, classes }) =>
    Int32Array.from({ length: labelled.rows }, (_, i) => i % classes),
  head: headOf,
  examples: ({ pool }) => seededMatrix(3, pool.cols, 5),
};

/** The named inputs of a scene. */
export function inputsOf(scene: Scene, names: readonly InputName[]): Partial<StrategyInputs> {
  return Object.fromEntries(names.map((name) => [name, INPUTS[name](scene)]));
}

/** The matrix in an input whose numbers must be finite, if it has one. */
export function matrixIn(
  input: StrategyInputs[InputName],
): Matrix | Matrix<Float64Array> | undefined {
  if ('head' in input) return input.head.weights;
  return 'data' in input ? input : undefined;
}

/** A scene without ties: items by the normal distribution, a head that doubts some of them. */
export function generalScene(size: {
  readonly items: number;
  readonly dimension: number;
  readonly labelled?: number;
}): Scene {
  const { items, dimension, labelled = 8 } = size;
  return {
    name: `${items} items of ${dimension} dimensions`,
    pool: seededMatrix(items, dimension, 1),
    labelled: seededMatrix(labelled, dimension, 2),
    classes: 4,
    sharpness: 3,
  };
}

/**
 * Clusters of different sizes, far from each other.
 *
 * @param spread standard deviation inside a cluster, per dimension; items hardly differ by default.
 */
export function clusteredScene(spread = 1e-3): { scene: Scene; clusterOf: readonly number[] } {
  const sizes = [9, 3, 13, 5, 11, 7];
  const clusterOf = sizes.flatMap((size, cluster) => new Array<number>(size).fill(cluster));
  const plain = generalScene({ items: clusterOf.length, dimension: 20 });
  const centres = seededMatrix(sizes.length, 20, 4);
  const pool = changed(plain.pool, (x, i, k) => at(centres, clusterOf[i]!, k) + spread * x);
  return { scene: { ...plain, name: 'clusters', pool }, clusterOf };
}

/** The pools on which careless arithmetic fails: empty ones are tested apart. */
export function hardScenes(): readonly Scene[] {
  const plain = generalScene({ items: 24, dimension: 20 });
  const { pool } = plain;
  return [
    plain,
    { ...generalScene({ items: 24, dimension: 3 }), name: 'few dimensions' },
    { ...generalScene({ items: 24, dimension: 1 }), name: 'one dimension' },
    { ...generalScene({ items: 1, dimension: 20 }), name: 'one item' },
    { ...generalScene({ items: 2, dimension: 1, labelled: 1 }), name: 'two items' },
    { ...generalScene({ items: 24, dimension: 20, labelled: 0 }), name: 'nothing labelled' },
    { ...plain, name: 'one class', classes: 1 },
    { ...plain, name: 'more classes than items', classes: 50 },
    { ...plain, name: 'a head that knows nothing', sharpness: 0 },
    { ...plain, name: 'a head that is sure of everything', sharpness: 1000 },
    { ...plain, name: 'duplicate rows', pool: changed(pool, (_, i, k) => at(pool, i % 3, k)) },
    { ...plain, name: 'all rows equal', pool: changed(pool, (_, _i, k) => at(pool, 0, k)) },
    { ...plain, name: 'some zero rows', pool: changed(pool, (x, i) => (i % 2 ? x : 0)) },
    { ...plain, name: 'all rows zero', pool: changed(pool, () => 0) },
    { ...plain, name: 'one constant dimension', pool: changed(pool, (x, _, k) => (k ? x : 7)) },
    { ...plain, name: 'all labelled', labelled: pool },
    { ...plain, name: 'a distant pool', pool: changed(pool, (x) => x + 300) },
    { ...plain, name: 'tiny numbers', pool: changed(pool, (x) => x * 1e-12) },
    { ...plain, name: 'huge numbers', pool: changed(pool, (x) => x * 1e12) },
  ];
}

/** The scene with its pool in another order: row i is row `order[i]` of before. */
export function reordered(scene: Scene, order: readonly number[]): Scene {
  const { cols } = scene.pool;
  const data = Float32Array.from({ length: order.length * cols }, (_, index) =>
    at(scene.pool, order[Math.floor(index / cols)]!, index % cols),
  );
  return { ...scene, pool: { rows: order.length, cols, data } };
}

/** A head with fixed weights, in a space that does not depend on the pool. */
function headOf({ pool: { cols }, labelled, classes, sharpness }: Scene): EmbeddingHead {
  const weights = seededMatrix(classes, cols, 3);
  return {
    space: fitFeatureSpace(labelled),
    head: {
      classCount: classes,
      dimension: cols,
      weights: { ...weights, data: weights.data.map((weight) => sharpness * weight) },
      bias: new Float32Array(classes),
    },
  };
}

/** Plain softmax of the head, so that equal rows have equal probabilities. */
function probabilitiesOf(scene: Scene): Matrix<Float64Array> {
  const { space, head } = headOf(scene);
  const features = toFeatures(space, scene.pool);
  const rows = Array.from({ length: features.rows }, (_, i) => {
    const logits = Array.from({ length: scene.classes }, (__, c) => {
      let logit = 0;
      for (let k = 0; k < features.cols; k++) logit += at(features, i, k) * at(head.weights, c, k);
      return logit;
    });
    const highest = Math.max(...logits);
    const shares = logits.map((logit) => Math.exp(logit - highest));
    const sum = shares.reduce((total, share) => total + share, 0);
    return shares.map((share) => share / sum);
  });
  return { rows: rows.length, cols: scene.classes, data: Float64Array.from(rows.flat()) };
}

function changed(
  { rows, cols, data }: Matrix,
  change: (value: number, i: number, k: number) => number,
): Matrix {
  const out = data.map((value, index) => change(value, Math.floor(index / cols), index % cols));
  return { rows, cols, data: out };
}

function at({ cols, data }: Matrix, i: number, k: number): number {
  return data[i * cols + k]!;
}
