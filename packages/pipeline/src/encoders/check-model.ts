import { CodedError } from '@alaas/core';

import {
  channelsOf,
  inputSizeOf,
  type EncoderManifest,
  type ManifestInput,
} from './encoder-manifest.js';
import { TEXT_INPUTS } from './sessions/text-feed.js';
import type { ModelSignature, TensorSignature } from './sessions/session-protocol.js';

/**
 * Compares what an ONNX file declares with what its manifest says, before anything is run.
 *
 * @throws CodedError `ENCODER_INPUT_MISMATCH` or `ENCODER_OUTPUT_MISMATCH`, naming both sides.
 */
export function checkModel(signature: ModelSignature, manifest: EncoderManifest): void {
  const declared = new Map(signature.inputs.map((input) => [input.name, input]));
  for (const input of manifest.inputs) {
    const real = declared.get(input.name);
    if (!real || !fits(real, input)) throw inputMismatch(signature.inputs, input);
    declared.delete(input.name);
  }
  for (const forgotten of declared.values()) {
    throw new CodedError(
      'ENCODER_INPUT_MISMATCH',
      `The model has an input ${show(forgotten)} that its manifest does not name.`,
      { field: 'inputs', value: manifest.inputs.map(show), found: show(forgotten) },
    );
  }
  if (manifest.modality === 'image') checkImageInput(manifest.inputs, manifest.preprocessing);
  else checkTextInputs(manifest.inputs);
  checkOutput(signature, manifest);
}

function inputMismatch(real: readonly TensorSignature[], expected: ManifestInput): CodedError {
  const found = real.map(show).join(', ') || 'no input';
  return new CodedError(
    'ENCODER_INPUT_MISMATCH',
    `The model takes ${found}, but its manifest says ${show(expected)}.`,
    { field: `inputs.${expected.name}`, value: show(expected), found },
  );
}

/** Same type and rank, and the same size wherever both are fixed. */
function fits(real: TensorSignature, expected: ManifestInput): boolean {
  if (real.type !== expected.type || real.shape.length !== expected.shape.length) return false;
  return real.shape.every((size, axis) => agree(size, expected.shape[axis]!));
}

function agree(a: number | string, b: number | string): boolean {
  return typeof a === 'string' || typeof b === 'string' || a === b;
}

function checkImageInput(
  inputs: readonly ManifestInput[],
  preprocessing: Parameters<typeof inputSizeOf>[0],
): void {
  const { width, height } = inputSizeOf(preprocessing);
  const channels = channelsOf(preprocessing);
  const { layout } = preprocessing;
  const made =
    layout === 'nchw' ? ['items', channels, height, width] : ['items', height, width, channels];
  const [input] = inputs;
  const expected: ManifestInput = { name: input!.name, type: 'float32', shape: made };
  const single = { ...input!, shape: ['items', ...input!.shape.slice(1)] };
  if (inputs.length === 1 && fits(expected, single)) return;
  throw new CodedError(
    'ENCODER_INPUT_MISMATCH',
    `The preprocessing makes ${show(expected)}, but the model takes ${inputs.map(show).join(', ')}.`,
    { field: 'preprocessing', value: show(expected), found: inputs.map(show) },
  );
}

function checkTextInputs(inputs: readonly ManifestInput[]): void {
  for (const input of inputs) {
    const known = TEXT_INPUTS.some((name) => name === input.name);
    if (known && input.type !== 'float32' && input.shape.length === 2) continue;
    throw new CodedError(
      'ENCODER_INPUT_MISMATCH',
      `A text encoder cannot feed the input ${show(input)}; it knows ${TEXT_INPUTS.join(', ')}.`,
      { field: `inputs.${input.name}`, value: show(input) },
    );
  }
}

function checkOutput(signature: ModelSignature, { output }: EncoderManifest): void {
  const real = signature.outputs.find(({ name }) => name === output.name);
  const rank = output.pooling === 'none' ? 2 : 3;
  const expected = {
    name: output.name,
    type: 'float32',
    shape: ['items', ...(rank === 3 ? ['tokens'] : []), output.dimension],
  };
  // A shape that the file leaves out is checked when the model is first run.
  const size = real?.shape.at(-1);
  const fitsShape =
    real?.shape.length === 0 ||
    (real?.shape.length === rank && size !== undefined && agree(size, output.dimension));
  if (real?.type === 'float32' && fitsShape) return;
  const found = signature.outputs.map(show).join(', ');
  throw new CodedError(
    'ENCODER_OUTPUT_MISMATCH',
    `The model gives ${found}, but its manifest says ${show(expected)}.`,
    { field: 'output', value: show(expected), found },
  );
}

function show({ name, type, shape }: TensorSignature): string {
  return `"${name}" ${type}[${shape.map((size) => size || '?').join(', ')}]`;
}
