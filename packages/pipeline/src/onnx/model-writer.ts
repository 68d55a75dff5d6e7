import Pbf from 'pbf';

/** Element types of ONNX tensors that we use, by their number in the ONNX format. */
export const ONNX_TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7 } as const;

/** A dimension: a fixed size, or the name of a free one. */
export type OnnxDimension = number | string;

/** A named input or output of a graph. */
export interface OnnxValue {
  readonly name: string;
  readonly type: keyof typeof ONNX_TYPES;
  readonly shape: readonly OnnxDimension[];
}

/** A constant of a graph. */
export interface OnnxInitializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** Value of an attribute: a whole number, whole numbers, or `{ float }`. */
export type OnnxAttribute = number | readonly number[] | { readonly float: number };

/** One operator. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** A graph, whole or a supplement to be appended to the bytes of another model. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers?: readonly OnnxInitializer[];
  readonly inputs?: readonly OnnxValue[];
  readonly outputs?: readonly OnnxValue[];
  /** Free key–value pairs kept in the model. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Operator set that our own graphs are written for. */
const OPSET = 17;
/** ONNX format version that belongs to operator set 17. */
const IR_VERSION = 8;
const FLOAT_ATTRIBUTE = 1;
const INT_ATTRIBUTE = 2;
const INTS_ATTRIBUTE = 7;

/** Serialises a whole model. Field numbers are those of onnx.proto (ONNX 1.12). */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const pbf = new Pbf();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, 'alaas');
  pbf.writeMessage(7, writeGraph, graph);
  pbf.writeMessage(8, (opset: number, out) => out.writeVarintField(2, opset), OPSET);
  writeMetadata(graph, pbf);
  return pbf.finish();
}

/**
 * Serialises nodes, constants and outputs to be appended to an existing model: protobuf messages
 * merge by concatenation, and repeated fields add up, so `model bytes + supplement` is a model.
 */
export function encodeSupplement(graph: OnnxGraph): Uint8Array {
  const pbf = new Pbf();
  pbf.writeMessage(7, writeGraphParts, graph);
  writeMetadata(graph, pbf);
  return pbf.finish();
}

function writeMetadata(graph: OnnxGraph, pbf: Pbf): void {
  for (const [key, value] of Object.entries(graph.metadata ?? {})) {
    pbf.writeMessage(
      14,
      (_: undefined, out) => {
        out.writeStringField(1, key);
        out.writeStringField(2, value);
      },
      undefined,
    );
  }
}

function writeGraph(graph: OnnxGraph, pbf: Pbf): void {
  pbf.writeStringField(2, 'alaas');
  writeGraphParts(graph, pbf);
}

function writeGraphParts(graph: OnnxGraph, pbf: Pbf): void {
  for (const node of graph.nodes) pbf.writeMessage(1, writeNode, node);
  for (const constant of graph.initializers ?? []) pbf.writeMessage(5, writeTensor, constant);
  for (const input of graph.inputs ?? []) pbf.writeMessage(11, writeValue, input);
  for (const output of graph.outputs ?? []) pbf.writeMessage(12, writeValue, output);
}

function writeNode(node: OnnxNode, pbf: Pbf): void {
  for (const input of node.inputs) pbf.writeStringField(1, input);
  for (const output of node.outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    pbf.writeMessage(5, (_: undefined, out) => writeAttribute(out, name, value), undefined);
  }
}

function writeAttribute(pbf: Pbf, name: string, value: OnnxAttribute): void {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, INT_ATTRIBUTE);
  } else if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, FLOAT_ATTRIBUTE);
  } else {
    for (const one of value) pbf.writeVarintField(8, one);
    pbf.writeVarintField(20, INTS_ATTRIBUTE);
  }
}

function writeTensor({ name, shape, data }: OnnxInitializer, pbf: Pbf): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, data instanceof Float32Array ? ONNX_TYPES.float32 : ONNX_TYPES.int64);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue({ name, type, shape }: OnnxValue, pbf: Pbf): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeTensorType, { type, shape });
}

function writeTensorType(value: Pick<OnnxValue, 'type' | 'shape'>, pbf: Pbf): void {
  pbf.writeMessage(1, writeElementAndShape, value);
}

function writeElementAndShape({ type, shape }: Pick<OnnxValue, 'type' | 'shape'>, pbf: Pbf): void {
  pbf.writeVarintField(1, ONNX_TYPES[type]);
  pbf.writeMessage(2, writeShape, shape);
}

function writeShape(shape: readonly OnnxDimension[], pbf: Pbf): void {
  for (const size of shape) pbf.writeMessage(1, writeDimension, size);
}

function writeDimension(size: OnnxDimension, pbf: Pbf): void {
  if (typeof size === 'number') pbf.writeVarintField(1, size);
  else pbf.writeStringField(2, size);
}
