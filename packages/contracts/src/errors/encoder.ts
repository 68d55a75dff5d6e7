import type { ErrorRow } from './row.js';

/** Errors of encoders and of the files they are made of. */
export const ENCODER_ERRORS = {
  ENCODER_UNKNOWN: {
    status: 422,
    retryable: false,
    title: 'There is no such encoder',
    remedy: 'Use a bundled encoder, the path of an ONNX file or folder, or a hub id.',
  },
  ENCODER_NOT_FOUND: {
    status: 422,
    retryable: false,
    title: 'A file of the encoder is missing',
    remedy: 'Check the path; relative paths start from the folder of the configuration.',
  },
  ENCODER_MANIFEST_INVALID: {
    status: 422,
    retryable: false,
    title: 'The manifest of the encoder is missing or wrong',
    remedy: 'Compare it with models/mobilenetv2-taps-64/manifest.json.',
  },
  ENCODER_MODEL_INVALID: {
    status: 422,
    retryable: false,
    title: 'The model of the encoder cannot be opened or run',
    remedy: 'Check that the file is a whole ONNX model that ONNX Runtime can run on a CPU.',
  },
  ENCODER_DIGEST_MISMATCH: {
    status: 422,
    retryable: false,
    title: 'The model is not the one that its manifest describes',
    remedy:
      'Get the file again, or put its SHA-256 into the manifest if it was changed on purpose.',
  },
  ENCODER_INPUT_MISMATCH: {
    status: 422,
    retryable: false,
    title: 'The inputs of the model do not fit its manifest',
    remedy: 'Correct names, types and shapes in the manifest, or use the right model.',
  },
  ENCODER_OUTPUT_MISMATCH: {
    status: 422,
    retryable: false,
    title: 'The output of the model does not fit its manifest',
    remedy: 'Correct name, dimension and pooling in the manifest, or use the right model.',
  },
  ENCODER_FOLDER_INVALID: {
    status: 422,
    retryable: false,
    title: 'The folder does not hold an encoder that can be read',
    remedy:
      'Put the ONNX file there, with tokenizer.json or preprocessor_config.json, or a manifest.',
  },
  ENCODER_TOKENIZER_INVALID: {
    status: 422,
    retryable: false,
    title: 'The tokenizer of the encoder cannot be used',
    remedy: 'Get tokenizer.json again from where the model came.',
  },
  ENCODER_PEER_MISSING: {
    status: 422,
    retryable: false,
    title: 'Models of the hub need a package that is not installed',
    remedy: 'Run: npm install @huggingface/transformers',
  },
  ENCODER_HUB_FAILED: {
    status: 502,
    retryable: true,
    title: 'The model could not be had from the hub',
    remedy: 'Check the id and the network, or use a bundled encoder.',
  },
  ENCODER_DEVICE_MISSING: {
    status: 422,
    retryable: false,
    title: 'The encoder cannot run on this device here',
    remedy: 'Use cpu, or a device that alaas doctor lists.',
  },
  ENCODER_FAILED: {
    status: 500,
    retryable: false,
    title: 'The encoder stopped working',
    remedy: 'Try again with fewer sessions; if it stays, report it with the log.',
  },
  ENCODER_CLOSED: {
    status: 500,
    retryable: false,
    title: 'The encoder was used after it was closed',
    remedy: 'Report it.',
  },
} as const satisfies Record<string, ErrorRow>;
