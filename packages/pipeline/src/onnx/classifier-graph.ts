import type { FeatureSpace, Head } from '@alaas/core';

import type { OnnxInitializer, OnnxNode } from './model-writer.js';

/** Nodes and constants in the order in which they are computed. */
export interface GraphPart {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxInitializer[];
}

/** Prefix of our tensors, so that they do not meet those of an encoder. */
export const OWN = 'alaas_';
/** Squared norms are held above this, so that a zero row stays zero instead of becoming NaN. */
const LEAST_SQUARED_NORM = 1e-30;

/** Embedding → features → logits → probabilities, as `toFeatures` and `predictProbabilities` do. */
export function classifierGraph(
  { featureSpace, head }: { readonly featureSpace: FeatureSpace; readonly head: Head },
  { embedding, probabilities }: { readonly embedding: string; readonly probabilities: string },
): GraphPart {
  const features = featureGraph(featureSpace, embedding);
  const constants: OnnxInitializer[] = [
    { name: `${OWN}weights`, shape: [head.classCount, head.dimension], data: head.weights.data },
    { name: `${OWN}bias`, shape: [head.classCount], data: head.bias },
  ];
  return {
    nodes: [
      ...features.nodes,
      {
        op: 'Gemm',
        inputs: [`${OWN}features`, `${OWN}weights`, `${OWN}bias`],
        outputs: [`${OWN}logits`],
        attributes: { transB: 1 },
      },
      // Axis 1 means the same in every operator set, for two dimensions.
      {
        op: 'Softmax',
        inputs: [`${OWN}logits`],
        outputs: [probabilities],
        attributes: { axis: 1 },
      },
    ],
    initializers: [...features.initializers, ...constants],
  };
}

/** Rows → rows of unit length, by operators whose meaning no operator set has changed. */
export function unitRowsGraph(
  names: { readonly from: string; readonly to: string; readonly prefix: string },
  dimension: number,
): GraphPart {
  const { from, to, prefix } = names;
  return {
    nodes: [
      { op: 'Mul', inputs: [from, from], outputs: [`${prefix}squares`] },
      { op: 'MatMul', inputs: [`${prefix}squares`, `${prefix}ones`], outputs: [`${prefix}sum`] },
      { op: 'Max', inputs: [`${prefix}sum`, `${prefix}least`], outputs: [`${prefix}held`] },
      { op: 'Sqrt', inputs: [`${prefix}held`], outputs: [`${prefix}norm`] },
      { op: 'Div', inputs: [from, `${prefix}norm`], outputs: [to] },
    ],
    initializers: [
      { name: `${prefix}ones`, shape: [dimension, 1], data: new Float32Array(dimension).fill(1) },
      { name: `${prefix}least`, shape: [1], data: Float32Array.of(LEAST_SQUARED_NORM) },
    ],
  };
}

function featureGraph(space: FeatureSpace, embedding: string): GraphPart {
  const dimension = space.centre.length;
  const isUnit = space.kind === 'unit-centred';
  const unit = isUnit
    ? unitRowsGraph({ from: embedding, to: `${OWN}unit`, prefix: `${OWN}unit_` }, dimension)
    : { nodes: [], initializers: [] };
  const factors = isUnit ? Float32Array.of(space.factor) : space.factors;
  return {
    nodes: [
      ...unit.nodes,
      {
        op: 'Sub',
        inputs: [isUnit ? `${OWN}unit` : embedding, `${OWN}centre`],
        outputs: [`${OWN}centred`],
      },
      { op: 'Mul', inputs: [`${OWN}centred`, `${OWN}factors`], outputs: [`${OWN}features`] },
    ],
    initializers: [
      ...unit.initializers,
      { name: `${OWN}centre`, shape: [dimension], data: space.centre },
      { name: `${OWN}factors`, shape: [factors.length], data: factors },
    ],
  };
}
