import { CodedError } from '@alaas/core';
import sharp from 'sharp';

/** A small picture of an image. */
export interface Thumbnail {
  readonly mediaType: 'image/webp';
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Larger images are refused before they are decoded, as the encoders do. */
const MOST_PIXELS = 100_000_000;

/**
 * Shrinks an encoded image so that it fits a square, upright as its EXIF says; smaller images keep
 * their size. Transparency becomes white.
 *
 * @param options.edgePx of the square. Default 128.
 * @throws CodedError `ITEM_CORRUPT` when the bytes are no image that can be decoded.
 */
export async function makeThumbnail(
  bytes: Uint8Array,
  { edgePx = 128 }: { readonly edgePx?: number } = {},
): Promise<Thumbnail> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .resize({ width: edgePx, height: edgePx, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .webp({ quality: 80 })
      .toBuffer({ resolveWithObject: true });
    return { mediaType: 'image/webp', bytes: data, widthPx: info.width, heightPx: info.height };
  } catch (cause) {
    throw new CodedError('ITEM_CORRUPT', 'The bytes cannot be read as an image.', { cause });
  }
}
