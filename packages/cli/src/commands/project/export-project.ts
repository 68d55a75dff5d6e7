import { resolve } from 'node:path';
import { Command } from 'commander';

import type { Surroundings } from '../../surroundings.js';
import { clientOf, followJob, withServerFlags, type ServerFlags } from './server-flags.js';

/** The flags as commander hands them over. */
interface Flags extends ServerFlags {
  readonly to: string;
  /** False with --no-contents. */
  readonly contents: boolean;
  readonly json?: true;
}

/** `alaas project export`: a live project as a file. */
export function exportProjectCommand(surroundings: Surroundings): Command {
  const command = new Command('export')
    .description('Write a live project, with labels, decisions and items, into one archive.')
    .argument('<id>', 'id of the project, as the server lists it')
    .requiredOption('--to <file>', 'archive to write, as parts.tar; one that is there is replaced')
    .option('--no-contents', 'leave the content of files out; only where they lie goes along');
  return withServerFlags(command).action(async (id: string, flags: Flags) => {
    const { writeAtomically } = await import('@alaas/server');
    const { out, progress, signal } = surroundings;
    const client = clientOf(flags, surroundings);
    const request = { kind: 'project', contents: flags.contents } as const;
    const begun = await client.jobs.export(id, request, { signal });
    const { file } = await followJob(client, begun.id, surroundings);
    const bytes = file!.bytes;
    const path = resolve(flags.to);
    const content = await client.jobs.file(begun.id, { signal });
    await writeAtomically(
      path,
      counted(content, (done) => progress.update('receive', { done, total: bytes })),
    );
    progress.stop();
    out(flags.json ? JSON.stringify({ project: id, file: path, bytes }) : `Wrote ${path}`);
  });
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  onBytes: (done: number) => void,
): AsyncGenerator<Uint8Array, void> {
  let done = 0;
  for await (const chunk of content) {
    yield chunk;
    onBytes((done += chunk.length));
  }
}
