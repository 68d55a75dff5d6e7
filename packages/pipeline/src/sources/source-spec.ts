import type { ItemRef } from './source.js';

/** What kind of source it is and where it lies. Relative paths start from the working folder. */
export type SourceSpec = FolderSpec | GlobSpec | ManifestSpec | UrlListSpec | ItemsSpec;

/** Every file below a folder; its label is the name of the folder that it lies in. */
export interface FolderSpec {
  readonly kind: 'folder';
  readonly folder: string;
}

/** The files that a pattern matches, as a folder source with only those. */
export interface GlobSpec {
  readonly kind: 'glob';
  readonly glob: string;
  /** What the pattern starts from; taken literally. Default: the working folder. */
  readonly baseFolder?: string | undefined;
}

/** The rows of a CSV, TSV, JSONL or Parquet file. */
export interface ManifestSpec {
  readonly kind: 'manifest';
  readonly manifest: string;
  /** Column with the id; the path or URL when absent, for texts the row, from 0. */
  readonly idColumn?: string | undefined;
  /** Column with a path, relative to the manifest. */
  readonly pathColumn?: string | undefined;
  readonly urlColumn?: string | undefined;
  /** Column with the text itself. At most one of path, URL and text; by its name when absent. */
  readonly textColumn?: string | undefined;
  readonly labelColumn?: string | undefined;
}

/** URLs, or a text file with one per line; empty lines and lines that begin with # are left out. */
export interface UrlListSpec {
  readonly kind: 'urls';
  readonly urls: string | readonly string[];
}

/** Items that are known already. */
export interface ItemsSpec {
  readonly kind: 'items';
  readonly items: readonly ItemRef[];
}
