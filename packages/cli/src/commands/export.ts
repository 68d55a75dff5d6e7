import { resolve } from 'node:path';
import { Command } from 'commander';

import { showEvent } from '../show-event.js';
import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly to: string;
  readonly json?: true;
}

const HELP = `
Makes report, labelled set and model again from the labels of the latest run; nothing new is
chosen or labelled, and the run stays as it is.

Example:
  $ alaas export --to delivery`;

/** `alaas export`: the results of the latest run, written into a folder. */
export function exportCommand(surroundings: Surroundings): Command {
  return new Command('export')
    .description('Write report, labelled set and model of the latest run into a folder.')
    .argument('[config]', 'alaas.yaml or its folder', 'alaas.yaml')
    .requiredOption('--to <folder>', 'folder that gets them; made when it is missing')
    .addHelpText('after', HELP)
    .action(async (path: string, flags: Flags) => {
      const { exportRun, loadProjectConfig } = await import('@alaas/server');
      const { environment, out, progress, signal } = surroundings;
      const project = await loadProjectConfig(path, { environment });
      const done = await exportRun(project, resolve(flags.to), {
        signal,
        databaseUrl: environment['DATABASE_URL'],
        onProgress: (event) => showEvent(event, surroundings),
      });
      progress.stop();
      const paths = Object.values(done.outputs).filter((file) => file !== null);
      out(flags.json ? JSON.stringify(done) : [`Wrote:`, ...paths].join('\n  '));
    });
}
