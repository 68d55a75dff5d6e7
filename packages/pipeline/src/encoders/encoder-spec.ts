import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError, nearestName } from '@alaas/core';

import { BUNDLED_ENCODERS } from './bundled-encoders.js';

/** Where an encoder comes from. */
export type EncoderSpec =
  | { readonly kind: 'bundled'; readonly id: string }
  /** An ONNX file with `<name>.manifest.json` or `manifest.json` beside it. */
  | { readonly kind: 'onnx'; readonly modelFile: string }
  /** A manifest that names its model, under any name. */
  | { readonly kind: 'manifest'; readonly manifestFile: string }
  /** A folder: with our `manifest.json`, or as Hugging Face lays it out. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** `organisation/name` on the Hugging Face hub. */
  | { readonly kind: 'hub'; readonly id: string };

/**
 * Reads what a configuration says of an encoder: a bundled id, the path of an ONNX file, of a
 * manifest or of a folder, or a hub id. A path that exists goes before a hub id of the same form.
 *
 * @param baseFolder what relative paths start from.
 * @throws CodedError `ENCODER_UNKNOWN`, `ENCODER_NOT_FOUND` (it is a path, but nothing is there).
 */
export async function parseEncoderSpec(text: string, baseFolder: string): Promise<EncoderSpec> {
  if (BUNDLED_ENCODERS.some(({ id }) => id === text)) return { kind: 'bundled', id: text };
  const path = resolve(baseFolder, text);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return { kind: 'folder', folder: path };
  if (found?.isFile()) {
    const isManifest = path.toLowerCase().endsWith('.json');
    return isManifest
      ? { kind: 'manifest', manifestFile: path }
      : { kind: 'onnx', modelFile: path };
  }
  if (/^(\.|\/|~|[a-z]:)|\\|\.onnx$/i.test(text)) {
    throw new CodedError('ENCODER_NOT_FOUND', `There is no encoder at "${path}".`, {
      field: 'encoder',
      value: text,
    });
  }
  if (/^[\w.-]+\/[\w.-]+$/.test(text)) return { kind: 'hub', id: text };
  const ids = BUNDLED_ENCODERS.map(({ id }) => id);
  const meant = nearestName(text, ids);
  throw new CodedError('ENCODER_UNKNOWN', `There is no encoder "${text}".`, {
    field: 'encoder',
    value: text,
    remedy: meant
      ? `Did you mean "${meant}"?`
      : `Use ${ids.join(' or ')}, the path of an ONNX file or folder, or a hub id (organisation/name).`,
  });
}
