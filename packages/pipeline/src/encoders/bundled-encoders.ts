import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Modality } from './encoder.js';

/** An encoder that comes with ALaaS and needs no network. */
export interface BundledEncoder {
  readonly id: string;
  readonly modality: Modality;
}

/** The bundled encoders; the first of a modality is its default. */
export const BUNDLED_ENCODERS: readonly BundledEncoder[] = Object.freeze([
  { id: 'mobilenetv2-taps-64', modality: 'image' },
  { id: 'minilm-l6-v2-int8', modality: 'text' },
]);

/** Folder of a bundled encoder, with its manifest. */
export function bundledFolder(id: string): string {
  const packageFile = createRequire(import.meta.url).resolve('@alaas/models/package.json');
  return join(dirname(packageFile), id);
}
