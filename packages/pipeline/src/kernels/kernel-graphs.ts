import { ONNX_TYPES, type OnnxGraph } from '../onnx/model-writer.js';

/** `left · right` with either factor read as its transpose: one Gemm. */
export function productGraph(transposed: { transposeA: boolean; transposeB: boolean }): OnnxGraph {
  return {
    nodes: [
      {
        op: 'Gemm',
        inputs: ['left', 'right'],
        outputs: ['product'],
        attributes: {
          transA: Number(transposed.transposeA),
          transB: Number(transposed.transposeB),
        },
      },
    ],
    inputs: [
      { name: 'left', type: 'float32', shape: ['leftRows', 'leftCols'] },
      { name: 'right', type: 'float32', shape: ['rightRows', 'rightCols'] },
    ],
    outputs: [{ name: 'product', type: 'float32', shape: ['rows', 'cols'] }],
  };
}

/**
 * Similarities of a block of points and candidates c̃ = 2c/r², all norms divided by r²:
 * exp(min(0, x·c̃ᵀ − ‖c‖²/r² − ‖x‖²/r²)).
 */
export function similarityGraph(): OnnxGraph {
  return {
    ...similarity,
    outputs: [{ name: 'similarity', type: 'float32', shape: ['n', 'm'] }],
  };
}

/** The same, and its transpose: the block on the other side of the diagonal. */
export function mirroredSimilarityGraph(): OnnxGraph {
  return {
    ...similarity,
    nodes: [
      ...similarity.nodes,
      {
        op: 'Transpose',
        inputs: ['similarity'],
        outputs: ['mirrored'],
        attributes: { perm: [1, 0] },
      },
    ],
    outputs: [
      { name: 'similarity', type: 'float32', shape: ['n', 'm'] },
      { name: 'mirrored', type: 'float32', shape: ['m', 'n'] },
    ],
  };
}

/** Gains of the rows of a block of similarities: relu(similarity − cover) · weights. */
export function rowGainsGraph(): OnnxGraph {
  return {
    nodes: [
      { op: 'Sub', inputs: ['similarity', 'cover'], outputs: ['excess'] },
      { op: 'Relu', inputs: ['excess'], outputs: ['uncovered'] },
      { op: 'MatMul', inputs: ['uncovered', 'weights'], outputs: ['gains'] },
    ],
    inputs: [
      { name: 'similarity', type: 'float32', shape: ['n', 'm'] },
      { name: 'cover', type: 'float32', shape: [1, 'm'] },
      { name: 'weights', type: 'float32', shape: ['m', 1] },
    ],
    outputs: [{ name: 'gains', type: 'float32', shape: ['n', 1] }],
  };
}

/** Coverage gains of a block of candidates over a block of points: wᵀ · relu(similarity − cover). */
export function coverageGraph(): OnnxGraph {
  return {
    nodes: [
      ...similarity.nodes,
      { op: 'Sub', inputs: ['similarity', 'cover'], outputs: ['excess'] },
      { op: 'Relu', inputs: ['excess'], outputs: ['uncovered'] },
      { op: 'MatMul', inputs: ['weights', 'uncovered'], outputs: ['gains'] },
    ],
    initializers: similarity.initializers,
    inputs: [
      ...similarity.inputs,
      { name: 'cover', type: 'float32', shape: ['n', 1] },
      { name: 'weights', type: 'float32', shape: [1, 'n'] },
    ],
    outputs: [{ name: 'gains', type: 'float32', shape: [1, 'm'] }],
  };
}

/** Smallest logarithm of a probability: products of smaller numbers take many times as long. */
const SMALLEST_LOGARITHM = -69;

/**
 * Of a block of items: the logarithm of the probability of each one's class, and Xᵀ-wise sums of
 * softmax − onehot. The targets are compared with a row of all classes to make them one-hot.
 */
