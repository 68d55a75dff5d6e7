import { z } from 'zod';

import { nonEmptyText } from './non-empty-text.js';

/** Where items come from, as `data:` and `test:` say it. */
export type DataConfig = FolderData | GlobData | ManifestData | UrlData | EmbeddingsData;

interface DataBase {
  /** Lets URLs lead to private and loopback addresses. */
  readonly allowPrivateSources: boolean;
}

/** Every file below a folder. */
export interface FolderData extends DataBase {
  readonly kind: 'folder';
  readonly folder: string;
}

/** The files that a pattern matches. */
export interface GlobData extends DataBase {
  readonly kind: 'glob';
  readonly glob: string;
}

/** The rows of a CSV, JSONL or Parquet file. At most one of path, URL and text is named. */
export interface ManifestData extends DataBase {
  readonly kind: 'manifest';
  readonly manifest: string;
  readonly idColumn?: string | undefined;
  readonly pathColumn?: string | undefined;
  readonly urlColumn?: string | undefined;
  readonly textColumn?: string | undefined;
}

/** A file with one URL per line, or the URLs themselves. */
export interface UrlData extends DataBase {
  readonly kind: 'urls';
  readonly urls: string | readonly string[];
}

/** Vectors that were computed before. */
export interface EmbeddingsData extends DataBase {
  readonly kind: 'embeddings';
  readonly embeddings: string;
  readonly idColumn?: string | undefined;
  readonly vectorColumns?: readonly string[] | undefined;
}

const column = (text: string) => nonEmptyText.optional().describe(text);

/** The keys of the object form; exactly one of the first five says what kind of source it is. */
export const DATA_KEYS = {
  folder: nonEmptyText
    .optional()
    .describe('Folder whose files are the items, with all its sub-folders.'),
  glob: nonEmptyText
    .optional()
    .describe('Pattern whose files are the items, as `photos/**/*.jpg`. Put it in quotes.'),
  manifest: nonEmptyText
    .optional()
    .describe('CSV, JSONL or Parquet file with one item per row: a path, a URL or a text.'),
  urls: z
    .union([nonEmptyText, z.array(z.url({ protocol: /^https?$/ })).min(1)])
    .optional()
    .describe('Text file with one http(s) URL per line, or a list of URLs.'),
  embeddings: nonEmptyText
    .optional()
    .describe('Vectors computed before: a `.npy`, CSV, JSONL or Parquet file, one row per item.'),
  idColumn: column(
    'Column with the name of an item. Default: its path or URL, else its row, from 0; for embeddings `id` or `item` where there is one.',
  ),
  pathColumn: column(
    'Manifest: column with the path of a file, relative to the manifest. Default for the three: a column with a usual name (`path`, `file`, `image`, `url`, `text`, `review`, …), else the only one that is neither id nor label, as text.',
  ),
  urlColumn: column('Manifest: column with an http(s) URL.'),
  textColumn: column('Manifest: column with the text itself.'),
  vectorColumns: z
    .array(nonEmptyText)
    .min(1)
    .optional()
    .describe(
      'Embeddings in CSV, JSONL or Parquet: the column of lists, or a column for each number. Default: the column of lists, else every column of numbers that is neither id nor label.',
    ),
  allowPrivateSources: z
    .boolean()
    .optional()
    .describe('Lets URLs lead to private and loopback addresses. Default: false.'),
} as const;

type DataKeys = z.output<z.ZodObject<typeof DATA_KEYS>>;

const KINDS = ['folder', 'glob', 'manifest', 'urls', 'embeddings'] as const;

/** Keys that only make sense beside one of the kinds. */
const KEYS_OF: Readonly<Record<(typeof KINDS)[number], readonly string[]>> = {
  folder: [],
  glob: [],
  manifest: ['idColumn', 'pathColumn', 'urlColumn', 'textColumn'],
  urls: [],
  embeddings: ['idColumn', 'vectorColumns'],
};

/** The string form of a source: what it is follows from how it is written. */
export const dataTextSchema = nonEmptyText
  .refine((text) => !/^[a-z]+:\/\//i.test(text), {
    error: 'One URL is no pool: put URLs into a text file, one per line, or use `urls: [...]`.',
  })
  .transform(dataOfText);

/** The object form of a source. */
export const dataObjectSchema = z
  .strictObject(DATA_KEYS)
  .superRefine(checkDataKeys)
  .transform(dataOfKeys);

/** What a text means: vectors, manifest and URL list by the ending, pattern by `*`, else a folder. */
function dataOfText(text: string): DataConfig {
  const base = { allowPrivateSources: false };
  if (/\.npy$/i.test(text)) return { ...base, kind: 'embeddings', embeddings: text };
  if (/[*?]|\{.*\}|\[.*\]/.test(text)) return { ...base, kind: 'glob', glob: text };
  if (/\.(csv|tsv|jsonl|ndjson|parquet)$/i.test(text)) {
    return { ...base, kind: 'manifest', manifest: text };
  }
  if (/\.(txt|urls)$/i.test(text)) return { ...base, kind: 'urls', urls: text };
  return { ...base, kind: 'folder', folder: text };
}

/** Reports a source of no kind or of several, and keys that do not belong to its kind. */
export function checkDataKeys(
  keys: Readonly<Record<string, unknown>>,
  context: { addIssue(issue: { code: 'custom'; path: string[]; message: string }): void },
): void {
  const report = (message: string, path: string[] = []) =>
    context.addIssue({ code: 'custom', path, message });
  const kinds = KINDS.filter((kind) => keys[kind] !== undefined);
  const kind = kinds[0];
  if (kind === undefined) return report(`One of ${KINDS.join(', ')} must be given.`);
  if (kinds.length > 1) return report(`Only one of ${kinds.join(' and ')} can be given.`);
  const others = new Set(Object.values(KEYS_OF).flat());
  for (const key of Object.keys(keys)) {
    if (keys[key] === undefined || !others.has(key) || KEYS_OF[kind].includes(key)) continue;
    report(`${key} does not belong to a source of kind ${kind}.`, [key]);
  }
  const contents = ['pathColumn', 'urlColumn', 'textColumn'].filter((key) => keys[key]);
  if (contents.length > 1) report(`Only one of ${contents.join(' and ')} can be given.`);
}

/** The source that checked keys describe. */
export function dataOfKeys(keys: DataKeys): DataConfig {
  const { folder, glob, manifest, urls, embeddings, idColumn, allowPrivateSources = false } = keys;
  const base = { allowPrivateSources };
  if (folder !== undefined) return { ...base, kind: 'folder', folder };
  if (glob !== undefined) return { ...base, kind: 'glob', glob };
  if (urls !== undefined) return { ...base, kind: 'urls', urls };
  if (embeddings !== undefined) {
    const { vectorColumns } = keys;
    return { ...base, kind: 'embeddings', embeddings, idColumn, vectorColumns };
  }
  const { pathColumn, urlColumn, textColumn } = keys;
  // The last of the five: `checkDataKeys` has seen that one of them is there.
  const rows = { kind: 'manifest', manifest: manifest! } as const;
  return { ...base, ...rows, idColumn, pathColumn, urlColumn, textColumn };
}
