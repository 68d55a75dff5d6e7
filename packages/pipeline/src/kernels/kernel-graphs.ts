import type { OnnxGraph } from '../onnx/model-writer.js';

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
 * Coverage gains of a block of candidates over a block of points:
 * wᵀ · relu(exp(min(0, (2·xcᵀ − ‖x‖² − ‖c‖²) / r²)) − cover).
 */
export function coverageGraph(): OnnxGraph {
  return {
    nodes: [
      // Norms of the points as a product with a column of ones: threaded, unlike a loop outside.
      { op: 'Mul', inputs: ['points', 'points'], outputs: ['squares'] },
      { op: 'MatMul', inputs: ['squares', 'ones'], outputs: ['pointNorms'] },
      {
        op: 'Gemm',
        inputs: ['points', 'candidates'],
        outputs: ['doubledDots'],
        attributes: { transB: 1, alpha: { float: 2 } },
      },
      { op: 'Sub', inputs: ['doubledDots', 'pointNorms'], outputs: ['partial'] },
      { op: 'Sub', inputs: ['partial', 'candidateNorms'], outputs: ['negativeDistance'] },
      // Rounding can make the distance of a point to itself slightly negative.
      { op: 'Min', inputs: ['negativeDistance', 'zero'], outputs: ['bounded'] },
      { op: 'Mul', inputs: ['bounded', 'scale'], outputs: ['exponent'] },
      { op: 'Exp', inputs: ['exponent'], outputs: ['similarity'] },
      { op: 'Sub', inputs: ['similarity', 'cover'], outputs: ['excess'] },
      { op: 'Relu', inputs: ['excess'], outputs: ['uncovered'] },
      { op: 'MatMul', inputs: ['weights', 'uncovered'], outputs: ['gains'] },
    ],
    initializers: [{ name: 'zero', shape: [1], data: Float32Array.of(0) }],
    inputs: [
      { name: 'points', type: 'float32', shape: ['n', 'd'] },
      { name: 'ones', type: 'float32', shape: ['d', 1] },
      { name: 'cover', type: 'float32', shape: ['n', 1] },
      { name: 'weights', type: 'float32', shape: [1, 'n'] },
      { name: 'candidates', type: 'float32', shape: ['m', 'd'] },
      { name: 'candidateNorms', type: 'float32', shape: [1, 'm'] },
      { name: 'scale', type: 'float32', shape: [1] },
    ],
    outputs: [{ name: 'gains', type: 'float32', shape: [1, 'm'] }],
  };
}
