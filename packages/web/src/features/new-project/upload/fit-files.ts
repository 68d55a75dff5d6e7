import type { FileToSend } from '@alaas/client';

const TABLE = /\.(csv|tsv|jsonl|ndjson|parquet|npy|txt)$/i;

/** Without hidden files, and without the one folder that everything lies in. */
export function fitFiles(files: readonly FileToSend[]): readonly FileToSend[] {
  const shown = files.filter(({ name }) => !name.split('/').some((part) => part.startsWith('.')));
  const [first] = shown;
  const top = first?.name.split('/')[0];
  const isInOne = shown.every(({ name }) => name.includes('/') && name.split('/')[0] === top);
  if (!isInOne) return shown;
  return shown.map(({ name, content }) => ({ name: name.slice(name.indexOf('/') + 1), content }));
}

/** What a project names files by that were sent: one table is the data, of others the folder. */
export function dataOfFiles(upload: string, files: readonly FileToSend[]): string {
  const [only] = files;
  const isTable = files.length === 1 && only !== undefined && TABLE.test(only.name);
  return isTable ? `${upload}/${only.name}` : upload;
}
