import {
  fitFeatureSpace,
  predictProbabilities,
  referenceKernels,
  seededRandom,
  toFeatures,
  type FeatureSpace,
  type Head,
  type Matrix,
} from '@alaas/core';
import { composeClassifier, encodeModel, type OnnxGraph } from '@alaas/pipeline';
import { seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import Pbf from 'pbf';
import { describe, expect, it } from 'vitest';

const D = 20;

function seededHead(classCount: number, dimension: number, seed: number): Head {
  const weights = seededMatrix(classCount, dimension, seed);
  const random = seededRandom(seed + 1);
  const bias = Float32Array.from({ length: classCount }, () => random.normal());
  return { classCount, dimension, weights, bias };
}

/** A made-up encoder: rows times a square matrix, with the tensor names that a test asks for. */
function encoderModel(output: string, extra: Partial<OnnxGraph> = {}): Uint8Array {
  return encodeModel({
    nodes: [{ op: 'MatMul', inputs: ['pixels', 'matrix'], outputs: [output] }],
    initializers: [{ name: 'matrix', shape: [D, D], data: seededMatrix(D, D, 9).data }],
    inputs: [{ name: 'pixels', type: 'float32', shape: ['n', D] }],
    outputs: [{ name: output, type: 'float32', shape: ['n', D] }],
    ...extra,
  });
}

async function run(model: Uint8Array, feeds: Record<string, Tensor>) {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  try {
    const outputs = await session.run(feeds);
    return { names: session.outputNames, outputs };
  } finally {
    await session.release();
  }
}

function tensor({ data, rows, cols }: Matrix): Tensor {
  return new Tensor('float32', data, [rows, cols]);
}

async function expected(parts: { featureSpace: FeatureSpace; head: Head }, embeddings: Matrix) {
  const features = toFeatures(parts.featureSpace, embeddings);
  return predictProbabilities(parts.head, features, { kernels: referenceKernels });
}

function largestDifference(found: Tensor, wanted: Matrix<Float64Array>): number {
  expect(found.dims).toEqual([wanted.rows, wanted.cols]);
  const values = found.data as Float32Array;
  return wanted.data.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0);
}

describe('composeClassifier without encoder', () => {
  it('gives the probabilities of the head for vectors of every size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          rows: fc.integer({ min: 1, max: 9 }),
          cols: fc.integer({ min: 1, max: 40 }),
          classes: fc.integer({ min: 1, max: 12 }),
          seed: fc.integer({ min: 0, max: 2 ** 30 }),
        }),
        async ({ rows, cols, classes, seed }) => {
          const pool = seededMatrix(30, cols, seed);
          const parts = {
            featureSpace: fitFeatureSpace(pool),
            head: seededHead(classes, cols, seed + 1),
          };
          const vectors = seededMatrix(rows, cols, seed + 2);
          const { names, outputs } = await run(composeClassifier(parts), {
            embedding: tensor(vectors),
          });
          expect(names).toEqual(['probabilities']);
          const difference = largestDifference(
            outputs['probabilities']!,
            await expected(parts, vectors),
          );
          expect(difference).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 25, seed: 3 },
    );
  });

  it('gives finite probabilities for a zero vector', async () => {
    const parts = {
      featureSpace: fitFeatureSpace(seededMatrix(30, D, 1)),
      head: seededHead(3, D, 2),
    };
    const zeros = { rows: 1, cols: D, data: new Float32Array(D) };
    const { outputs } = await run(composeClassifier(parts), { embedding: tensor(zeros) });
    expect(largestDifference(outputs['probabilities']!, await expected(parts, zeros))).toBeLessThan(
      1e-5,
    );
  });
});

