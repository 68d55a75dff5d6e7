import type { LabelImport } from '@alaas/server';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly json?: true;
}

const IMPORT_HELP = `
The file is a batch file of "alaas run" with the column "label" filled in, saved as CSV in
UTF-8. It may be partial: items without a label stay asked for. A label given again replaces
the earlier one. With a mistake in any line nothing is taken.

Examples:
  $ alaas label import alaas.yaml alaas-output/batch-0.csv
  $ alaas label import batch-0.csv`;

/** `alaas label`: labels that people gave. */
export function labelCommand(surroundings: Surroundings): Command {
  return new Command('label')
    .description('Give labels to the project.')
    .addCommand(importCommand(surroundings));
}

function importCommand({ out, environment, signal }: Surroundings): Command {
  return new Command('import')
    .description('Take the labels of a filled-in batch file.')
    .argument('<config-or-file>', 'alaas.yaml or its folder; may be left out')
    .argument('[file]', 'the batch file')
    .addHelpText('after', IMPORT_HELP)
    .action(async (first: string, second: string | undefined, flags: Flags) => {
      const { importLabels, loadProjectConfig } = await import('@alaas/server');
      const [config, file] = second === undefined ? ['alaas.yaml', first] : [first, second];
      const project = await loadProjectConfig(config, { environment });
      const databaseUrl = environment['DATABASE_URL'];
      const done = await importLabels(project, file, { signal, databaseUrl });
      out(flags.json ? JSON.stringify(done) : describe(done));
    });
}

function describe({ imported, corrected, unchanged, remaining }: LabelImport): string {
  const counts = [
    `${imported} new`,
    ...(corrected > 0 ? [`${corrected} corrected`] : []),
    ...(unchanged > 0 ? [`${unchanged} known already`] : []),
  ].join(', ');
  const next =
    remaining.length === 0
      ? 'The batch is complete: "alaas run" goes on.'
      : `${remaining.length} items of the batch still have no label.`;
  return `Labels taken: ${counts}. ${next}`;
}
