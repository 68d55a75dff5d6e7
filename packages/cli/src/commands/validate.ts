import type { ConfigCheck } from '@alaas/server';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly json?: true;
}

const HELP = `
Examples:
  $ alaas validate
  $ alaas validate projects/flowers/alaas.yaml --json`;

/** `alaas validate`: what is wrong with a configuration, or what it will do. */
export function validateCommand({ out, environment }: Surroundings): Command {
  return new Command('validate')
    .description('Check a configuration: tell all that is wrong with it, or what it will do.')
    .argument('[config]', 'alaas.yaml, its folder, or a YAML of the original ALaaS', 'alaas.yaml')
    .addHelpText('after', HELP)
    .action(async (path: string, flags: Flags) => {
      const { checkConfig } = await import('@alaas/server');
      const check = await checkConfig(path, { environment });
      if (flags.json) return out(JSON.stringify({ valid: true, ...check }));
      out(check.kind === 'project' ? describe(check) : describeServe(check));
    });
}

function describe({ file, lines, warnings }: Extract<ConfigCheck, { kind: 'project' }>): string {
  const width = Math.max(...lines.map(({ key }) => key.length));
  return [
    `${file} is right. "alaas run" will work with:`,
    '',
    ...lines.map(
      ({ key, text, isDefault }) =>
        `  ${key.padEnd(width)}  ${text}${isDefault ? '  (default)' : ''}`,
    ),
    ...warnings.map((warning) => `\nNote: ${warning}`),
  ].join('\n');
}

function describeServe({ serve }: Extract<ConfigCheck, { kind: 'serve' }>): string {
  const { file, host, port, strategy, modality, warnings } = serve;
  return [
    `${file} is right. It is a configuration of the original ALaaS: "alaas serve" will`,
    `listen on ${host ?? '127.0.0.1'}:${port ?? '(choose --port)'} and choose ${modality ?? 'item'}s by ${strategy}.`,
    ...warnings.map((warning) => `\nNote: ${warning}`),
  ].join('\n');
}