describe('composeClassifier with an encoder', () => {
  const pool = seededMatrix(40, D, 4);
  const parts = { featureSpace: fitFeatureSpace(pool), head: seededHead(5, D, 6) };
  const pixels = seededMatrix(3, D, 8);
  const output = { dimension: D, pooling: 'none', normalise: false } as const;

  async function embed(): Promise<Matrix> {
    const matrix = seededMatrix(D, D, 9);
    return referenceKernels.multiply(pixels, matrix);
  }

  it.each(['embedding', 'features', 'probabilities', 'alaas_logits'])(
    'gives probabilities and embedding whatever the encoder calls its output: %s',
    async (name) => {
      const model = encoderModel(name);
      const joined = composeClassifier({
        ...parts,
        encoder: { model, output: { ...output, name } },
      });
      const { names, outputs } = await run(joined, { pixels: tensor(pixels) });
      expect(names).toEqual(['probabilities', 'embedding']);
      const embeddings = await embed();
      expect(
        largestDifference(outputs['probabilities']!, await expected(parts, embeddings)),
      ).toBeLessThan(1e-5);
      expect(
        largestDifference(outputs['embedding']!, {
          ...embeddings,
          data: Float64Array.from(embeddings.data),
        }),
      ).toBeLessThan(1e-5);
    },
  );

  it('drops other outputs of the encoder and renames tensors that stand in the way', async () => {
    const model = encoderModel('features', {
      nodes: [
        { op: 'MatMul', inputs: ['pixels', 'matrix'], outputs: ['embedding'] },
        {
          op: 'Softmax',
          inputs: ['embedding'],
          outputs: ['probabilities'],
          attributes: { axis: 1 },
        },
        { op: 'Identity', inputs: ['embedding'], outputs: ['features'] },
      ],
      outputs: [
        { name: 'probabilities', type: 'float32', shape: ['n', D] },
        { name: 'features', type: 'float32', shape: ['n', D] },
      ],
    });
    const joined = composeClassifier({
      ...parts,
      encoder: { model, output: { ...output, name: 'features' } },
    });
    const { names, outputs } = await run(joined, { pixels: tensor(pixels) });
    expect(names).toEqual(['probabilities', 'embedding']);
    expect(
      largestDifference(outputs['probabilities']!, await expected(parts, await embed())),
    ).toBeLessThan(1e-5);
  });

  it('scales embeddings to unit length where the pipeline does', async () => {
    const joined = composeClassifier({
      ...parts,
      encoder: {
        model: encoderModel('embedding'),
        output: { ...output, name: 'embedding', normalise: true },
      },
    });
    const { outputs } = await run(joined, { pixels: tensor(pixels) });
    const values = outputs['embedding']!.data as Float32Array;
    for (let i = 0; i < 3; i++) {
      expect(Math.hypot(...values.subarray(i * D, (i + 1) * D))).toBeCloseTo(1, 5);
    }
    expect(
      largestDifference(outputs['probabilities']!, await expected(parts, await embed())),
    ).toBeLessThan(1e-5);
  });

  it.each([
    { name: 'an input that is called as an output', change: { inputs: 'embedding' } },
    { name: 'an input that is called as a tensor of ours', change: { inputs: 'alaas_unit' } },
  ])('refuses $name', ({ change }) => {
    const model = encodeModel({
      nodes: [{ op: 'Relu', inputs: [change.inputs], outputs: ['features'] }],
      inputs: [{ name: change.inputs, type: 'float32', shape: ['n', D] }],
      outputs: [{ name: 'features', type: 'float32', shape: ['n', D] }],
    });
    expect(() =>
      composeClassifier({ ...parts, encoder: { model, output: { ...output, name: 'features' } } }),
    ).toThrow(expect.objectContaining({ code: 'EXPORT_ENCODER_UNFIT' }));
  });
});

