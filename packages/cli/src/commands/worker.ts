import { once } from 'node:events';
import { resolve } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import { Command } from 'commander';

import { also } from '../flags.js';
import type { Surroundings } from '../surroundings.js';

interface Flags {
  readonly databaseUrl?: string;
  readonly dataRoot: readonly string[];
  readonly allowPrivateSources?: boolean;
  readonly json?: boolean;
}

const HELP = `
Examples:
  $ alaas worker --database-url postgres://alaas@db.example.org/alaas --data-root /data
  $ DATABASE_URL=… alaas worker --data-root /data

Servers on the same database start one worker each; further ones may run on any machine. Give all of
them the same data roots, as a shared folder has them. One that dies costs seconds: others go on with
what it had begun.`;

/** `alaas worker`: carries live projects on, until Ctrl-C. */
export function workerCommand({ out, log, signal, environment }: Surroundings): Command {
  return new Command('worker')
    .description('Work on the live projects of a database, beside its servers, until Ctrl-C.')
    .option('--database-url <url>', 'PostgreSQL of the servers (default: DATABASE_URL)')
    .option(
      '--data-root <folder>',
      'folder in which projects may name files; may be repeated',
      also,
      [],
    )
    .option('--allow-private-sources', 'let URLs lead to private and loopback addresses')
    .option('--json', 'print one JSON document when it has joined')
    .addHelpText('after', HELP)
    .action(async (flags: Flags) => {
      const { projectHome, startWorker } = await import('@alaas/server');
      const databaseUrl = flags.databaseUrl ?? environment['DATABASE_URL'] ?? '';
      if (databaseUrl === '') throw urlMissing();
      const worker = await startWorker({
        home: projectHome(process.cwd(), environment),
        databaseUrl,
        dataRoots: flags.dataRoot.map((folder) => resolve(folder)),
        allowPrivateSources: flags.allowPrivateSources ?? false,
        signal,
        onError: (error) => log(`Note: ${error.message}`),
      });
      const { place } = worker;
      const where = place.kind === 'external' ? `${place.host}/${place.database}` : place.directory;
      out(flags.json ? JSON.stringify({ database: where }) : `Works on the projects of ${where}`);
      if (!signal.aborted) await once(signal, 'abort');
      await worker.close();
    });
}

function urlMissing(): AlaasError {
  return new AlaasError('CLI_USAGE', 'A worker needs the database of its servers.', {
    field: 'database-url',
    remedy: 'Add --database-url <url>, or set DATABASE_URL. `alaas serve` alone needs no worker.',
  });
}
