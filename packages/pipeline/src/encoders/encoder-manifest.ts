import type { Modality } from './encoder.js';

/** Element types of model inputs that encoders feed. */
export type InputType = 'float32' | 'int32' | 'int64';

/** One input of the model; a dimension is a fixed size or the name of a free one. */
export interface ManifestInput {
  readonly name: string;
  readonly type: InputType;
  readonly shape: readonly (number | string)[];
}

/** What becomes of an image before the model sees it: `(pixel · scale − mean) / std` per channel. */
export interface ImagePreprocessing {
  /** Size after resizing, in pixels. */
  readonly width: number;
  readonly height: number;
  /** `fill` ignores the aspect; `cover` keeps it and cuts off what is over, evenly on both sides. */
  readonly fit: 'fill' | 'cover';
  /** Cuts this out of the middle after resizing. */
  readonly crop?: { readonly width: number; readonly height: number };
  readonly kernel: 'nearest' | 'bilinear' | 'bicubic' | 'lanczos3';
  /** Order of the channels; `grey` is one channel. */
  readonly colour: 'rgb' | 'bgr' | 'grey';
  readonly layout: 'nchw' | 'nhwc';
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What becomes of a text before the model sees it. */
export interface TextPreprocessing {
  /** Path of a Hugging Face `tokenizer.json`, relative to the manifest. */
  readonly tokenizer: string;
  /** Tokens kept of a text, special ones included. */
  readonly maxTokens: number;
}

/** Where the embedding is found in what the model gives. */
export interface ManifestOutput {
  readonly name: string;
  readonly dimension: number;
  /** Of the axis of tokens: `mean` over real tokens, the `first` one; `none` when there is no such axis. */
  readonly pooling: 'none' | 'mean' | 'first';
  /** Scales embeddings to unit length. */
  readonly normalise: boolean;
}

interface ManifestBase {
  readonly id: string;
  /** The ONNX file, relative to the manifest; its digest is checked when given. */
  readonly model: { readonly file: string; readonly sha256?: string };
  readonly inputs: readonly ManifestInput[];
  readonly output: ManifestOutput;
  /**
   * Items of one run of the model; as many as fit into about 100 ms when absent. 1 makes embeddings
   * independent of their neighbours where quantisation depends on the whole batch.
   */
  readonly itemsPerRun?: number;
  readonly licence?: string;
  readonly source?: string;
}

/** Manifest of an image encoder. */
export interface ImageManifest extends ManifestBase {
  readonly modality: Extract<Modality, 'image'>;
  readonly preprocessing: ImagePreprocessing;
}

/** Manifest of a text encoder. */
export interface TextManifest extends ManifestBase {
  readonly modality: Extract<Modality, 'text'>;
  readonly preprocessing: TextPreprocessing;
}

/** Says how an ONNX file is fed and read: the `manifest.json` beside it. */
export type EncoderManifest = ImageManifest | TextManifest;

/** Channels of one pixel as the model sees it. */
export function channelsOf(preprocessing: ImagePreprocessing): number {
  return preprocessing.colour === 'grey' ? 1 : 3;
}

/** Width and height of what the model sees. */
export function inputSizeOf(preprocessing: ImagePreprocessing): { width: number; height: number } {
  const { crop, width, height } = preprocessing;
  return crop ?? { width, height };
}
