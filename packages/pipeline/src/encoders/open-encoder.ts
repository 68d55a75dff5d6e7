import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { CodedError, throwIfCancelled, type Matrix } from '@alaas/core';

import { availableMemory } from '../memory/available-memory.js';
import { checkModel } from './check-model.js';
import type { Codec } from './codec.js';
import { deviceOf, type Device } from './devices.js';
import type { EncodePlan, Encoder } from './encoder.js';
import type { EncoderManifest } from './encoder-manifest.js';
import { readEncoderPackage, type EncoderPackage } from './encoder-package.js';
import { parseEncoderSpec, type EncoderSpec } from './encoder-spec.js';
import { imageCodec } from './images/image-codec.js';
import { planSessions, type SessionPlan } from './sessions/plan-sessions.js';
import { openSessionPool, type SessionPool } from './sessions/session-pool.js';
import { textCodec } from './texts/text-codec.js';

/** An encoder that runs an ONNX file, with what an export of that file needs. */
export interface OnnxEncoder extends Encoder {
  readonly manifest: EncoderManifest;
  /** Absolute path of the ONNX file. */
  readonly modelFile: string;
  /** Path of `tokenizer.json`; `tokenizer_config.json` may lie beside it. Texts only. */
  readonly tokenizerFile?: string;
  plan(): EncodePlan;
}

/** How an encoder is opened. */
export interface OpenEncoderOptions {
  /**
   * Device that the model runs on, as `cpu`, `cuda`, `webgpu`; `listDevices` says what this build has.
   * Default `cpu`.
   */
  readonly device?: string | undefined;
  /**
   * Sessions, each in its own thread. Default: on the processor as many as there are cores, or as
   * fit into memory; elsewhere 1.
   */
  readonly sessions?: number | undefined;
  /** Threads within one session. Default: the cores shared out among the sessions. */
  readonly threadsPerSession?: number | undefined;
  /** Items of one run of the model; measured on the first items when absent. */
  readonly itemsPerRun?: number | undefined;
  /** What relative paths start from; the working folder when absent. */
  readonly baseFolder?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Raised when our own decoding or feeding changes embeddings: it is a part of the digest. */
const DECODING_VERSION = 1;
/** Items of one `encode` call: some 20–100 ms of work of a session on the processor. */
const BATCH_SIZE = { cpu: 32, other: 128 };

/**
 * Opens an encoder: its files are checked against its manifest, the ONNX file's real inputs and
 * outputs against both, and one small item is encoded to see that it runs. Close it when done.
 *
 * @param spec bundled id, path of an ONNX file or folder, or hub id (`organisation/name`).
 * @throws CodedError `ENCODER_UNKNOWN`, `ENCODER_NOT_FOUND`, `ENCODER_MANIFEST_INVALID`,
 *   `ENCODER_MODEL_INVALID`, `ENCODER_INPUT_MISMATCH`, `ENCODER_OUTPUT_MISMATCH`,
 *   `ENCODER_DIGEST_MISMATCH`, `ENCODER_FOLDER_INVALID`, `ENCODER_TOKENIZER_INVALID`,
 *   `ENCODER_PEER_MISSING`, `ENCODER_HUB_FAILED`, `ENCODER_DEVICE_MISSING`, `CANCELLED`.
 */
export async function openEncoder(
  spec: string | EncoderSpec,
  options: OpenEncoderOptions = {},
): Promise<OnnxEncoder> {
  const { signal, itemsPerRun } = options;
  throwIfCancelled(signal);
  const device = deviceOf(options.device ?? 'cpu');
  const place =
    typeof spec === 'string'
      ? await parseEncoderSpec(spec, options.baseFolder ?? process.cwd())
      : spec;
  const files = await readEncoderPackage(place, signal);
  throwIfCancelled(signal);
  const { modelFile } = files;
  const plan = await sessionsFor(modelFile, device, options);
  const pool = await openSessionPool({
    ...{ modelFile, device, itemsPerRun, sessions: plan.sessions },
    threads: plan.threadsPerSession,
  });
  try {
    const manifest = files.manifestFor(pool.signature);
    checkModel(pool.signature, manifest);
    const codec = codecFor(manifest, files);
    await tryOut(codec, { pool, signal });
    return assemble(codec, { files, pool, plan: { device, itemsPerRun, ...plan } });
  } catch (error) {
    await pool.close();
    throw error;
  }
}

async function sessionsFor(
  modelFile: string,
  device: Device,
  { sessions, threadsPerSession }: OpenEncoderOptions,
): Promise<SessionPlan> {
  const cores = availableParallelism();
  const { size: modelBytes } = await stat(modelFile);
  const planned =
    device === 'cpu'
      ? planSessions({ cores, modelBytes, freeBytes: availableMemory() })
      : { sessions: 1, threadsPerSession: cores };
  if (sessions === undefined)
    return { ...planned, ...(threadsPerSession && { threadsPerSession }) };
  const threads = threadsPerSession ?? Math.max(1, Math.floor(cores / sessions));
  return { sessions, threadsPerSession: threads };
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

interface Opened {
  readonly files: EncoderPackage;
  readonly pool: SessionPool;
  readonly plan: SessionPlan & {
    readonly device: Device;
    readonly itemsPerRun?: number | undefined;
  };
}

function assemble(codec: Codec<unknown>, { files, pool, plan }: Opened): OnnxEncoder {
  const { manifest, padId } = codec;
  const { dimension } = manifest.output;
  const usual = plan.device === 'cpu' ? BATCH_SIZE.cpu : BATCH_SIZE.other;
  return {
    id: manifest.id,
    modality: manifest.modality,
    dimension,
    digest: digestOf(manifest, files.fileDigests),
    batchSize: Math.max(usual, plan.itemsPerRun ?? 0),
    concurrency: pool.size,
    manifest,
    modelFile: files.modelFile,
    ...(files.tokenizer && { tokenizerFile: files.tokenizer.origin }),
    plan() {
      const { active, itemsPerRun } = pool.found();
      const { device, threadsPerSession } = plan;
      return {
        ...{ device, sessions: active, threadsPerSession },
        ...(itemsPerRun !== undefined && { itemsPerRun }),
      };
    },
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
