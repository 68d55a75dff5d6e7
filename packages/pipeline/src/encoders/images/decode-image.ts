import { CodedError, throwIfCancelled } from '@alaas/core';
import sharp, { type Sharp } from 'sharp';

import type { ImagePreprocessing } from '../encoder-manifest.js';

/** An image as the encoder's sessions take it: at most as large as the model's input. */
export interface DecodedImage {
  /** Interleaved channels: red, green, blue, or one of grey. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the largest image that is read: 2²⁷, 134 megapixels. */
const MAX_PIXELS = 2 ** 27;

const KERNELS = {
  nearest: 'nearest',
  bilinear: 'linear',
  bicubic: 'cubic',
  lanczos3: 'lanczos3',
} as const;

/** How files of the types that are read begin: bytes in hexadecimal at an offset. */
const SIGNATURES = [
  { at: 0, hex: 'ffd8ff' }, // JPEG
  { at: 0, hex: '89504e470d0a1a0a' }, // PNG
  { at: 0, hex: '47494638' }, // GIF
  { at: 8, hex: '57454250' }, // WebP
  { at: 0, hex: '49492a00' }, // TIFF, little-endian
  { at: 0, hex: '4d4d002a' }, // TIFF, big-endian
  { at: 4, hex: '66747970' }, // AVIF
];

/**
 * Decodes an image off the JavaScript thread and shrinks it to the model's input: first frame,
 * turned as its EXIF data say, transparency on white, any colour space to sRGB or grey, 8 bits.
 *
 * @throws CodedError `ITEM_EMPTY`, `ITEM_UNSUPPORTED` (another type), `ITEM_TOO_LARGE` (more than
 *   134 megapixels: refused before decoding), `ITEM_CORRUPT` (broken or cut off).
 */
export async function decodeImage(
  bytes: Uint8Array,
  preprocessing: ImagePreprocessing,
  signal?: AbortSignal,
): Promise<DecodedImage> {
  throwIfCancelled(signal);
  checkType(bytes);
  let decoded: { data: Uint8Array; info: { width: number; height: number } };
  try {
    decoded = await plan(bytes, preprocessing).toBuffer({ resolveWithObject: true });
  } catch (thrown) {
    throw refusal(thrown);
  }
  throwIfCancelled(signal);
  const { data, info } = decoded;
  return { pixels: data, width: info.width, height: info.height };
}

function checkType(bytes: Uint8Array): void {
  if (bytes.length === 0) {
    throw new CodedError('ITEM_EMPTY', 'The file has no content.', { field: 'item', value: 0 });
  }
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16));
  const known = SIGNATURES.some(
    ({ at, hex }) => head.toString('hex', at, at + hex.length / 2) === hex,
  );
  if (!known) {
    throw new CodedError(
      'ITEM_UNSUPPORTED',
      'The content is not a JPEG, PNG, WebP, GIF, TIFF or AVIF image.',
      { field: 'item', value: head.toString('hex') },
    );
  }
}

function plan(bytes: Uint8Array, preprocessing: ImagePreprocessing): Sharp {
  const { width, height, fit, crop, kernel, colour } = preprocessing;
  const image = sharp(bytes, {
    autoOrient: true,
    failOn: 'warning',
    limitInputPixels: MAX_PIXELS,
  });
  // A JPEG is never transparent; each step that is not asked for saves time on small images.
  if (!isJpeg(bytes)) image.flatten({ background: '#ffffff' });
  image.resize(width, height, {
    fit,
    kernel: KERNELS[kernel],
    // The sessions enlarge faster: building a resizing pipeline here doubles the cost of an image.
    withoutEnlargement: fit === 'fill' && kernel === 'bilinear' && crop === undefined,
  });
  if (crop) {
    const left = Math.floor((width - crop.width) / 2);
    const top = Math.floor((height - crop.height) / 2);
    image.extract({ left, top, width: crop.width, height: crop.height });
  }
  return image.toColourspace(colour === 'grey' ? 'b-w' : 'srgb').raw({ depth: 'uchar' });
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

function refusal(thrown: unknown): CodedError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const brief = reason.split('\n')[0]!;
  if (/exceeds pixel limit/i.test(reason)) {
    return new CodedError('ITEM_TOO_LARGE', `The image has more than ${MAX_PIXELS} pixels.`, {
      field: 'item',
      value: brief,
    });
  }
  const unsupported = /unsupported|no decoder|compression format/i.test(reason);
  return unsupported
    ? new CodedError('ITEM_UNSUPPORTED', `The image is of a kind that is not read: ${brief}.`)
    : new CodedError('ITEM_CORRUPT', `The image is broken or cut off: ${brief}.`);
}
