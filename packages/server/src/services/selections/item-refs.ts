import { AlaasError, type PoolItem } from '@alaas/contracts';
import type { ItemRef, Location, Modality } from '@alaas/pipeline';
import { insideDataRoots } from './data-roots.js';

/**
 * Items of a request as the pipeline takes them: the id of item i is `${i}`, files lie inside the
 * data roots, and what they hold is told by their kind (texts, else images).
 *
 * @throws AlaasError `SELECTION_INPUT_INVALID` when texts are mixed with others,
 *   `HTTP_SOURCE_REFUSED`.
 */
export function toItemRefs(
  items: readonly PoolItem[],
  dataRoots: readonly string[],
): { readonly refs: readonly ItemRef[]; readonly modality: Modality } {
  const modality = modalityOf(items[0]!);
  const refs = items.map((item, row) => {
    if (modalityOf(item) !== modality) {
      const message = `Item ${row} is of another kind than item 0; a pool holds texts or images.`;
      throw new AlaasError('SELECTION_INPUT_INVALID', message, { field: `items.${row}` });
    }
    return { id: `${row}`, location: locationOf(item, dataRoots) };
  });
  return { refs, modality };
}

function modalityOf(item: PoolItem): Modality {
  return 'text' in item ? 'text' : 'image';
}

function locationOf(item: PoolItem, dataRoots: readonly string[]): Location {
  if ('text' in item) return { kind: 'inline', bytes: Buffer.from(item.text) };
  if ('blob' in item) return { kind: 'inline', bytes: Buffer.from(item.blob, 'base64') };
  const { uri } = item;
  if (/^https?:/i.test(uri)) return { kind: 'url', url: uri };
  const data = /^data:[^,]*?(;base64)?,(.*)$/is.exec(uri);
  if (data === null) return { kind: 'file', path: insideDataRoots(dataRoots, uri) };
  const [, base64, text = ''] = data;
  const bytes = base64 === undefined ? decodePercents(text) : Buffer.from(text, 'base64');
  return { kind: 'inline', bytes };
}

function decodePercents(text: string): Buffer {
  try {
    return Buffer.from(decodeURIComponent(text));
  } catch (cause) {
    const message = 'A data URL has a percent sign that begins no character.';
    throw new AlaasError('SELECTION_INPUT_INVALID', message, { field: 'uri', cause });
  }
}
