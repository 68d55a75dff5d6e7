import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@alaas/core';

import type { Modality } from '../encoder.js';

/** Preferred names: whole precision before quantised, the tower of the modality before the rest. */
const NAMES: Readonly<Record<Modality, readonly string[]>> = {
  text: ['model', 'text_model', 'model_quantized', 'model_int8', 'text_model_quantized'],
  image: ['vision_model', 'model', 'vision_model_quantized', 'model_quantized', 'model_int8'],
};

/**
 * Finds the ONNX file in a Hugging Face folder: in `onnx/`, else in the root.
 *
 * @throws CodedError `ENCODER_FOLDER_INVALID` when there is none, or several that are not named in
 *   the usual way.
 */
export async function findModelFile(folder: string, modality: Modality): Promise<string> {
  const found: string[] = [];
  for (const place of [join(folder, 'onnx'), folder]) {
    const names = (await readdir(place).catch(() => [])).filter((name) => name.endsWith('.onnx'));
    const preferred = NAMES[modality].find((name) => names.includes(`${name}.onnx`));
    if (preferred) return join(place, `${preferred}.onnx`);
    found.push(...names.sort().map((name) => join(place, name)));
  }
  if (found.length === 1) return found[0]!;
  const shown = found.join(', ') || 'no ONNX file';
  throw new CodedError(
    'ENCODER_FOLDER_INVALID',
    `One ONNX file is needed in "${folder}", but there is ${shown}.`,
    {
      field: 'encoder',
      value: folder,
      remedy: 'Put the model there as onnx/model.onnx, or name the ONNX file itself.',
    },
  );
}
