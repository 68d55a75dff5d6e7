import type { Kernels } from '../numeric/kernels.js';
import type { Matrix } from '../numeric/matrix.js';
import { toFeatures, type FeatureSpace } from './feature-space.js';
import { predictProbabilities, type Head } from './head.js';

/** A head with the feature space it was trained in: the whole way from embedding to classes. */
export interface EmbeddingHead {
  readonly space: FeatureSpace;
  readonly head: Head;
}

/** Probabilities (n × C) for n × d embeddings. Cost O(n·d·C); memory one copy of the embeddings. */
export function predictFromEmbeddings(
  { space, head }: EmbeddingHead,
  embeddings: Matrix,
  means: { kernels: Kernels; signal?: AbortSignal | undefined },
): Promise<Matrix<Float64Array>> {
  return predictProbabilities(head, toFeatures(space, embeddings), means);
}
