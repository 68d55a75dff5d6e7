import { messageFields, textOf, withContent, type MessageField } from './model-fields.js';
import { ATTRIBUTE, GRAPH, MODEL, NODE, TENSOR, VALUE } from './read-model.js';

/** Constants need not be inputs from this ONNX format version on. */
const LEAST_IR_VERSION = 4;

/**
 * A model without its outputs and with some tensors renamed, as a base to append to: protobuf
 * messages merge by concatenation. Weights are copied once.
 *
 * @param names old to new names of tensors, applied in subgraphs, too.
 */
export function withoutOutputs(
  model: Uint8Array,
  names: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  return rewrite(model, (field) => {
    if (field.number === MODEL.irVersion && field.value < LEAST_IR_VERSION) {
      return Uint8Array.of(MODEL.irVersion << 3, LEAST_IR_VERSION);
    }
    if (field.number !== MODEL.graph) return field.raw;
    const inner = rewrite(field.content!, (part) =>
      part.number === GRAPH.output ? undefined : part.raw,
    );
    return withContent(MODEL.graph, names.size === 0 ? inner : renameInGraph(inner, names));
  });
}

function rewrite(
  message: Uint8Array,
  change: (field: MessageField) => Uint8Array | undefined,
): Uint8Array {
  return Buffer.concat(messageFields(message).flatMap((field) => change(field) ?? []));
}

type Names = ReadonlyMap<string, string>;

function renameInGraph(graph: Uint8Array, names: Names): Uint8Array {
  return rewrite(graph, (field) => {
    switch (field.number) {
      case GRAPH.node:
        return withContent(field.number, renameInNode(field.content!, names));
      case GRAPH.initializer:
        return renamed(field, TENSOR.name, names);
      case GRAPH.input:
      case GRAPH.output:
      case GRAPH.valueInfo:
        return renamed(field, VALUE.name, names);
      default:
        return field.raw;
    }
  });
}

function renameInNode(node: Uint8Array, names: Names): Uint8Array {
  return rewrite(node, (field) => {
    if (field.number === NODE.input || field.number === NODE.output) return newName(field, names);
    if (field.number !== NODE.attribute) return field.raw;
    const attribute = rewrite(field.content!, (part) => {
      const isGraph = part.number === ATTRIBUTE.graph || part.number === ATTRIBUTE.graphs;
      return isGraph && part.content
        ? withContent(part.number, renameInGraph(part.content, names))
        : part.raw;
    });
    return withContent(field.number, attribute);
  });
}

/** The field's message with its name changed; itself, uncopied, when it has another name. */
function renamed(field: MessageField, nameField: number, names: Names): Uint8Array {
  const name = messageFields(field.content!).find(({ number }) => number === nameField);
  if (!name || !names.has(textOf(name))) return field.raw;
  const message = rewrite(field.content!, (part) =>
    part.number === nameField ? newName(part, names) : part.raw,
  );
  return withContent(field.number, message);
}

function newName(field: MessageField, names: Names): Uint8Array {
  const name = names.get(textOf(field));
  return name === undefined ? field.raw : withContent(field.number, Buffer.from(name, 'utf8'));
}
