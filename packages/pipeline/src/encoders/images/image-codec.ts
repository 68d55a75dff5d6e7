import sharp from 'sharp';

import type { Codec } from '../codec.js';
import { channelsOf, inputSizeOf, type ImageManifest } from '../encoder-manifest.js';
import { decodeImage, type DecodedImage } from './decode-image.js';

/** The image side of an encoder: decoding by sharp, one thread per image. */
export function imageCodec(manifest: ImageManifest): Codec<DecodedImage> {
  const { preprocessing } = manifest;
  // Many images at once use the cores better than many threads on one, and none comes twice.
  sharp.concurrency(1);
  sharp.cache(false);
  const { width, height } = inputSizeOf(preprocessing);
  const pixels = new Uint8Array(width * height * channelsOf(preprocessing)).fill(127);
  return {
    manifest,
    padId: 0,
    probe: { pixels, width, height },
    decode: (bytes, signal) => decodeImage(bytes, preprocessing, signal),
    weight: () => 1,
    pack: packImages,
  };
}

function packImages(images: readonly DecodedImage[]) {
  const pixels = new Uint8Array(images.reduce((sum, image) => sum + image.pixels.length, 0));
  const sizes = new Int32Array(2 * images.length);
  let write = 0;
  images.forEach((image, i) => {
    pixels.set(image.pixels, write);
    write += image.pixels.length;
    sizes.set([image.width, image.height], 2 * i);
  });
  return { kind: 'image', pixels, sizes } as const;
}
