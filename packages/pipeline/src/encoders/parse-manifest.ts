import { CodedError } from '@alaas/core';

import type {
  EncoderManifest,
  ImagePreprocessing,
  ManifestInput,
  ManifestOutput,
  TextPreprocessing,
} from './encoder-manifest.js';

/**
 * Checks a manifest that was read from JSON and fills in defaults: `fill`, `bilinear`, `rgb`,
 * `nchw`, scale 1/255, mean 0, std 1, no pooling, not normalised.
 *
 * @param origin the file it came from, for messages.
 * @param fallbackModel the model file when the manifest names none.
 * @throws CodedError `ENCODER_MANIFEST_INVALID` naming the field, its value and what it should be.
 */
export function parseManifest(
  json: unknown,
  { origin, fallbackModel }: { origin: string; fallbackModel?: string },
): EncoderManifest {
  const top = new Fields(json, { origin, path: '' });
  const model = top.object('model', fallbackModel === undefined ? undefined : {});
  const sha256 = model.optionalText('sha256');
  const itemsPerRun = top.has('itemsPerRun') ? top.count('itemsPerRun') : undefined;
  const licence = top.optionalText('licence');
  const source = top.optionalText('source');
  const base = {
    id: top.text('id'),
    model: { file: model.text('file', fallbackModel), ...(sha256 && { sha256 }) },
    inputs: top.list('inputs').map(parseInput),
    output: parseOutput(top.object('output')),
    ...(itemsPerRun && { itemsPerRun }),
    ...(licence && { licence }),
    ...(source && { source }),
  };
  const preprocessing = top.object('preprocessing');
  return top.choice('modality', ['image', 'text']) === 'image'
    ? { ...base, modality: 'image', preprocessing: parseImagePreprocessing(preprocessing) }
    : { ...base, modality: 'text', preprocessing: parseTextPreprocessing(preprocessing) };
}

function parseInput(fields: Fields): ManifestInput {
  return {
    name: fields.text('name'),
    type: fields.choice('type', ['float32', 'int32', 'int64']),
    shape: fields.shape('shape'),
  };
}

function parseOutput(fields: Fields): ManifestOutput {
  return {
    name: fields.text('name'),
    dimension: fields.count('dimension'),
    pooling: fields.choice('pooling', ['none', 'mean', 'first'], 'none'),
    normalise: fields.flag('normalise', false),
  };
}

function parseImagePreprocessing(fields: Fields): ImagePreprocessing {
  const colour = fields.choice('colour', ['rgb', 'bgr', 'grey'], 'rgb');
  const channels = colour === 'grey' ? 1 : 3;
  const crop = fields.has('crop') ? fields.object('crop') : undefined;
  return {
    width: fields.count('width'),
    height: fields.count('height'),
    fit: fields.choice('fit', ['fill', 'cover'], 'fill'),
    ...(crop && { crop: { width: crop.count('width'), height: crop.count('height') } }),
    kernel: fields.choice('kernel', ['nearest', 'bilinear', 'bicubic', 'lanczos3'], 'bilinear'),
    colour,
    layout: fields.choice('layout', ['nchw', 'nhwc'], 'nchw'),
    scale: fields.number('scale', 1 / 255),
    mean: fields.numbers('mean', new Array<number>(channels).fill(0)),
    std: fields.numbers('std', new Array<number>(channels).fill(1)),
  };
}

function parseTextPreprocessing(fields: Fields): TextPreprocessing {
  return { tokenizer: fields.text('tokenizer'), maxTokens: fields.count('maxTokens') };
}

/** Reads the fields of one JSON object and says precisely what is wrong with them. */
class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #origin: string;
  readonly #path: string;

  constructor(value: unknown, place: { origin: string; path: string }) {
    this.#origin = place.origin;
    this.#path = place.path;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.#refusal('', 'an object', value);
    }
    this.#values = value as Record<string, unknown>;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  text(name: string, fallback?: string): string {
    const value = this.#values[name] ?? fallback;
    if (typeof value === 'string' && value.trim() !== '') return value;
    throw this.#refusal(name, 'a text', value);
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  choice<T extends string>(name: string, choices: readonly T[], fallback?: T): T {
    const value = this.#values[name] ?? fallback;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw this.#refusal(name, `one of ${choices.join(', ')}`, value);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#values[name] ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.#refusal(name, 'true or false', value);
  }

  count(name: string): number {
    const value = this.#values[name];
    if (Number.isInteger(value) && (value as number) >= 1) return value as number;
    throw this.#refusal(name, 'a whole number from 1 on', value);
  }

  number(name: string, fallback: number): number {
    const value = this.#values[name] ?? fallback;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.#refusal(name, 'a number', value);
  }

  /** One finite number per channel, as many as the fallback has; divisors may not be 0. */
  numbers(name: string, fallback: readonly number[]): readonly number[] {
    const value = this.#values[name] ?? fallback;
    const divides = fallback[0] !== 0;
    const fits = (one: unknown) =>
      typeof one === 'number' && Number.isFinite(one) && !(divides && one === 0);
    if (Array.isArray(value) && value.length === fallback.length && value.every(fits)) {
      return value as number[];
    }
    const kind = divides ? 'numbers other than 0' : 'numbers';
    throw this.#refusal(name, `a list of ${fallback.length} ${kind}`, value);
  }

  shape(name: string): readonly (number | string)[] {
    const value = this.#values[name];
    const fits = (one: unknown) =>
      typeof one === 'string' || (Number.isInteger(one) && (one as number) >= 1);
    if (Array.isArray(value) && value.length > 0 && value.every(fits)) {
      return value as (number | string)[];
    }
    throw this.#refusal(name, 'a list of sizes and names of free sizes', value);
  }

  object(name: string, fallback?: object): Fields {
    return this.#nested(name, this.#values[name] ?? fallback);
  }

  list(name: string): readonly Fields[] {
    const value = this.#values[name];
    if (!Array.isArray(value) || value.length === 0) {
      throw this.#refusal(name, 'a list that is not empty', value);
    }
    return value.map((one, at) => this.#nested(`${name}[${at}]`, one));
  }

  #nested(name: string, value: unknown): Fields {
    return new Fields(value, { origin: this.#origin, path: this.#at(name) });
  }

  #at(name: string): string {
    return [this.#path, name].filter((part) => part !== '').join('.');
  }

  #refusal(name: string, expected: string, value: unknown): CodedError {
    const field = this.#at(name) || 'manifest';
    const shown = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    return new CodedError(
      'ENCODER_MANIFEST_INVALID',
      `"${field}" in ${this.#origin} ${shown}; it must be ${expected}.`,
      { field, value, file: this.#origin },
    );
  }
}
