import { AlaasError } from '@alaas/contracts';
import { Command, CommanderError } from 'commander';

import { serveCommand } from './commands/serve.js';
import { simulateCommand } from './commands/simulate.js';
import type { Surroundings } from './surroundings.js';

/** Exit codes: 0 done, 1 ALaaS failed, 2 the input is at fault, 130 stopped by Ctrl-C. */
const EXIT = { failed: 1, input: 2, cancelled: 130 } as const;

/** Runs the command line on the given arguments (without node and script); sets the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  // Also a second Ctrl-C only asks: leaving during a run of ONNX Runtime would abort the process.
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const surroundings: Surroundings = {
    out: (text) => process.stdout.write(`${text}\n`),
    log: (text) => process.stderr.write(`${text}\n`),
    signal: controller.signal,
  };
  try {
    await commandLine(surroundings).parseAsync(args, { from: 'user' });
  } catch (thrown) {
    process.exitCode = report(thrown, { json: args.includes('--json'), surroundings });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function commandLine(surroundings: Surroundings): Command {
  const program = new Command('alaas')
    .description('Active-Learning-as-a-Service: choose what to label, and when to stop.')
    .addCommand(serveCommand(surroundings))
    .addCommand(simulateCommand(surroundings));
  for (const command of [program, ...program.commands]) {
    // Errors are thrown to be reported in one form; help goes out as it is.
    command.exitOverride().configureOutput({ writeErr: () => {} });
  }
  return program;
}

function report(
  thrown: unknown,
  { json, surroundings }: { json: boolean; surroundings: Surroundings },
): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
  const error = thrown instanceof CommanderError ? usageError(thrown) : AlaasError.from(thrown);
  const { code, message, details, remedy } = error;
  if (json) surroundings.out(JSON.stringify({ error: { code, message, ...details, remedy } }));
  surroundings.log(`${message}\n${remedy} (${code})`);
  if (code === 'CANCELLED') return EXIT.cancelled;
  return error.row.status < 500 ? EXIT.input : EXIT.failed;
}

function usageError({ message, code }: CommanderError): AlaasError {
  const text = code === 'commander.help' ? 'A command is missing.' : message;
  return new AlaasError('CLI_USAGE', text.replace(/^error: /, ''));
}
