import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CodedError } from '@alaas/core';

import { bundledFolder } from './bundled-encoders.js';
import type { EncoderManifest } from './encoder-manifest.js';
import type { EncoderSpec } from './encoder-spec.js';
import { fetchFromHub } from './hugging-face/fetch-from-hub.js';
import { readHuggingFaceFolder } from './hugging-face/read-folder.js';
import { parseManifest } from './parse-manifest.js';
import type { ModelSignature } from './sessions/session-protocol.js';
import type { TokenizerFiles } from './texts/tokenise.js';

/** The files of an encoder, found and read, before its model is opened. */
export interface EncoderPackage {
  readonly modelFile: string;
  /** Absent for image encoders. */
  readonly tokenizer?: TokenizerFiles;
  /** SHA-256 of each file that shapes embeddings. */
  readonly fileDigests: readonly string[];
  /** The manifest; one that is derived from a foreign folder needs what the model itself says. */
  manifestFor(signature: ModelSignature): EncoderManifest;
}

/**
 * Finds and reads the files of an encoder; models are hashed, not loaded.
 *
 * @throws CodedError `ENCODER_NOT_FOUND`, `ENCODER_MANIFEST_INVALID`, `ENCODER_DIGEST_MISMATCH`,
 *   `ENCODER_FOLDER_INVALID`, `ENCODER_TOKENIZER_INVALID`, `ENCODER_PEER_MISSING`,
 *   `ENCODER_HUB_FAILED`.
 */
export async function readEncoderPackage(
  spec: EncoderSpec,
  signal?: AbortSignal,
): Promise<EncoderPackage> {
  switch (spec.kind) {
    case 'bundled':
      return readOwnFolder(join(bundledFolder(spec.id), 'manifest.json'));
    case 'onnx':
      return readBesideModel(spec.modelFile);
    case 'manifest':
      return readOwnFolder(spec.manifestFile);
    case 'folder': {
      const manifestFile = join(spec.folder, 'manifest.json');
      if (await isFile(manifestFile)) return readOwnFolder(manifestFile);
      return readForeignFolder(spec.folder, basename(spec.folder));
    }
    case 'hub':
      return readForeignFolder(await fetchFromHub(spec.id, signal), spec.id);
  }
}

async function readBesideModel(modelFile: string): Promise<EncoderPackage> {
  const named = modelFile.replace(/\.onnx$/i, '') + '.manifest.json';
  const plain = join(dirname(modelFile), 'manifest.json');
  for (const manifestFile of [named, plain]) {
    if (await isFile(manifestFile)) return readOwnFolder(manifestFile, modelFile);
  }
  throw new CodedError('ENCODER_MANIFEST_INVALID', `"${modelFile}" has no manifest beside it.`, {
    field: 'encoder',
    value: modelFile,
    remedy: `Write "${basename(named)}" or "manifest.json" beside it, as the bundled encoders have one.`,
  });
}

async function readOwnFolder(manifestFile: string, modelFile?: string): Promise<EncoderPackage> {
  const folder = dirname(manifestFile);
  const manifest = parseManifest(await readJson(manifestFile), {
    origin: manifestFile,
    ...(modelFile && { fallbackModel: basename(modelFile) }),
  });
  const model = modelFile ?? join(folder, manifest.model.file);
  const digests = await digestModel(model);
  checkDigest(manifest, { model, digest: digests[0]! });
  if (manifest.modality === 'image') {
    return { modelFile: model, fileDigests: digests, manifestFor: () => manifest };
  }
  const tokenizer = await readTokenizer(join(folder, manifest.preprocessing.tokenizer));
  return {
    modelFile: model,
    tokenizer: tokenizer.files,
    fileDigests: [...digests, ...tokenizer.digests],
    manifestFor: () => manifest,
  };
}

async function readForeignFolder(folder: string, id: string): Promise<EncoderPackage> {
  const found = await readHuggingFaceFolder(folder, id);
  const digests = await digestModel(found.modelFile);
  const tokenizer = found.tokenizerFile ? await readTokenizer(found.tokenizerFile) : undefined;
  return {
    modelFile: found.modelFile,
    ...(tokenizer && { tokenizer: tokenizer.files }),
    fileDigests: [...digests, ...(tokenizer?.digests ?? [])],
    manifestFor: (signature) => found.manifestFor(signature),
  };
}

async function readTokenizer(file: string): Promise<{ files: TokenizerFiles; digests: string[] }> {
  const configFile = join(dirname(file), 'tokenizer_config.json');
  const hasConfig = await isFile(configFile);
  const files = {
    tokenizer: await readJson(file),
    config: hasConfig ? await readJson(configFile) : {},
    origin: file,
  };
  const digests = [await digestFile(file), ...(hasConfig ? [await digestFile(configFile)] : [])];
  return { files, digests };
}

function checkDigest(
  manifest: EncoderManifest,
  { model, digest }: { model: string; digest: string },
): void {
  const expected = manifest.model.sha256;
  if (expected === undefined || expected.toLowerCase() === digest) return;
  throw new CodedError(
    'ENCODER_DIGEST_MISMATCH',
    `"${model}" is not the file that its manifest describes.`,
    { field: 'model.sha256', value: digest, expected },
  );
}

/** Digests of the model and of the files in which large models keep their weights. */
async function digestModel(modelFile: string): Promise<string[]> {
  if (!(await isFile(modelFile))) {
    throw new CodedError('ENCODER_NOT_FOUND', `There is no model file "${modelFile}".`, {
      field: 'model.file',
      value: modelFile,
    });
  }
  const files = [modelFile];
  for (const weights of [`${modelFile}_data`, `${modelFile}.data`]) {
    if (await isFile(weights)) files.push(weights);
  }
  return Promise.all(files.map(digestFile));
}

async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new CodedError('ENCODER_NOT_FOUND', `"${file}" cannot be read.`, {
      field: 'encoder',
      value: file,
      cause,
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CodedError('ENCODER_MANIFEST_INVALID', `"${file}" is not valid JSON.`, {
      field: 'encoder',
      value: file,
      cause,
    });
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}