export function crossEntropyGraph(): OnnxGraph {
  return {
    nodes: [
      {
        op: 'Gemm',
        inputs: ['features', 'weights', 'bias'],
        outputs: ['logits'],
        attributes: { transB: 1 },
      },
      { op: 'LogSoftmax', inputs: ['logits'], outputs: ['all'], attributes: { axis: 1 } },
      { op: 'Equal', inputs: ['targets', 'classes'], outputs: ['isTarget'] },
      {
        op: 'Cast',
        inputs: ['isTarget'],
        outputs: ['onehot'],
        attributes: { to: ONNX_TYPES.float32 },
      },
      { op: 'Mul', inputs: ['all', 'onehot'], outputs: ['own'] },
      { op: 'ReduceSum', inputs: ['own', 'overClasses'], outputs: ['logarithms'] },
      { op: 'Max', inputs: ['all', 'smallest'], outputs: ['bounded'] },
      { op: 'Exp', inputs: ['bounded'], outputs: ['probabilities'] },
      { op: 'Sub', inputs: ['probabilities', 'onehot'], outputs: ['residuals'] },
      {
        op: 'Gemm',
        inputs: ['residuals', 'features'],
        outputs: ['slope'],
        attributes: { transA: 1 },
      },
      { op: 'ReduceSum', inputs: ['residuals', 'overItems'], outputs: ['biasSlope'] },
    ],
    initializers: [
      { name: 'smallest', shape: [1], data: Float32Array.of(SMALLEST_LOGARITHM) },
      { name: 'overItems', shape: [1], data: BigInt64Array.of(0n) },
      { name: 'overClasses', shape: [1], data: BigInt64Array.of(1n) },
    ],
    inputs: [
      { name: 'features', type: 'float32', shape: ['n', 'd'] },
      { name: 'targets', type: 'int32', shape: ['n', 1] },
      { name: 'classes', type: 'int32', shape: [1, 'c'] },
      { name: 'weights', type: 'float32', shape: ['c', 'd'] },
      { name: 'bias', type: 'float32', shape: ['c'] },
    ],
    outputs: [
      { name: 'logarithms', type: 'float32', shape: ['n', 1] },
      { name: 'slope', type: 'float32', shape: ['c', 'd'] },
      { name: 'biasSlope', type: 'float32', shape: [1, 'c'] },
    ],
  };
}

const similarity = {
  nodes: [
    {
      op: 'Gemm',
      inputs: ['points', 'candidates', 'negativeCandidateNorms'],
      outputs: ['partial'],
      attributes: { transB: 1 },
    },
    { op: 'Sub', inputs: ['partial', 'pointNorms'], outputs: ['exponent'] },
    // Rounding can make the distance of a point to itself slightly negative.
    { op: 'Min', inputs: ['exponent', 'zero'], outputs: ['bounded'] },
    { op: 'Exp', inputs: ['bounded'], outputs: ['similarity'] },
  ],
  initializers: [{ name: 'zero', shape: [1], data: Float32Array.of(0) }],
  inputs: [
    { name: 'points', type: 'float32', shape: ['n', 'd'] },
    { name: 'pointNorms', type: 'float32', shape: ['n', 1] },
    { name: 'candidates', type: 'float32', shape: ['m', 'd'] },
    { name: 'negativeCandidateNorms', type: 'float32', shape: [1, 'm'] },
  ],
} as const satisfies OnnxGraph;

/**
 * The k points nearest to each query: the largest of 2·q·p − ‖p‖², which is ‖q‖² less the squared
 * distance; equals by the lowest row.
 */
export function nearestGraph(): OnnxGraph {
  return {
    nodes: [
      {
        op: 'Gemm',
        inputs: ['queries', 'points', 'negativePointNorms'],
        outputs: ['closeness'],
        attributes: { transB: 1, alpha: { float: 2 } },
      },
      {
        op: 'TopK',
        inputs: ['closeness', 'count'],
        outputs: ['nearest', 'wideIndex'],
        attributes: { axis: 1, largest: 1, sorted: 1 },
      },
      {
        op: 'Cast',
        inputs: ['wideIndex'],
        outputs: ['index'],
        attributes: { to: ONNX_TYPES.int32 },
      },
    ],
    inputs: [
      { name: 'queries', type: 'float32', shape: ['q', 'd'] },
      { name: 'points', type: 'float32', shape: ['p', 'd'] },
      { name: 'negativePointNorms', type: 'float32', shape: [1, 'p'] },
      { name: 'count', type: 'int64', shape: [1] },
    ],
    outputs: [
      { name: 'nearest', type: 'float32', shape: ['q', 'k'] },
      { name: 'index', type: 'int32', shape: ['q', 'k'] },
    ],
  };
}
