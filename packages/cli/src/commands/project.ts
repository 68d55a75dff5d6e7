import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';
import { exportProjectCommand } from './project/export-project.js';
import { importProjectCommand } from './project/import-project.js';

const HELP = `
Examples:
  $ alaas project export 6f1c… --to parts.tar
  $ ALAAS_API_KEY=… alaas project import parts.tar --server https://labels.example.org`;

/** `alaas project`: whole live projects of a server, from one installation to another. */
export function projectCommand(surroundings: Surroundings): Command {
  return new Command('project')
    .description('Take a live project out of a server as one archive, or into another server.')
    .addHelpText('after', HELP)
    .addCommand(exportProjectCommand(surroundings))
    .addCommand(importProjectCommand(surroundings));
}
