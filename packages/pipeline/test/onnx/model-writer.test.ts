import { encodeModel, encodeSupplement, type OnnxGraph } from '@alaas/pipeline';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';

const DOUBLING: OnnxGraph = {
  nodes: [{ op: 'Mul', inputs: ['x', 'two'], outputs: ['doubled'] }],
  initializers: [{ name: 'two', shape: [1], data: Float32Array.of(2) }],
  inputs: [{ name: 'x', type: 'float32', shape: ['n', 2] }],
  outputs: [{ name: 'doubled', type: 'float32', shape: ['n', 2] }],
};

async function run(model: Uint8Array, x: Float32Array): Promise<Record<string, number[]>> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const outputs = await session.run({ x: new Tensor('float32', x, [x.length / 2, 2]) });
  await session.release();
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, [...(value.data as Float32Array)]]),
  );
}

describe('encodeModel', () => {
  it('writes a model that ONNX Runtime runs, with names, shapes and free dimensions', async () => {
    const session = await InferenceSession.create(encodeModel(DOUBLING));
    expect(session.inputNames).toEqual(['x']);
    expect(session.inputMetadata[0]).toMatchObject({ type: 'float32', shape: ['n', 2] });
    await session.release();
    const outputs = await run(encodeModel(DOUBLING), Float32Array.of(1, 2, 3, 4));
    expect(outputs).toEqual({ doubled: [2, 4, 6, 8] });
  });

  it('writes integer and float attributes, negative ones included, and integer constants', async () => {
    const model = encodeModel({
      nodes: [
        {
          op: 'LeakyRelu',
          inputs: ['x'],
          outputs: ['leaky'],
          attributes: { alpha: { float: 0.5 } },
        },
        { op: 'Reshape', inputs: ['leaky', 'shape'], outputs: ['column'] },
        { op: 'Concat', inputs: ['column', 'column'], outputs: ['pair'], attributes: { axis: -1 } },
      ],
      initializers: [{ name: 'shape', shape: [2], data: BigInt64Array.of(-1n, 1n) }],
      inputs: [{ name: 'x', type: 'float32', shape: ['n', 2] }],
      outputs: [{ name: 'pair', type: 'float32', shape: ['m', 2] }],
    });
    expect(await run(model, Float32Array.of(-4, 6))).toEqual({ pair: [-2, -2, 6, 6] });
  });

  it('reads constants from views on a larger buffer', async () => {
    const data = Float32Array.of(9, 9, 3).subarray(2);
    const graph = { ...DOUBLING, initializers: [{ name: 'two', shape: [1], data }] };
    expect(await run(encodeModel(graph), Float32Array.of(1, 2))).toEqual({ doubled: [3, 6] });
  });
});

describe('encodeSupplement', () => {
  it('appends nodes, constants and outputs to the bytes of another model', async () => {
    const supplement = encodeSupplement({
      nodes: [{ op: 'Add', inputs: ['doubled', 'one'], outputs: ['more'] }],
      initializers: [{ name: 'one', shape: [1], data: Float32Array.of(1) }],
      outputs: [{ name: 'more', type: 'float32', shape: ['n', 2] }],
      metadata: { note: 'both' },
    });
    const model = Buffer.concat([encodeModel(DOUBLING), supplement]);
    expect(await run(model, Float32Array.of(1, 2))).toEqual({ doubled: [2, 4], more: [3, 5] });
  });
});
