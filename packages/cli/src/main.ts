import { readFileSync } from 'node:fs';
import { AlaasError, exitCodeOf, type ExitCode } from '@alaas/contracts';
import { Command, CommanderError } from 'commander';

import { COMMANDS } from './commands/index.js';
import { openProgress } from './progress.js';
import { errorDocument, showError } from './show-error.js';
import { listenForStop } from './stop-signals.js';
import type { Surroundings } from './surroundings.js';

/** Runs the command line on the given arguments (without node and script); sets the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const progress = openProgress({ stream: stderr, now: () => performance.now() });
  const stop = listenForStop(progress);
  // A reader that leaves early, as "head" does, is no failure of ours.
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => code === 'EPIPE' || process.exit(1));
  let exitCode: ExitCode = 0;
  const surroundings: Surroundings = {
    out: (text) => stdout.write(`${text}\n`),
    log: (text) => progress.log(text),
    progress,
    signal: stop.signal,
    interactive: stdin.isTTY && stdout.isTTY,
    environment: process.env,
    exitWith: (code) => void (exitCode = code),
  };
  try {
    await commandLine(surroundings).parseAsync(args, { from: 'user' });
  } catch (thrown) {
    progress.stop();
    exitCode = report(thrown, { args, surroundings });
  } finally {
    progress.stop();
    stop.close();
    process.exitCode = exitCode;
  }
}

/** The command line with all its commands, bound to its surroundings; also what the docs are made from. */
export function commandLine(surroundings: Surroundings): Command {
  const program = new Command('alaas')
    .description('Active-Learning-as-a-Service: choose what to label, and when to stop.')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', PROGRAM_HELP);
  for (const command of COMMANDS) program.addCommand(command(surroundings));
  prepare(program);
  return program;
}

const PROGRAM_HELP = `
Examples:
  $ alaas init                 write alaas.yaml by answering questions
  $ alaas validate alaas.yaml  see what is wrong with it, or what it will do
  $ alaas run alaas.yaml       label, learn, measure, export

Every command takes --json (one JSON document on standard output, all else on standard
error), --debug (errors with stack) and --help. Exit codes: 0 done, 1 ALaaS failed, 2 the
input is at fault, 3 something outside is busy or missing, 4 a person has to decide,
130 stopped by Ctrl-C.`;

/** Errors are thrown to be reported in one form; help goes out as it is. */
function prepare(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => {} });
  for (const below of command.commands) prepare(below);
  if (command.commands.length > 0) return;
  if (!hasOption(command, '--json')) command.option('--json', 'print one JSON document');
  if (!hasOption(command, '--debug')) command.option('--debug', 'show errors with their stack');
}

function hasOption(command: Command, flag: string): boolean {
  return command.options.some(({ long }) => long === flag);
}

function report(
  thrown: unknown,
  { args, surroundings }: { args: readonly string[]; surroundings: Surroundings },
): ExitCode {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
  const error = thrown instanceof CommanderError ? usageError(thrown) : AlaasError.from(thrown);
  if (args.includes('--json')) surroundings.out(errorDocument(error));
  surroundings.log(showError(error, { debug: args.includes('--debug') }));
  return exitCodeOf(error.code);
}

function usageError({ message, code }: CommanderError): AlaasError {
  if (code === 'commander.help') return new AlaasError('CLI_USAGE', 'A command is missing.');
  const [first = '', hint] = message.replace(/^error: /, '').split('\n');
  const meant = /\(Did you mean (?:one of )?(.+)\?\)/.exec(hint ?? '')?.[1];
  const text = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  return new AlaasError('CLI_USAGE', text, meant ? { remedy: `Did you mean "${meant}"?` } : {});
}

function ownVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
