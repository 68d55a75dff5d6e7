import { CodedError, type FeatureSpace, type Head } from '@alaas/core';

import { classifierGraph, OWN } from './classifier-graph.js';
import { embeddingGraph, type EmbeddingOutput } from './embedding-graph.js';
import { encodeModel, encodeSupplement, type OnnxValue } from './model-writer.js';
import { readModel, type ModelFacts } from './read-model.js';
import { withoutOutputs } from './rewrite-model.js';

/** What one deployable model is made of. */
export interface ClassifierParts {
  /** Absent where items are vectors: then the model's input is `embedding`, n × d. */
  readonly encoder?: ClassifierEncoder | undefined;
  readonly featureSpace: FeatureSpace;
  readonly head: Head;
  /** Kept in the model's `metadata_props`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The encoder's model and where its embedding is found. */
export interface ClassifierEncoder {
  /** Bytes of an ONNX file that keeps its weights inside. */
  readonly model: Uint8Array;
  readonly output: EmbeddingOutput;
}

/** Names of the outputs; `embedding` is the name of the input where there is no encoder. */
export const PROBABILITIES = 'probabilities';
export const EMBEDDING = 'embedding';
const MASK = 'attention_mask';
/** Older operator sets do not stretch all operands as ours need it. */
const LEAST_OPSET = 8;

/**
 * Joins encoder, feature space, head and softmax into one ONNX model with the outputs
 * `probabilities` (n × C) and, with an encoder, `embedding` (n × d). Inputs, operators and metadata
 * of the encoder stay; its outputs are replaced. A tensor of the encoder that has a name which is
 * needed gets another one. Cost: a few copies of the encoder's bytes.
 *
 * @throws CodedError `EXPORT_ENCODER_UNFIT` for operator sets before 8, weights outside of the
 *   file, and inputs that are called as one of the outputs.
 */
export function composeClassifier(parts: ClassifierParts): Uint8Array {
  const { encoder, featureSpace, head, metadata = {} } = parts;
  const classifier = classifierGraph(
    { featureSpace, head },
    { embedding: EMBEDDING, probabilities: PROBABILITIES },
  );
  const probabilities: OnnxValue = {
    name: PROBABILITIES,
    type: 'float32',
    shape: ['items', head.classCount],
  };
  const embedding: OnnxValue = {
    name: EMBEDDING,
    type: 'float32',
    shape: ['items', head.dimension],
  };
  if (!encoder) {
    return encodeModel({ ...classifier, inputs: [embedding], outputs: [probabilities], metadata });
  }
  const facts = readModel(encoder.model);
  checkFit(facts);
  const names = newNames(facts, encoder.output);
  const output = { ...encoder.output, name: names.get(encoder.output.name) ?? encoder.output.name };
  const isEmbedding = output.name === EMBEDDING;
  const before = isEmbedding
    ? { nodes: [], initializers: [] }
    : embeddingGraph(output, {
        embedding: EMBEDDING,
        mask: facts.inputs.includes(MASK) ? MASK : undefined,
        opset: facts.opset,
      });
  const supplement = encodeSupplement({
    nodes: [...before.nodes, ...classifier.nodes],
    initializers: [...before.initializers, ...classifier.initializers],
    outputs: [probabilities, embedding],
    metadata,
  });
  return Buffer.concat([withoutOutputs(encoder.model, names), supplement]);
}

function checkFit({ opset, hasExternalData, inputs }: ModelFacts): void {
  const input = inputs.find((name) => name === EMBEDDING || isOwn(name));
  const reason =
    opset < LEAST_OPSET
      ? `The encoder uses operator set ${opset}; ${LEAST_OPSET} is the oldest that can be joined.`
      : hasExternalData
        ? 'The encoder keeps weights in a file of their own.'
        : input !== undefined
          ? `The encoder has an input "${input}", which the exported model needs as an output.`
          : undefined;
  if (reason === undefined) return;
  throw new CodedError('EXPORT_ENCODER_UNFIT', reason, { field: 'encoder', value: input ?? opset });
}

/** New names for the encoder's tensors that stand in the way of ours. */
function newNames(facts: ModelFacts, output: EmbeddingOutput): ReadonlyMap<string, string> {
  const staysAsItIs = output.name === EMBEDDING && output.pooling === 'none' && !output.normalise;
  const names = new Map<string, string>();
  for (const name of facts.tensors) {
    if (!isOwn(name) && (name !== EMBEDDING || staysAsItIs)) continue;
    let free = `encoder_${name}`;
    while (facts.tensors.has(free)) free = `encoder_${free}`;
    names.set(name, free);
  }
  return names;
}

function isOwn(name: string): boolean {
  return name === PROBABILITIES || name.startsWith(OWN);
}
