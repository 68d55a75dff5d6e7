import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const NAMED = /^upload:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/(.+))?$/i;

/** The folder that holds all uploads of a data folder; it is made where it is not there. */
export function uploadsFolder(home: string): string {
  const folder = join(home, 'uploads');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The folder of an upload in a data folder. */
export function uploadFolder(home: string, upload: string): string {
  return join(home, 'uploads', upload.toLowerCase());
}

/** The name of a file in an upload, which is the same for all servers and workers that share uploads. */
export function uploadedName(upload: string, file: string): string {
  return `upload:${upload}/${file}`;
}

/** An upload that is named as `upload:<id>` or `upload:<id>/<file>`; undefined for other names. */
export function namedUpload(
  home: string,
  named: string,
): { readonly id: string; readonly folder: string; readonly file: string } | undefined {
  const [, id, file = '.'] = NAMED.exec(named) ?? [];
  return id === undefined ? undefined : { id, folder: uploadFolder(home, id), file };
}
