import type { Kernels } from '../numeric/kernels.js';
import type { Matrix } from '../numeric/matrix.js';
import { softmaxRows } from '../numeric/softmax.js';
import { toFeatures, type FeatureSpace, type UnitCentredSpace } from './feature-space.js';
import { predictProbabilities, type Head } from './head.js';

/** A head with the feature space it was trained in: the whole way from embedding to classes. */
export interface EmbeddingHead {
  readonly space: FeatureSpace;
  readonly head: Head;
}

interface Means {
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Probabilities (n × C) for n × d embeddings. Cost O(n·d·C); embeddings of unit-centred spaces are
 * read in place, others (of few dimensions) are copied.
 */
export function predictFromEmbeddings(
  { space, head }: EmbeddingHead,
  embeddings: Matrix,
  means: Means,
): Promise<Matrix<Float64Array>> {
  return space.kind === 'unit-centred'
    ? predictInPlace({ space, head }, embeddings, means)
    : predictProbabilities(head, toFeatures(space, embeddings), means);
}

/** The map to features taken into the head: W·f(x − c) + b = (f/‖x‖)·W·x + (b − f·W·c). */
async function predictInPlace(
  { space, head }: EmbeddingHead & { readonly space: UnitCentredSpace },
  embeddings: Matrix,
  { kernels, signal }: Means,
): Promise<Matrix<Float64Array>> {
  const { weights, bias, classCount } = head;
  const logits = await kernels.multiply(embeddings, weights, { transposeB: true, signal });
  const { rows, cols, data } = embeddings;
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) squares += data[k]! * data[k]!;
    const scale = squares > 0 ? space.factor / Math.sqrt(squares) : 0;
    for (let at = i * classCount; at < (i + 1) * classCount; at++) logits.data[at]! *= scale;
  }
  const shifted = Float64Array.from(bias, (b, c) => {
    let product = 0;
    for (let k = 0; k < cols; k++) product += weights.data[c * cols + k]! * space.centre[k]!;
    return b - space.factor * product;
  });
  return softmaxRows(logits, shifted);
}
