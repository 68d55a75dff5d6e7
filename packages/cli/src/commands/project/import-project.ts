import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import { Command } from 'commander';

import type { Surroundings } from '../../surroundings.js';
import { clientOf, followJob, withServerFlags, type ServerFlags } from './server-flags.js';

/** The flags as commander hands them over. */
interface Flags extends ServerFlags {
  readonly json?: true;
}

/** `alaas project import`: an archive as a live project. */
export function importProjectCommand(surroundings: Surroundings): Command {
  const command = new Command('import')
    .description('Make a live project from an archive, in the state that it was exported in.')
    .argument('<file>', 'archive that `alaas project export` wrote');
  return withServerFlags(command).action(async (file: string, flags: Flags) => {
    const { out, progress, signal } = surroundings;
    const path = resolve(file);
    const bytes = await sizeOf(path);
    const client = clientOf(flags, surroundings);
    const upload = await client.uploads.begin({ signal });
    try {
      progress.update('send', { done: 0, total: bytes });
      const name = basename(path);
      const content = await openAsBlob(path);
      await client.uploads.put(upload.id, { name, content }, { signal });
      progress.update('send', { done: bytes, total: bytes });
      const given = { file: `${upload.data}/${name}` };
      const begun = await client.jobs.importProject(given, { signal });
      const { project, outcome } = await followJob(client, begun.id, surroundings);
      progress.stop();
      const answer = { project, items: outcome!.added };
      out(flags.json ? JSON.stringify(answer) : `Imported ${answer.items} items as ${project}`);
    } finally {
      // The project has what it needs; also after Ctrl-C nothing is left on the server.
      await client.uploads.remove(upload.id).catch(() => undefined);
    }
  });
}

/** @throws AlaasError `SOURCE_NOT_FOUND` where there is no such file. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return found.size;
  throw new AlaasError('SOURCE_NOT_FOUND', `There is no file ${path}.`, {
    field: 'file',
    value: path,
    remedy: 'Name the archive that `alaas project export` wrote.',
  });
}
