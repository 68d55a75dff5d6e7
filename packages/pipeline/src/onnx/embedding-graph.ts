import { OWN, unitRowsGraph, type GraphPart } from './classifier-graph.js';
import type { OnnxNode } from './model-writer.js';

/** How the embedding is had from an output of an encoder. */
export interface EmbeddingOutput {
  /** Tensor of the encoder: n × d, or n × tokens × d where it is pooled. */
  readonly name: string;
  readonly dimension: number;
  /** Over the tokens: `mean` of the real ones, the `first`; `none` where there are no tokens. */
  readonly pooling: 'none' | 'mean' | 'first';
  /** Scales to unit length. */
  readonly normalise: boolean;
}

/** What the encoder around it offers. */
export interface EmbeddingGraphContext {
  /** Name that the embedding gets. */
  readonly embedding: string;
  /** Input with 1 for real tokens and 0 for padding, if there is one. */
  readonly mask: string | undefined;
  readonly opset: number;
}

const FLOAT32 = 1;
/** From this operator set on, reductions take their axes as an input. */
const AXES_AS_INPUT = 18;

/** Output of an encoder → its embedding, as the pipeline pools and scales it. */
export function embeddingGraph(
  output: EmbeddingOutput,
  { embedding, mask, opset }: EmbeddingGraphContext,
): GraphPart {
  const pooled = output.normalise ? `${OWN}pooled` : embedding;
  const pooling = poolingGraph(output, { embedding: pooled, mask, opset });
  if (!output.normalise) return pooling;
  const names = { from: pooled, to: embedding, prefix: `${OWN}length_` };
  const unit = unitRowsGraph(names, output.dimension);
  return {
    nodes: [...pooling.nodes, ...unit.nodes],
    initializers: [...pooling.initializers, ...unit.initializers],
  };
}

function poolingGraph(
  { name, pooling }: EmbeddingOutput,
  { embedding: to, mask, opset }: EmbeddingGraphContext,
): GraphPart {
  switch (pooling) {
    case 'none':
      return { nodes: [{ op: 'Identity', inputs: [name], outputs: [to] }], initializers: [] };
    case 'first':
      return {
        nodes: [
          {
            op: 'Gather',
            inputs: [name, `${OWN}first`],
            outputs: [to],
            attributes: { axis: 1 },
          },
        ],
        initializers: [{ name: `${OWN}first`, shape: [], data: BigInt64Array.of(0n) }],
      };
    case 'mean':
      return mask === undefined ? plainMean(name, to, opset) : maskedMean(name, to, mask);
  }
}

/** Mean over all tokens, for models without padding. */
function plainMean(name: string, to: string, opset: number): GraphPart {
  const takesInput = opset >= AXES_AS_INPUT;
  const node: OnnxNode = {
    op: 'ReduceMean',
    inputs: takesInput ? [name, `${OWN}axes`] : [name],
    outputs: [to],
    attributes: { keepdims: 0, ...(!takesInput && { axes: [1] }) },
  };
  const axes = { name: `${OWN}axes`, shape: [1], data: BigInt64Array.of(1n) };
  return { nodes: [node], initializers: takesInput ? [axes] : [] };
}

/** Sum of the real tokens by a product with the mask, over their number. */
function maskedMean(name: string, to: string, mask: string): GraphPart {
  const own = (part: string) => `${OWN}${part}`;
  const nodes: OnnxNode[] = [
    { op: 'Cast', inputs: [mask], outputs: [own('mask')], attributes: { to: FLOAT32 } },
    { op: 'Reshape', inputs: [own('mask'), own('as_row')], outputs: [own('mask_row')] },
    { op: 'Reshape', inputs: [own('mask'), own('as_column')], outputs: [own('mask_column')] },
    { op: 'MatMul', inputs: [own('mask_row'), name], outputs: [own('token_sum')] },
    { op: 'MatMul', inputs: [own('mask_row'), own('mask_column')], outputs: [own('tokens')] },
    { op: 'Div', inputs: [own('token_sum'), own('tokens')], outputs: [own('token_mean')] },
    { op: 'Reshape', inputs: [own('token_mean'), own('as_matrix')], outputs: [to] },
  ];
  // In a target shape 0 keeps a dimension and −1 takes what is left.
  const shape = (part: string, sizes: readonly bigint[]) => ({
    name: own(part),
    shape: [sizes.length],
    data: BigInt64Array.from(sizes),
  });
  return {
    nodes,
    initializers: [
      shape('as_row', [0n, 1n, -1n]),
      shape('as_column', [0n, -1n, 1n]),
      shape('as_matrix', [0n, -1n]),
    ],
  };
}
