import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeModel } from '@alaas/pipeline';

import { seededMatrix } from './seeded-data.js';

/** Words that the tokenizer of the tiny text encoder knows. */
const WORDS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'where', 'is', 'my', 'card', 'account', 'money'];

/**
 * A tiny image model: mean colour times a fixed matrix.
 *
 * @param options.dimension length of an embedding. Default 4.
 * @param options.side fixes height and width in the model; free when absent.
 */
export function tinyImageModel(options: { dimension?: number; side?: number } = {}): Uint8Array {
  const { dimension = 4, side } = options;
  return encodeModel({
    inputs: [
      { name: 'image', type: 'float32', shape: ['batch', 3, side ?? 'height', side ?? 'width'] },
    ],
    outputs: [{ name: 'embedding', type: 'float32', shape: ['batch', dimension] }],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['image'], outputs: ['mean'] },
      { op: 'Flatten', inputs: ['mean'], outputs: ['colour'], attributes: { axis: 1 } },
      { op: 'MatMul', inputs: ['colour', 'weights'], outputs: ['embedding'] },
    ],
    initializers: [
      { name: 'weights', shape: [3, dimension], data: seededMatrix(3, dimension, 5).data },
    ],
  });
}

/** The manifest of `tinyImageModel`, as JSON data to be changed at will. */
export function tinyImageManifest() {
  return {
    id: 'tiny-image',
    modality: 'image',
    model: { file: 'tiny.onnx' },
    inputs: [{ name: 'image', type: 'float32', shape: ['batch', 3, 'height', 'width'] }],
    preprocessing: { width: 8, height: 8 },
    output: { name: 'embedding', dimension: 4 },
    licence: 'CC0-1.0',
    source: 'made by a test',
  };
}

/** Writes a tiny image encoder: `tiny.onnx` with its manifest. Answers the path of the model. */
export async function writeTinyImageEncoder(
  folder: string,
  change: { model?: Uint8Array; manifest?: object } = {},
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const modelFile = join(folder, 'tiny.onnx');
  await writeFile(modelFile, change.model ?? tinyImageModel());
  const manifest = { ...tinyImageManifest(), ...change.manifest };
  await writeFile(join(folder, 'tiny.manifest.json'), JSON.stringify(manifest));
  return modelFile;
}

/**
 * Writes a tiny text model as Hugging Face lays folders out: `onnx/model.onnx` that looks up one
 * row per token (`last_hidden_state`, 3 numbers), `tokenizer.json`, `config.json`.
 */
export async function writeTinyTextFolder(folder: string): Promise<void> {
  await mkdir(join(folder, 'onnx'), { recursive: true });
  const table = seededMatrix(WORDS.length, 3, 9).data;
  const model = encodeModel({
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['batch', 'sequence'] },
      { name: 'attention_mask', type: 'int64', shape: ['batch', 'sequence'] },
    ],
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['batch', 'sequence', 3] }],
    nodes: [{ op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] }],
    initializers: [{ name: 'table', shape: [WORDS.length, 3], data: table }],
  });
  await writeFile(join(folder, 'onnx', 'model.onnx'), model);
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer()));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ max_position_embeddings: 6 }));
}

/** A `tokenizer.json`: words by white space, between [CLS] and [SEP]. */
function tinyTokenizer(): object {
  const special = (content: string) => ({
    id: WORDS.indexOf(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const part = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const entry = (id: string) => ({ id, ids: [WORDS.indexOf(id)], tokens: [id] });
  return {
    version: '1.0',
    added_tokens: WORDS.slice(0, 4).map(special),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [part('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, part('[SEP]')],
      pair: [],
      special_tokens: { '[CLS]': entry('[CLS]'), '[SEP]': entry('[SEP]') },
    },
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
      unk_token: '[UNK]',
    },
  };
}
