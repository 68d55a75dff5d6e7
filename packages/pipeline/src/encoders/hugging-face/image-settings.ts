import { CodedError } from '@alaas/core';

import type { ImagePreprocessing } from '../encoder-manifest.js';
import { asCount, asObject, type JsonObject } from './json-fields.js';

/** `resample` of a Hugging Face image processor is the number of a filter of PIL. */
const KERNELS: Readonly<Record<number, ImagePreprocessing['kernel']>> = {
  0: 'nearest',
  1: 'lanczos3',
  2: 'bilinear',
  3: 'bicubic',
};

/**
 * Reads `preprocessor_config.json` of ViT- and CLIP-like models: resize, cut out the middle,
 * rescale, normalise. Defaults are those of ViT.
 *
 * @throws CodedError `ENCODER_FOLDER_INVALID` for processors that do something else.
 */
export function imageSettings(processor: JsonObject, origin: string): ImagePreprocessing {
  if (processor['do_resize'] === false) throw unknownProcessor('do_resize', processor, origin);
  const size = sizeOf(processor['size']);
  if (size === undefined) throw unknownProcessor('size', processor, origin);
  const { width, height } = size;
  const kernel = KERNELS[Number(processor['resample'] ?? 2)];
  if (kernel === undefined) throw unknownProcessor('resample', processor, origin);
  const rescales = processor['do_rescale'] !== false;
  const normalises = processor['do_normalize'] !== false;
  const cut = cutOut(processor, size);
  return {
    width,
    height,
    fit: size.keepsAspect || cut !== undefined ? 'cover' : 'fill',
    ...(cut && { crop: cut }),
    kernel,
    colour: 'rgb',
    layout: 'nchw',
    scale: rescales ? numberOr(processor['rescale_factor'], 1 / 255) : 1,
    mean: normalises ? threeNumbers(processor['image_mean'], 0.5) : [0, 0, 0],
    std: normalises ? threeNumbers(processor['image_std'], 0.5) : [1, 1, 1],
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
  /** Given as the length of the shorter edge. */
  readonly keepsAspect: boolean;
}

/** A size is one number, `{ width, height }` or `{ shortest_edge }`. */
function sizeOf(value: unknown): Size | undefined {
  const fields = asObject(value);
  const shortest = asCount(fields['shortest_edge']);
  const width = asCount(fields['width']) ?? shortest ?? asCount(value);
  const height = asCount(fields['height']) ?? shortest ?? asCount(value);
  if (width === undefined || height === undefined) return undefined;
  return { width, height, keepsAspect: shortest !== undefined };
}

function cutOut(processor: JsonObject, whole: Size) {
  if (processor['do_center_crop'] !== true) return undefined;
  const size = sizeOf(processor['crop_size']) ?? whole;
  const width = Math.min(size.width, whole.width);
  const height = Math.min(size.height, whole.height);
  return width === whole.width && height === whole.height ? undefined : { width, height };
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

function threeNumbers(value: unknown, fallback: number): number[] {
  const list = Array.isArray(value) ? value : [];
  return [0, 1, 2].map((c) => numberOr(list[c], fallback));
}

function unknownProcessor(field: string, processor: JsonObject, origin: string): CodedError {
  return new CodedError(
    'ENCODER_FOLDER_INVALID',
    `"${field}" in ${origin} asks for preprocessing that is not supported.`,
    {
      field,
      value: processor[field],
      remedy: 'Write a manifest.json into the folder that says how images are prepared.',
    },
  );
}
