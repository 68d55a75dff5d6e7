import type { FileToSend } from '@alaas/client';

const ALONE = /\.(csv|tsv|jsonl|ndjson|parquet|npy|txt|tar)$/i;

/** Without hidden files, and without the one folder that everything lies in. */
export function fitFiles(files: readonly FileToSend[]): readonly FileToSend[] {
  const shown = files.filter(({ name }) => !name.split('/').some((part) => part.startsWith('.')));
  const [first] = shown;
  const top = first?.name.split('/')[0];
  const isInOne = shown.every(({ name }) => name.includes('/') && name.split('/')[0] === top);
  if (!isInOne) return shown;
  return shown.map(({ name, content }) => ({ name: name.slice(name.indexOf('/') + 1), content }));
}

/** What files that were sent are named by: one table or archive by itself, others by their folder. */
export function dataOfFiles(upload: string, files: readonly FileToSend[]): string {
  const [only] = files;
  const isAlone = files.length === 1 && only !== undefined && ALONE.test(only.name);
  return isAlone ? `${upload}/${only.name}` : upload;
}
