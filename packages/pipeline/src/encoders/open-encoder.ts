import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { CodedError, throwIfCancelled, type Matrix } from '@alaas/core';

import { checkModel } from './check-model.js';
import type { Codec } from './codec.js';
import type { Encoder } from './encoder.js';
import type { EncoderManifest } from './encoder-manifest.js';
import { readEncoderPackage, type EncoderPackage } from './encoder-package.js';
import { parseEncoderSpec, type EncoderSpec } from './encoder-spec.js';
import { imageCodec } from './images/image-codec.js';
import { openSessionPool, type SessionPool } from './sessions/session-pool.js';
import { textCodec } from './texts/text-codec.js';

/** An encoder that runs an ONNX file, with what an export of that file needs. */
export interface OnnxEncoder extends Encoder {
  readonly manifest: EncoderManifest;
  /** Absolute path of the ONNX file. */
  readonly modelFile: string;
  /** Path of `tokenizer.json`; `tokenizer_config.json` may lie beside it. Texts only. */
  readonly tokenizerFile?: string;
}

/** How an encoder is opened. */
export interface OpenEncoderOptions {
  /** Sessions, each in its own thread; as many as there are cores when absent. */
  readonly sessions?: number;
  /** Threads within one session; 1 is best while there are as many sessions as cores. Default 1. */
  readonly threadsPerSession?: number;
  /** What relative paths start from; the working folder when absent. */
  readonly baseFolder?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Raised when our own decoding or feeding changes embeddings: it is a part of the digest. */
const DECODING_VERSION = 1;
/** Items of one `encode` call: some 20–100 ms of work of a session. */
const BATCH_SIZE = 32;

/**
 * Opens an encoder: its files are checked against its manifest, the ONNX file's real inputs and
 * outputs against both, and one small item is encoded to see that it runs. Close it when done.
 *
 * @param spec bundled id, path of an ONNX file or folder, or hub id (`organisation/name`).
 * @throws CodedError `ENCODER_UNKNOWN`, `ENCODER_NOT_FOUND`, `ENCODER_MANIFEST_INVALID`,
 *   `ENCODER_MODEL_INVALID`, `ENCODER_INPUT_MISMATCH`, `ENCODER_OUTPUT_MISMATCH`,
 *   `ENCODER_DIGEST_MISMATCH`, `ENCODER_FOLDER_INVALID`, `ENCODER_TOKENIZER_INVALID`,
 *   `ENCODER_PEER_MISSING`, `ENCODER_HUB_FAILED`, `CANCELLED`.
 */
export async function openEncoder(
  spec: string | EncoderSpec,
  options: OpenEncoderOptions = {},
): Promise<OnnxEncoder> {
  const { sessions = availableParallelism(), threadsPerSession = 1, signal } = options;
  throwIfCancelled(signal);
  const place =
    typeof spec === 'string'
      ? await parseEncoderSpec(spec, options.baseFolder ?? process.cwd())
      : spec;
  const files = await readEncoderPackage(place, signal);
  throwIfCancelled(signal);
  const pool = await openSessionPool({ modelFile: files.modelFile, sessions, threadsPerSession });
  try {
    const manifest = files.manifestFor(pool.signature);
    checkModel(pool.signature, manifest);
    const codec = codecFor(manifest, files);
    await tryOut(codec, { pool, signal });
    return assemble(codec, { files, pool });
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function codecFor(manifest: EncoderManifest, files: EncoderPackage): Codec<unknown> {
  if (manifest.modality === 'image') return imageCodec(manifest);
  if (files.tokenizer) return textCodec(manifest, files.tokenizer);
  throw new CodedError('ENCODER_FOLDER_INVALID', `The text encoder has no tokenizer.json.`, {
    field: 'encoder',
    value: files.modelFile,
  });
}

/** A model may break only when it is run, as where a fixed size inside it does not fit. */
async function tryOut(
  codec: Codec<unknown>,
  { pool, signal }: { pool: SessionPool; signal: AbortSignal | undefined },
): Promise<void> {
  const { manifest, padId } = codec;
  const place = { field: 'model', value: manifest.model.file };
  const request = { batch: codec.pack([codec.probe]), manifest, padId };
  const embedding = await pool.encode(request, signal).catch((error: unknown) => {
    if (!(error instanceof CodedError) || error.code !== 'ENCODER_FAILED') throw error;
    throw new CodedError('ENCODER_MODEL_INVALID', error.message, { ...place, cause: error });
  });
  if (embedding.every(Number.isFinite)) return;
  throw new CodedError(
    'ENCODER_MODEL_INVALID',
    'The model gives numbers that are not finite.',
    place,
  );
}

function assemble(
  codec: Codec<unknown>,
  { files, pool }: { files: EncoderPackage; pool: SessionPool },
): OnnxEncoder {
  const { manifest, padId } = codec;
  const { dimension } = manifest.output;
  return {
    id: manifest.id,
    modality: manifest.modality,
    dimension,
    digest: digestOf(manifest, files.fileDigests),
    batchSize: BATCH_SIZE,
    concurrency: pool.size,
    manifest,
    modelFile: files.modelFile,
    ...(files.tokenizer && { tokenizerFile: files.tokenizer.origin }),
    weight: (item) => codec.weight(item),
    decode: (bytes, signal) => codec.decode(bytes, signal),
    async encode(items, signal): Promise<Matrix> {
      const rows = items.length;
      const data = await pool.encode({ batch: codec.pack(items), manifest, padId }, signal);
      return { rows, cols: dimension, data };
    },
    close: () => pool.close(),
  };
}

/** Everything that shapes an embedding, and nothing that does not (id, licence, paths). */
function digestOf(manifest: EncoderManifest, fileDigests: readonly string[]): string {
  const { modality, inputs, preprocessing, output, itemsPerRun } = manifest;
  const version = DECODING_VERSION;
  const shaping = { version, modality, inputs, preprocessing, output, itemsPerRun, fileDigests };
  return createHash('sha256').update(JSON.stringify(shaping)).digest('hex');
}
