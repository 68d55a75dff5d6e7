import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Task } from '@alaas/contracts';
import { readColumnNames } from '@alaas/pipeline';

/** What `alaas init` proposes for some data. */
export interface ProjectProposal {
  /** Undefined when the data do not tell. */
  readonly task: Task | undefined;
  /** As `labels:` says it; undefined when there are none to be seen. */
  readonly labels: string | undefined;
  /** Items seen; undefined where they were not counted. */
  readonly items: number | undefined;
  readonly classes: readonly string[];
  /** Labels to buy. */
  readonly budget: number;
}

/** Entries that are looked at; more than these change no proposal. */
const MOST_ENTRIES = 200_000;
const IMAGES = /\.(jpe?g|png|webp|gif|tiff?|avif|bmp)$/i;
const TEXT_COLUMNS = ['text', 'review', 'sentence', 'body', 'content', 'message', 'question'];
const LABEL_COLUMNS = ['label', 'labels', 'class', 'category', 'target', 'intent', 'sentiment'];

/** Looks at a folder or table and proposes task, labels and budget; data that are not there too. */
export async function proposeProject(data: string): Promise<ProjectProposal> {
  const found = await stat(data).catch(() => undefined);
  if (found?.isDirectory()) return proposeForFolder(data);
  const ending = extname(data).toLowerCase();
  if (ending === '.npy') return proposal({ task: 'vectors' });
  if (found?.isFile() && /^\.(csv|tsv|jsonl|ndjson|parquet)$/.test(ending)) {
    return proposeForTable(data);
  }
  return proposal({ task: IMAGES.test(data) ? 'image-classification' : undefined });
}

async function proposeForFolder(folder: string): Promise<ProjectProposal> {
  const counts = { images: 0, texts: 0 };
  const perClass = new Map<string, number>();
  let entries = 0;
  const walk = async (path: string, top: string | undefined): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || ++entries > MOST_ENTRIES) continue;
      if (entry.isDirectory()) await walk(join(path, entry.name), top ?? entry.name);
      else if (IMAGES.test(entry.name)) counts.images++;
      else if (/\.(txt|text|md)$/i.test(entry.name)) counts.texts++;
      else continue;
      if (!entry.isDirectory() && top !== undefined)
        perClass.set(top, (perClass.get(top) ?? 0) + 1);
    }
  };
  await walk(folder, undefined);
  const classes = [...perClass.keys()].sort();
  const items = counts.images + counts.texts;
  return proposal({
    task: items === 0 ? undefined : taskOf(counts),
    labels: classes.length > 1 ? 'folders' : undefined,
    items,
    classes,
  });
}

function taskOf({ images, texts }: { images: number; texts: number }): Task {
  return images >= texts ? 'image-classification' : 'text-classification';
}

async function proposeForTable(file: string): Promise<ProjectProposal> {
  const columns = await readColumnNames(file);
  const label = columnAmong(columns, LABEL_COLUMNS);
  const isText = columnAmong(columns, TEXT_COLUMNS) !== undefined;
  const isPath = columnAmong(columns, ['path', 'file', 'image', 'filename', 'url', 'uri']);
  const ofPaths = isPath === undefined ? undefined : 'image-classification';
  return proposal({
    task: isText ? 'text-classification' : ofPaths,
    labels: label === undefined ? undefined : `column:${label}`,
  });
}

function columnAmong(columns: readonly string[], names: readonly string[]): string | undefined {
  return columns.find((column) => names.includes(column.toLowerCase()));
}

/** A tenth of the pool, but ten labels per class and at least 50, at most 1,000 and the pool. */
function proposal(seen: Partial<ProjectProposal>): ProjectProposal {
  const { task, labels, items, classes = [] } = seen;
  const share = Math.round((items ?? 1_000) / 10);
  const wanted = Math.max(50, 10 * classes.length, Math.min(share, 1_000));
  const budget = Math.max(1, Math.min(wanted, items === undefined || items === 0 ? wanted : items));
  return { task, labels, items, classes, budget };
}
