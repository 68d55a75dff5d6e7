import { CodedError } from '@alaas/core';

import { sourceInvalid } from './source-errors.js';
import type { ManifestSpec } from './source-spec.js';

/** What a manifest says of an item. */
export type ContentKind = 'path' | 'url' | 'text';

/** The column that says where an item is, or holds it. */
export interface ContentColumn {
  readonly kind: ContentKind;
  readonly name: string;
}

/** Names by which a column is told, in lower case, best first. */
const USUAL_NAMES: Readonly<Record<ContentKind, readonly string[]>> = {
  path: ['path', 'file', 'filename', 'file_name', 'filepath', 'file_path', 'image', 'image_path'],
  url: ['url', 'uri', 'link', 'image_url'],
  text: ['text', 'sentence', 'review', 'question', 'content', 'body', 'message', 'title'],
};

/**
 * The column with the items: the one that is named, else one with a usual name, else the only one
 * that is neither id nor label, which then holds texts.
 *
 * @throws CodedError `SOURCE_INVALID` when it cannot be told.
 */
export function contentColumn(spec: ManifestSpec, columns: readonly string[]): ContentColumn {
  const named = namedColumn(spec);
  if (named) return named;
  const others = columns.filter((name) => name !== spec.idColumn && name !== spec.labelColumn);
  for (const kind of ['path', 'url', 'text'] as const) {
    const name = USUAL_NAMES[kind]
      .map((usual) => others.find((other) => other.trim().toLowerCase() === usual))
      .find((found) => found !== undefined);
    if (name !== undefined) return { kind, name };
  }
  const [only, ...more] = others;
  if (only !== undefined && more.length === 0) return { kind: 'text', name: only };
  throw sourceInvalid(spec.manifest, 'has no column that can be told to hold the items.', {
    remedy: `Name it by pathColumn, urlColumn or textColumn. The columns are: ${columns.join(', ')}.`,
  });
}

function namedColumn(spec: ManifestSpec): ContentColumn | undefined {
  const { pathColumn, urlColumn, textColumn } = spec;
  const named: ContentColumn[] = [];
  if (pathColumn !== undefined) named.push({ kind: 'path', name: pathColumn });
  if (urlColumn !== undefined) named.push({ kind: 'url', name: urlColumn });
  if (textColumn !== undefined) named.push({ kind: 'text', name: textColumn });
  if (named.length <= 1) return named[0];
  throw new CodedError('SOURCE_INVALID', 'Only one of path, URL and text can be named.', {
    field: named.map(({ kind }) => `${kind}Column`).join(', '),
    value: named.map(({ name }) => name),
  });
}
