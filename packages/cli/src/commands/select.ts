import { AlaasError } from '@alaas/contracts';
import type { FileSelection, FileSelectionRequest } from '@alaas/server';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly embeddings: string;
  readonly probabilities?: string;
  readonly labelledEmbeddings?: string;
  readonly labelledClasses?: string;
  readonly examples?: string;
  readonly strategy: string;
  readonly budget: string;
  readonly seed: string;
  readonly option: readonly string[];
  readonly json?: true;
}

const HELP = `
Prints the chosen rows of the pool, counted from 0, best first. Files that the strategy does not
read stay closed. Where it reads probabilities and none are given, a head is trained on the
labelled items and their classes. "alaas strategies" lists the strategies and their options.

Examples:
  $ alaas select --embeddings pool.npy --strategy max-herding --budget 100
  $ alaas select --embeddings pool.npy --probabilities p.npy --strategy margin --budget 50 --json
  $ alaas select --embeddings pool.npy --strategy typiclust --option neighbours=10 --budget 50`;

/** `alaas select`: a pool in, the chosen items out. */
export function selectCommand({ out, log, progress, signal }: Surroundings): Command {
  return new Command('select')
    .description('Choose the items of a pool that are worth a label, once.')
    .requiredOption('--embeddings <file>', 'embeddings of the pool (.npy, N × d)')
    .option('--probabilities <file>', 'class probabilities of the pool (.npy, N × C)')
    .option('--labelled-embeddings <file>', 'embeddings of labelled items (.npy, L × d)')
    .option('--labelled-classes <file>', 'their classes (.npy, L whole numbers)')
    .option('--examples <file>', 'embeddings of items like those wanted (.npy)')
    .requiredOption('--strategy <id>', 'strategy that chooses, or auto')
    .requiredOption('--budget <n>', 'items to choose')
    .option('--seed <n>', 'seed of all that is drawn at random', '0')
    .option('--option <name=value>', 'option of the strategy; may be repeated', collect, [])
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(async (flags: Flags) => {
      const request = requestOf(flags);
      const { selectFromFiles } = await import('@alaas/server');
      const selection = await selectFromFiles(request, {
        signal,
        onProgress: (stage, done, total) => progress.update(stage, { done, total }),
      });
      progress.stop();
      if (flags.json) return out(JSON.stringify(selection));
      if (selection.selected.length > 0) out(selection.selected.join('\n'));
      log(summaryOf(selection));
    });
}

function requestOf(flags: Flags): FileSelectionRequest {
  const { embeddings, probabilities, labelledEmbeddings, labelledClasses, examples } = flags;
  return {
    files: { embeddings, probabilities, labelledEmbeddings, labelledClasses, examples },
    strategy: flags.strategy,
    options: Object.fromEntries(flags.option.map(splitOption)),
    budget: wholeNumber('budget', flags.budget),
    seed: wholeNumber('seed', flags.seed),
  };
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function splitOption(text: string): readonly [name: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new AlaasError('CLI_USAGE', `"${text}" does not set an option.`, {
    field: 'option',
    value: text,
    remedy: 'Write --option name=value.',
  });
}

function wholeNumber(field: string, text: string): number {
  const number = Number(text);
  if (/^-?\d+$/.test(text.trim()) && Number.isSafeInteger(number)) return number;
  throw new AlaasError('CLI_USAGE', `--${field} must be a whole number, not "${text}".`, {
    field,
    value: text,
  });
}

function summaryOf({ strategy, selected, seconds }: FileSelection): string {
  const items = selected.length === 1 ? 'item' : 'items';
  return `${strategy} chose ${selected.length} ${items} in ${seconds.total} s.`;
}
