import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import type { Modality, Source, SourceSpec } from '@alaas/pipeline';

const MANIFESTS = ['.csv', '.tsv', '.jsonl', '.ndjson', '.parquet'];
const URL_LISTS = ['.txt', '.urls'];
const TEXTS = ['.txt', '.text', '.md'];

/**
 * What lies at a path that a request names: a folder, a manifest or a list of URLs.
 *
 * @param path real path inside a data root.
 * @throws AlaasError `SELECTION_INPUT_INVALID` for any other file.
 */
export function specOfPath(path: string): SourceSpec {
  if (statSync(path).isDirectory()) return { kind: 'folder', folder: path };
  const ending = extname(path).toLowerCase();
  if (MANIFESTS.includes(ending)) return { kind: 'manifest', manifest: path };
  if (URL_LISTS.includes(ending)) return { kind: 'urls', urls: path };
  throw new AlaasError('SELECTION_INPUT_INVALID', `${path} is no pool of items.`, {
    field: 'pool.path',
    value: path,
    remedy: `Name a folder, a manifest (${MANIFESTS.join(', ')}) or a list of URLs (.txt).`,
  });
}

/** What a source holds, told from its first item: texts in a table or in text files, else images. */
export async function modalityOfSource(source: Source, signal: AbortSignal): Promise<Modality> {
  for await (const { location } of source.items(signal)) {
    if (location.kind === 'inline') return 'text';
    const name = location.kind === 'file' ? location.path : '';
    return TEXTS.includes(extname(name).toLowerCase()) ? 'text' : 'image';
  }
  return 'image';
}
