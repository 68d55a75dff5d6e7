import { Command } from 'commander';

/** Runs the command line on the given arguments (without node and script). */
export async function main(args: readonly string[]): Promise<void> {
  await new Command('alaas').parseAsync(args, { from: 'user' });
}
