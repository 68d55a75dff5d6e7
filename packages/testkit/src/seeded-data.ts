import { seededRandom, type Matrix } from '@alaas/core';

/** A matrix of standard normal numbers, the same for the same seed. */
export function seededMatrix(rows: number, cols: number, seed: number): Matrix {
  const random = seededRandom(seed);
  return { rows, cols, data: Float32Array.from({ length: rows * cols }, () => random.normal()) };
}

/** Embeddings with class indices, made of one Gaussian cloud per class. */
export interface SeededClasses {
  readonly embeddings: Matrix;
  readonly targets: Int32Array;
}

/**
 * Items around class centres of norm about √d; class of item i is i mod C.
 *
 * @param options.spread standard deviation within a class; 0.5 is easy, 2 overlaps. Default 1.
 * @param options.seed the centres depend on `centreSeed` (default 1), the items on `seed`.
 */
export function seededClasses(options: {
  items: number;
  classes: number;
  dimension: number;
  spread?: number;
  seed: number;
  centreSeed?: number;
}): SeededClasses {
  const { items, classes, dimension, spread = 1, seed, centreSeed = 1 } = options;
  const centres = seededMatrix(classes, dimension, centreSeed);
  const random = seededRandom(seed);
  const data = new Float32Array(items * dimension);
  for (let at = 0; at < data.length; at++) {
    const c = Math.floor(at / dimension) % classes;
    data[at] = centres.data[c * dimension + (at % dimension)]! + spread * random.normal();
  }
  return {
    embeddings: { rows: items, cols: dimension, data },
    targets: Int32Array.from({ length: items }, (_, i) => i % classes),
  };
}
