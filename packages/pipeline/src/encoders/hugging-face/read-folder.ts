import { basename, join } from 'node:path';
import { CodedError } from '@alaas/core';

import type {
  EncoderManifest,
  InputType,
  ManifestInput,
  TextPreprocessing,
} from '../encoder-manifest.js';
import type { ModelSignature } from '../sessions/session-protocol.js';
import { chooseOutput } from './choose-output.js';
import { findModelFile } from './find-model.js';
import { imageSettings } from './image-settings.js';
import { asCount, asObject, asText, readJsonIfPresent, type JsonObject } from './json-fields.js';

/** A folder as Hugging Face lays it out, read as an encoder. */
export interface HuggingFaceFolder {
  readonly modelFile: string;
  /** Absent for image models. */
  readonly tokenizerFile?: string;
  manifestFor(signature: ModelSignature): EncoderManifest;
}

/** Longest text of models that do not say what they take. */
const DEFAULT_MAX_TOKENS = 512;

/**
 * Reads a local Hugging Face folder: an ONNX file, `tokenizer.json` for texts or
 * `preprocessor_config.json` for images, and what `config.json` and the files of
 * sentence-transformers say of length, pooling and normalisation.
 *
 * @throws CodedError `ENCODER_FOLDER_INVALID`.
 */
export async function readHuggingFaceFolder(
  folder: string,
  id: string,
): Promise<HuggingFaceFolder> {
  const read = async (name: string) => readJsonIfPresent(join(folder, name));
  const processor = await read('preprocessor_config.json');
  const config = asObject(await read('config.json'));
  if (processor !== undefined) return readImageFolder({ folder, id, config }, asObject(processor));
  if ((await read('tokenizer.json')) === undefined) {
    throw new CodedError(
      'ENCODER_FOLDER_INVALID',
      `"${folder}" holds neither manifest.json, tokenizer.json nor preprocessor_config.json.`,
      { field: 'encoder', value: folder },
    );
  }
  return readTextFolder({ folder, id, config });
}

interface Folder {
  readonly folder: string;
  readonly id: string;
  readonly config: JsonObject;
}

async function readImageFolder(
  { folder, id, config }: Folder,
  processor: JsonObject,
): Promise<HuggingFaceFolder> {
  const modelFile = await findModelFile(folder, 'image');
  const preprocessing = imageSettings(processor, join(folder, 'preprocessor_config.json'));
  return {
    modelFile,
    manifestFor: (signature) => ({
      id,
      modality: 'image',
      model: { file: basename(modelFile) },
      inputs: inputsOf(signature),
      preprocessing,
      output: chooseOutput(signature, {
        modality: 'image',
        pooling: 'first',
        normalise: false,
        ...hiddenSize(config),
      }),
    }),
  };
}

async function readTextFolder({ folder, id, config }: Folder): Promise<HuggingFaceFolder> {
  const read = async (name: string) => asObject(await readJsonIfPresent(join(folder, name)));
  const modelFile = await findModelFile(folder, 'text');
  const pooling = await read('1_Pooling/config.json');
  const modules = await readJsonIfPresent(join(folder, 'modules.json'));
  const normalise = Array.isArray(modules) && modules.some(isNormalisation);
  const preprocessing: TextPreprocessing = {
    tokenizer: 'tokenizer.json',
    maxTokens: shortest([
      (await read('sentence_bert_config.json'))['max_seq_length'],
      (await read('tokenizer_config.json'))['model_max_length'],
      positions(config),
    ]),
  };
  return {
    modelFile,
    tokenizerFile: join(folder, 'tokenizer.json'),
    manifestFor: (signature) => ({
      id,
      modality: 'text',
      model: { file: basename(modelFile) },
      inputs: inputsOf(signature),
      preprocessing,
      output: chooseOutput(signature, {
        modality: 'text',
        pooling: pooling['pooling_mode_cls_token'] === true ? 'first' : 'mean',
        normalise,
        ...hiddenSize(config),
      }),
    }),
  };
}

/** What the model declares is what it gets; whether it can be fed is checked afterwards. */
function inputsOf(signature: ModelSignature): ManifestInput[] {
  return signature.inputs.map(({ name, type, shape }) => ({
    name,
    type: type as InputType,
    shape,
  }));
}

function hiddenSize(config: JsonObject): { hidden?: number } {
  const hidden = asCount(config['hidden_size']) ?? asCount(config['dim']);
  return hidden === undefined ? {} : { hidden };
}

/** RoBERTa counts positions from the padding token on, so that two of them are never used. */
function positions(config: JsonObject): number | undefined {
  const most = asCount(config['max_position_embeddings']);
  const isRoberta = /roberta|camembert|mpnet/.test(asText(config['model_type']));
  return most !== undefined && isRoberta ? most - 2 : most;
}

function shortest(limits: readonly unknown[]): number {
  const counts = limits.map(asCount).filter((count) => count !== undefined);
  return counts.length > 0 ? Math.min(...counts) : DEFAULT_MAX_TOKENS;
}

function isNormalisation(module: unknown): boolean {
  return asText(asObject(module)['type']).endsWith('.Normalize');
}
