import { channelsOf, inputSizeOf, type ImagePreprocessing } from '../encoder-manifest.js';
import type { ImageBatch, Span } from './batch.js';

/** Values for the model's image input, and their shape. */
export interface ImageFeed {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/**
 * Pixels of a span of images → the model's input, scaled and in its layout. Images smaller than the
 * input are enlarged bilinearly with half-pixel centres, each axis by itself: in this thread that
 * costs a third of what the image library takes for it.
 */
export function imageFeed(
  batch: ImageBatch,
  span: Span,
  preprocessing: ImagePreprocessing,
): ImageFeed {
  const { width, height } = inputSizeOf(preprocessing);
  const channels = channelsOf(preprocessing);
  const count = span.to - span.from;
  const values = new Float32Array(count * channels * height * width);
  let read = pixelsBefore(batch, span.from, channels);
  for (let i = span.from; i < span.to; i++) {
    const sourceWidth = batch.sizes[2 * i]!;
    const sourceHeight = batch.sizes[2 * i + 1]!;
    const length = sourceWidth * sourceHeight * channels;
    const pixels = batch.pixels.subarray(read, read + length);
    const target = values.subarray((i - span.from) * channels * height * width);
    const fits = sourceWidth === width && sourceHeight === height;
    const sized = fits
      ? pixels
      : enlarge({ pixels, sourceWidth, sourceHeight }, { width, height, channels });
    scaleInto(target, sized, preprocessing);
    read += length;
  }
  const shape =
    preprocessing.layout === 'nchw'
      ? [count, channels, height, width]
      : [count, height, width, channels];
  return { values, shape };
}

function pixelsBefore(batch: ImageBatch, end: number, channels: number): number {
  let pixels = 0;
  for (let i = 0; i < end; i++) pixels += batch.sizes[2 * i]! * batch.sizes[2 * i + 1]!;
  return pixels * channels;
}

interface SmallImage {
  readonly pixels: Uint8Array;
  readonly sourceWidth: number;
  readonly sourceHeight: number;
}

function enlarge(
  { pixels, sourceWidth, sourceHeight }: SmallImage,
  { width, height, channels }: { width: number; height: number; channels: number },
): Float32Array {
  const across = axis(sourceWidth, width);
  const down = axis(sourceHeight, height);
  const stride = width * channels;
  const wide = new Float32Array(sourceHeight * stride);
  for (let y = 0; y < sourceHeight; y++) {
    const line = y * sourceWidth * channels;
    for (let x = 0; x < width; x++) {
      const left = line + across.lower[x]! * channels;
      const right = line + across.upper[x]! * channels;
      const share = across.share[x]!;
      for (let c = 0; c < channels; c++) {
        const value = pixels[left + c]!;
        wide[y * stride + x * channels + c] = value + share * (pixels[right + c]! - value);
      }
    }
  }
  const out = new Float32Array(height * stride);
  for (let y = 0; y < height; y++) {
    const above = down.lower[y]! * stride;
    const below = down.upper[y]! * stride;
    const share = down.share[y]!;
    for (let at = 0; at < stride; at++) {
      const value = wide[above + at]!;
      out[y * stride + at] = value + share * (wide[below + at]! - value);
    }
  }
  return out;
}

interface Axis {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  /** Share of `upper` in the mix. */
  readonly share: Float32Array;
}

function axis(source: number, target: number): Axis {
  const lower = new Int32Array(target);
  const upper = new Int32Array(target);
  const share = new Float32Array(target);
  for (let i = 0; i < target; i++) {
    const at = Math.min(Math.max(((i + 0.5) * source) / target - 0.5, 0), source - 1);
    lower[i] = Math.floor(at);
    upper[i] = Math.min(lower[i]! + 1, source - 1);
    share[i] = at - lower[i]!;
  }
  return { lower, upper, share };
}

function scaleInto(
  target: Float32Array,
  pixels: Uint8Array | Float32Array,
  preprocessing: ImagePreprocessing,
): void {
  const { colour, layout, scale, mean, std } = preprocessing;
  const channels = channelsOf(preprocessing);
  const area = pixels.length / channels;
  const step = layout === 'nchw' ? 1 : channels;
  for (let c = 0; c < channels; c++) {
    const from = colour === 'bgr' ? channels - 1 - c : c;
    const gain = scale / std[c]!;
    const shift = -mean[c]! / std[c]!;
    let write = layout === 'nchw' ? c * area : c;
    for (let read = from; read < pixels.length; read += channels) {
      target[write] = pixels[read]! * gain + shift;
      write += step;
    }
  }
}
