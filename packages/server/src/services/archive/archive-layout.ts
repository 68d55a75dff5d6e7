/** The version of archives that this release writes; it reads this one and older ones. */
export const ARCHIVE_VERSION = 1;
/** The first file: what the archive is. */
export const HEAD_FILE = 'alaas-project.json';
/** The last file: what the others must be. */
export const CHECKSUMS_FILE = 'checksums.json';

/** The tables of a project in the order in which they refer to each other, and the key of a row. */
export const ARCHIVE_TABLES = {
  live_pools: 'project',
  live_items: 'position',
  live_agents: 'project',
  live_observations: 'observed',
  live_interventions: 'number',
  live_events: 'number',
  live_models: 'version',
  live_predictions: 'project',
  live_batches: 'number',
  live_tasks: 'position',
  live_assignments: 'sequence',
  live_ledger: 'sequence',
} as const;

/** A table of an archive. */
export type ArchiveTable = keyof typeof ARCHIVE_TABLES;

/** What a file of an archive holds. */
export type ArchivePart =
  | { readonly kind: 'head' | 'checksums' | 'project' }
  | { readonly kind: 'content'; readonly position: number }
  | { readonly kind: 'rows'; readonly table: ArchiveTable }
  | { readonly kind: 'vectors'; readonly part: 'pool' | 'test'; readonly firstRow: number };

/** The name of a file. */
export const archiveName = {
  project: 'tables/live_projects.jsonl',
  content: (position: number) => `contents/${position}`,
  rows: (table: ArchiveTable, number: number) => `tables/${table}-${number}.jsonl`,
  vectors: (part: 'pool' | 'test', firstRow: number) => `embeddings/${part}-${firstRow}.f32`,
};

/** What a name means; undefined for one that no archive has, so that nothing of it is a path. */
export function archivePart(name: string): ArchivePart | undefined {
  if (name === HEAD_FILE) return { kind: 'head' };
  if (name === CHECKSUMS_FILE) return { kind: 'checksums' };
  if (name === archiveName.project) return { kind: 'project' };
  const content = /^contents\/(\d{1,9})$/.exec(name);
  if (content) return { kind: 'content', position: Number(content[1]) };
  const vectors = /^embeddings\/(pool|test)-(\d{1,9})\.f32$/.exec(name);
  if (vectors) {
    const part = vectors[1] as 'pool' | 'test';
    return { kind: 'vectors', part, firstRow: Number(vectors[2]) };
  }
  const table = /^tables\/([a-z_]+)-\d{1,9}\.jsonl$/.exec(name)?.[1];
  if (table === undefined || !Object.hasOwn(ARCHIVE_TABLES, table)) return undefined;
  return { kind: 'rows', table: table as ArchiveTable };
}
