import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodedError, throwIfCancelled } from '@alaas/core';

import { findModelFile } from './find-model.js';

/** The optional package that knows how to load models from the Hugging Face hub. */
const PEER = '@huggingface/transformers';

/** Files one of which a usable model has. */
const DESCRIPTIONS = [
  ['tokenizer.json', 'text'],
  ['preprocessor_config.json', 'image'],
] as const;

/** What is used of the peer. */
interface Transformers {
  readonly env: { cacheDir: string | null };
  readonly AutoModel: Loader;
  readonly AutoTokenizer: Loader;
  readonly AutoProcessor: Loader;
}

interface Loader {
  from_pretrained(id: string, options?: object): Promise<{ dispose?(): Promise<unknown> }>;
}

/**
 * Has the optional peer load a model of the Hugging Face hub into its cache.
 *
 * @returns the folder in that cache, which is then read like any local Hugging Face folder.
 * @throws CodedError `ENCODER_PEER_MISSING` with the install command, `ENCODER_HUB_FAILED` when the
 *   model cannot be had.
 */
export async function fetchFromHub(id: string, signal?: AbortSignal): Promise<string> {
  const peer = await loadPeer(id);
  throwIfCancelled(signal);
  const { cacheDir } = peer.env;
  if (!cacheDir) throw hubFailed(id, `${PEER} has no cache folder (env.cacheDir)`);
  const folder = join(cacheDir, id);
  if (!(await isComplete(folder))) await download(peer, id);
  throwIfCancelled(signal);
  if (!(await isComplete(folder))) throw hubFailed(id, `its files are not all in "${folder}"`);
  return folder;
}

async function loadPeer(id: string): Promise<Transformers> {
  // Installed beside this package, else in the project that is worked in.
  const loaded = (await load(PEER)) ?? (await load(locationInProject()));
  if (loaded) return loaded;
  throw new CodedError(
    'ENCODER_PEER_MISSING',
    `"${id}" is neither a bundled encoder nor a path that exists. Taken for a model of the Hugging Face hub, it needs the package ${PEER}.`,
    { field: 'encoder', value: id, remedy: `Run: npm install ${PEER}` },
  );
}

async function load(place: string | undefined): Promise<Transformers | undefined> {
  if (place === undefined) return undefined;
  try {
    return (await import(place)) as Transformers;
  } catch {
    return undefined;
  }
}

function locationInProject(): string | undefined {
  try {
    const file = createRequire(join(process.cwd(), 'package.json')).resolve(PEER);
    return pathToFileURL(file).href;
  } catch {
    return undefined;
  }
}

async function download(peer: Transformers, id: string): Promise<void> {
  try {
    // Loading is the only documented way to fill the cache; the loaded model itself is not used.
    const model = await peer.AutoModel.from_pretrained(id, { dtype: 'fp32', device: 'cpu' });
    await model.dispose?.();
  } catch (cause) {
    throw hubFailed(id, cause instanceof Error ? cause.message : String(cause), cause);
  }
  // A model has a tokenizer or an image processor, seldom both.
  const extras = [peer.AutoTokenizer, peer.AutoProcessor].map((one) => one.from_pretrained(id));
  await Promise.allSettled(extras);
}

/** Whether the folder holds an ONNX file and what says how to feed it. */
async function isComplete(folder: string): Promise<boolean> {
  for (const [name, modality] of DESCRIPTIONS) {
    const described = await stat(join(folder, name)).catch(() => undefined);
    if (!described) continue;
    const modelFile = await findModelFile(folder, modality).catch(() => undefined);
    if (modelFile !== undefined) return true;
  }
  return false;
}

function hubFailed(id: string, reason: string, cause?: unknown): CodedError {
  return new CodedError('ENCODER_HUB_FAILED', `"${id}" could not be had from the hub: ${reason}.`, {
    field: 'encoder',
    value: id,
    cause,
  });
}