describe('composeClassifier with models that are not as ours are written', () => {
  const parts = {
    featureSpace: fitFeatureSpace(seededMatrix(40, D, 4)),
    head: seededHead(5, D, 6),
  };
  const output = { name: 'features', dimension: D, pooling: 'none', normalise: false } as const;

  it('renames tensors inside of subgraphs, too', async () => {
    // features = if true then embedding else embedding, with an outer tensor called `embedding`.
    const branch = (name: string) =>
      graphOf(
        encodeModel({
          nodes: [{ op: 'Identity', inputs: ['embedding'], outputs: [name] }],
          outputs: [{ name, type: 'float32', shape: ['n', D] }],
        }),
      );
    const choice = new Pbf();
    choice.writeStringField(1, 'is_true');
    choice.writeStringField(2, 'features');
    choice.writeStringField(4, 'If');
    for (const name of ['then_branch', 'else_branch']) {
      const attribute = new Pbf();
      attribute.writeStringField(1, name);
      attribute.writeBytesField(6, branch(`${name}_result`));
      attribute.writeVarintField(20, 5);
      choice.writeBytesField(5, attribute.finish());
    }
    const model = encodeModel({
      nodes: [
        { op: 'MatMul', inputs: ['pixels', 'matrix'], outputs: ['embedding'] },
        { op: 'Cast', inputs: ['one'], outputs: ['is_true'], attributes: { to: 9 } },
      ],
      initializers: [
        { name: 'matrix', shape: [D, D], data: seededMatrix(D, D, 9).data },
        { name: 'one', shape: [], data: Float32Array.of(1) },
      ],
      inputs: [{ name: 'pixels', type: 'float32', shape: ['n', D] }],
      outputs: [{ name: 'features', type: 'float32', shape: ['n', D] }],
    });
    const withChoice = Buffer.concat([model, inGraph(1, choice.finish())]);
    const pixels = seededMatrix(3, D, 8);
    const joined = composeClassifier({ ...parts, encoder: { model: withChoice, output } });
    const { outputs } = await run(joined, { pixels: tensor(pixels) });
    const embeddings = await referenceKernels.multiply(pixels, seededMatrix(D, D, 9));
    expect(
      largestDifference(outputs['probabilities']!, await expected(parts, embeddings)),
    ).toBeLessThan(1e-5);
  });

  it('refuses operator sets that are too old', () => {
    const opset = new Pbf();
    opset.writeMessage(8, (version: number, out) => out.writeVarintField(2, version), 7);
    const model = Buffer.concat([encoderModel('features'), opset.finish()]);
    expect(() => composeClassifier({ ...parts, encoder: { model, output } })).toThrow(
      expect.objectContaining({
        code: 'EXPORT_ENCODER_UNFIT',
        message: expect.stringContaining('operator set 7'),
      }),
    );
  });

  it('refuses weights that lie outside of the file', () => {
    const weights = new Pbf();
    weights.writeStringField(8, 'far_away');
    weights.writeVarintField(14, 1);
    const model = Buffer.concat([encoderModel('features'), inGraph(5, weights.finish())]);
    expect(() => composeClassifier({ ...parts, encoder: { model, output } })).toThrow(
      expect.objectContaining({
        code: 'EXPORT_ENCODER_UNFIT',
        message: expect.stringContaining('file of their own'),
      }),
    );
  });

  /** A field of the graph, to be appended to a model. */
  function inGraph(field: number, content: Uint8Array): Uint8Array {
    const graph = new Pbf();
    graph.writeBytesField(field, content);
    const model = new Pbf();
    model.writeBytesField(7, graph.finish());
    return model.finish();
  }

  function graphOf(model: Uint8Array): Uint8Array {
    let graph = new Uint8Array();
    new Pbf(model).readFields((tag, _, pbf) => {
      if (tag === 7) graph = Uint8Array.from(pbf.readBytes());
    }, undefined);
    return graph;
  }
});

describe('composeClassifier with pooling over tokens', () => {
  const parts = {
    featureSpace: fitFeatureSpace(seededMatrix(40, D, 4)),
    head: seededHead(4, D, 6),
  };
  const items = 2;
  const tokens = 5;
  const hidden = seededMatrix(items * tokens, D, 12).data;
  const lengths = [5, 2];

  /** Gives its input back, beside a mask, as a language model gives its last hidden state. */
  function tokenModel(hasMask: boolean): Uint8Array {
    return encodeModel({
      nodes: [{ op: 'Identity', inputs: ['states'], outputs: ['last_hidden_state'] }],
      inputs: [
        { name: 'states', type: 'float32', shape: ['n', 't', D] },
        ...(hasMask ? [{ name: 'attention_mask', type: 'int64', shape: ['n', 't'] } as const] : []),
      ],
      outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['n', 't', D] }],
    });
  }

  function pooled(used: (item: number) => number): Matrix<Float64Array> {
    const data = new Float64Array(items * D);
    for (let i = 0; i < items; i++) {
      for (let t = 0; t < used(i); t++) {
        for (let k = 0; k < D; k++) data[i * D + k]! += hidden[(i * tokens + t) * D + k]! / used(i);
      }
    }
    return { rows: items, cols: D, data };
  }

  it.each([
    { pooling: 'mean', hasMask: true, used: (i: number) => lengths[i]! },
    { pooling: 'mean', hasMask: false, used: () => tokens },
    { pooling: 'first', hasMask: true, used: () => 1 },
    { pooling: 'first', hasMask: false, used: () => 1 },
  ] as const)('pools by $pooling, mask: $hasMask', async ({ pooling, hasMask, used }) => {
    const output = { name: 'last_hidden_state', dimension: D, pooling, normalise: false };
    const joined = composeClassifier({ ...parts, encoder: { model: tokenModel(hasMask), output } });
    const mask = BigInt64Array.from({ length: items * tokens }, (_, at) =>
      at % tokens < lengths[Math.floor(at / tokens)]! ? 1n : 0n,
    );
    const { outputs } = await run(joined, {
      states: new Tensor('float32', hidden, [items, tokens, D]),
      ...(hasMask && { attention_mask: new Tensor('int64', mask, [items, tokens]) }),
    });
    const wanted = pooled(used);
    expect(largestDifference(outputs['embedding']!, wanted)).toBeLessThan(1e-5);
    const embeddings = { ...wanted, data: Float32Array.from(wanted.data) };
    expect(
      largestDifference(outputs['probabilities']!, await expected(parts, embeddings)),
    ).toBeLessThan(1e-5);
  });
});
