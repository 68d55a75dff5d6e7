import { dirname, resolve } from 'node:path';
import { realpath } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { cellLabel, cellText } from '../formats/cell-text.js';
import { readColumnNames, readTable } from '../formats/read-table.js';
import type { TableRow } from '../formats/table.js';
import { isInside } from './inside-folder.js';
import { contentColumn, type ContentColumn } from './manifest-columns.js';
import type { ItemRef, Location } from './source.js';
import { asSourceError } from './source-errors.js';
import type { ManifestSpec } from './source-spec.js';

/**
 * The rows of a manifest, in its order. A path that stays in the folder of the manifest by its
 * letters must do so really; one that leaves it openly may. A row without a path or URL is refused;
 * a text may be empty, which is told when it is decoded.
 *
 * @throws CodedError `SOURCE_NOT_FOUND`, `SOURCE_INVALID` (with the line), `CANCELLED`.
 */
export async function* manifestItems(
  spec: ManifestSpec,
  signal: AbortSignal | undefined,
): AsyncGenerator<ItemRef> {
  const { manifest, idColumn, labelColumn } = spec;
  try {
    const content = contentColumn(spec, await readColumnNames(manifest));
    const folder = await realpath(dirname(manifest));
    const columns = [content.name, idColumn ?? content.name, labelColumn ?? content.name];
    const { rows } = await readTable(manifest, { columns, signal });
    const naming = { hasIds: idColumn !== undefined, hasLabels: labelColumn !== undefined };
    let row = 0;
    for await (const one of rows) {
      yield itemOf(one, { ...naming, content, folder, row: row++ });
    }
  } catch (error) {
    throw asSourceError(manifest, error);
  }
}

interface RowContext {
  readonly content: ContentColumn;
  /** Real path of the folder of the manifest. */
  readonly folder: string;
  /** Number of the row, from 0. */
  readonly row: number;
  readonly hasIds: boolean;
  readonly hasLabels: boolean;
}

function itemOf({ line, values }: TableRow, context: RowContext): ItemRef {
  const { content, row, hasIds, hasLabels } = context;
  const [written, ownId, ownLabel] = values;
  const isNamed = hasIds || content.kind !== 'text';
  const id = isNamed ? (cellText(ownId) ?? '') : `${row}`;
  const label = hasLabels ? cellLabel(ownLabel) : undefined;
  const place = `Line ${line}`;
  if (id === '') {
    const reason = `${place} has nothing in the column that names the item.`;
    return { id: `line ${line}`, location: { kind: 'refused', code: 'ITEM_ROW_INVALID', reason } };
  }
  const location = locationOf(written, context, place);
  return label === undefined ? { id, location } : { id, location, label };
}

function locationOf(written: unknown, { content, folder }: RowContext, place: string): Location {
  if (content.kind === 'text') {
    // To the letter: spaces around a text may mean something to the encoder.
    const text = typeof written === 'string' ? written : (cellText(written) ?? '');
    return { kind: 'inline', bytes: Buffer.from(text) };
  }
  const text = cellText(written) ?? '';
  if (text === '') {
    const reason = `${place} has nothing in the column "${content.name}".`;
    return { kind: 'refused', code: 'ITEM_ROW_INVALID', reason };
  }
  if (content.kind === 'url' || /^https?:\/\//i.test(text)) return { kind: 'url', url: text };
  return fileLocation(text, folder);
}

function fileLocation(text: string, folder: string): Location {
  const path = text.startsWith('file:') ? pathOfUrl(text) : text;
  if (path === undefined) {
    const reason = `"${text}" is no URL of a file.`;
    return { kind: 'refused', code: 'ITEM_URL_INVALID', reason };
  }
  const whole = resolve(folder, path);
  return { kind: 'file', path: whole, ...(isInside(folder, whole) && { root: folder }) };
}

function pathOfUrl(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
