// Image file → the model's input, prepared exactly as it was for training.
import { Tensor } from 'onnxruntime-node';
import sharp from 'sharp';

const KERNELS = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic', lanczos3: 'lanczos3' };

/** Reads one image file (JPEG, PNG, WebP, GIF, TIFF, AVIF). */
export async function prepare(path, card) {
  const settings = card.preprocessing;
  const { width, height } = settings.crop ?? settings;
  const channels = settings.colour === 'grey' ? 1 : 3;
  const image = await read(path, settings);
  const pixels =
    image.width === width && image.height === height
      ? image.pixels
      : enlarge(image, { width, height, channels });
  const values = scale(pixels, settings, channels);
  const shape =
    settings.layout === 'nchw' ? [1, channels, height, width] : [1, height, width, channels];
  return { [card.inputs[0].name]: new Tensor('float32', values, shape) };
}

async function read(path, { width, height, fit, crop, kernel, colour }) {
  const image = sharp(path, { autoOrient: true, failOn: 'warning' })
    .flatten({ background: '#ffffff' })
    .resize(width, height, {
      fit,
      kernel: KERNELS[kernel],
      // Smaller images are enlarged below, as in training.
      withoutEnlargement: fit === 'fill' && kernel === 'bilinear' && crop === undefined,
    });
  if (crop) {
    const left = Math.floor((width - crop.width) / 2);
    const top = Math.floor((height - crop.height) / 2);
    image.extract({ left, top, width: crop.width, height: crop.height });
  }
  const { data, info } = await image
    .toColourspace(colour === 'grey' ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

/** Bilinear, with half-pixel centres. */
function enlarge({ pixels, width: fromWidth, height: fromHeight }, { width, height, channels }) {
  const out = new Float32Array(width * height * channels);
  const at = (x, y, c) => pixels[(y * fromWidth + x) * channels + c];
  for (let y = 0; y < height; y++) {
    const down = place(y, fromHeight, height);
    for (let x = 0; x < width; x++) {
      const across = place(x, fromWidth, width);
      for (let c = 0; c < channels; c++) {
        const above = mix(at(across.low, down.low, c), at(across.high, down.low, c), across.share);
        const below = mix(
          at(across.low, down.high, c),
          at(across.high, down.high, c),
          across.share,
        );
        out[(y * width + x) * channels + c] = mix(above, below, down.share);
      }
    }
  }
  return out;
}

function place(target, fromSize, toSize) {
  const at = Math.min(Math.max(((target + 0.5) * fromSize) / toSize - 0.5, 0), fromSize - 1);
  const low = Math.floor(at);
  return { low, high: Math.min(low + 1, fromSize - 1), share: at - low };
}

function mix(a, b, share) {
  return a + share * (b - a);
}

/** `(pixel · scale − mean) / std`, in the model's order of channels and dimensions. */
function scale(pixels, { colour, layout, scale: factor, mean, std }, channels) {
  const area = pixels.length / channels;
  const out = new Float32Array(pixels.length);
  for (let c = 0; c < channels; c++) {
    const from = colour === 'bgr' ? channels - 1 - c : c;
    for (let i = 0; i < area; i++) {
      const to = layout === 'nchw' ? c * area + i : i * channels + c;
      out[to] = (pixels[i * channels + from] * factor - mean[c]) / std[c];
    }
  }
  return out;
}
