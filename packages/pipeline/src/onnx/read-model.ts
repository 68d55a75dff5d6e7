import { messageFields, textOf } from './model-fields.js';

/** What has to be known of an ONNX model before something is appended to it. */
export interface ModelFacts {
  /** ONNX format version. */
  readonly irVersion: number;
  /** Version of the standard operators. */
  readonly opset: number;
  /** Names of all tensors, those of subgraphs included. */
  readonly tensors: ReadonlySet<string>;
  readonly inputs: readonly string[];
  /** Whether weights lie in a file beside the model. */
  readonly hasExternalData: boolean;
}

/** Field numbers of onnx.proto (ONNX 1.12). */
export const MODEL = { irVersion: 1, graph: 7, opsetImport: 8 } as const;
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 } as const;
export const NODE = { input: 1, output: 2, attribute: 5 } as const;
export const ATTRIBUTE = { graph: 6, graphs: 11 } as const;
export const TENSOR = { name: 8, dataLocation: 14 } as const;
export const VALUE = { name: 1 } as const;
const OPSET = { domain: 1, version: 2 } as const;
const EXTERNAL = 1;

/** Reads the facts of a model without loading it; its weights are not copied. */
export function readModel(model: Uint8Array): ModelFacts {
  const facts = { irVersion: 0, opset: 1, hasExternalData: false };
  const tensors = new Set<string>();
  const inputs: string[] = [];
  for (const field of messageFields(model)) {
    if (field.number === MODEL.irVersion) facts.irVersion = field.value;
    if (field.number === MODEL.opsetImport) {
      const opset = messageFields(field.content!);
      const domain = opset.find(({ number }) => number === OPSET.domain);
      const version = opset.find(({ number }) => number === OPSET.version)?.value ?? 1;
      if (!domain || ['', 'ai.onnx'].includes(textOf(domain))) facts.opset = version;
    }
    if (field.number === MODEL.graph) {
      const graph = readGraph(field.content!, tensors);
      inputs.push(...graph.inputs);
      facts.hasExternalData ||= graph.hasExternalData;
    }
  }
  return { ...facts, tensors, inputs };
}

function readGraph(
  graph: Uint8Array,
  tensors: Set<string>,
): { inputs: string[]; hasExternalData: boolean } {
  const inputs: string[] = [];
  let hasExternalData = false;
  for (const { number, content } of messageFields(graph)) {
    if (number === GRAPH.node) readNode(content!, tensors);
    if (number === GRAPH.initializer) {
      const fields = messageFields(content!);
      const name = fields.find((field) => field.number === TENSOR.name);
      if (name) tensors.add(textOf(name));
      hasExternalData ||= fields.some(
        (field) => field.number === TENSOR.dataLocation && field.value === EXTERNAL,
      );
    }
    if (number === GRAPH.input) {
      const name = messageFields(content!).find((field) => field.number === VALUE.name);
      if (name) inputs.push(textOf(name));
    }
  }
  for (const name of inputs) tensors.add(name);
  return { inputs, hasExternalData };
}

function readNode(node: Uint8Array, tensors: Set<string>): void {
  for (const field of messageFields(node)) {
    if (field.number === NODE.output) tensors.add(textOf(field));
    if (field.number !== NODE.attribute) continue;
    for (const { number, content } of messageFields(field.content!)) {
      if (content && (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs)) {
        readGraph(content, tensors);
      }
    }
  }
}
