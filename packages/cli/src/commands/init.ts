import { basename, dirname, join, relative, resolve } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import type { ProjectLines, ProjectProposal } from '@alaas/server';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly yes?: true;
  readonly project?: string;
  readonly task?: string;
  readonly data?: string;
  readonly labels?: string;
  readonly budget?: string;
  readonly force?: true;
  readonly json?: true;
}

const HELP = `
Without a terminal, or with --yes, nothing is asked: what the flags do not say is told
from the data.

Examples:
  $ alaas init
  $ alaas init --yes --data ./photos --labels folders --budget 500
  $ alaas init projects/reviews --data reviews.csv --labels column:sentiment`;

/** `alaas init`: writes a configuration by asking. */
export function initCommand(surroundings: Surroundings): Command {
  return new Command('init')
    .description('Write alaas.yaml by answering a few questions.')
    .argument('[path]', 'the file to write, or its folder', '.')
    .option('-y, --yes', 'ask nothing; take what the flags and the data say')
    .option('--project <name>', 'name of the project')
    .option('--task <task>', 'image-classification, text-classification or vectors')
    .option('--data <source>', 'folder, pattern, table, list of URLs or .npy file')
    .option('--labels <where>', 'folders, column:<name>, a file, or none')
    .option('--budget <n>', 'labels to buy')
    .option('--force', 'write over a configuration that is there')
    .addHelpText('after', HELP)
    .action(async (path: string, flags: Flags) => {
      const { proposeProject, writeProjectConfig } = await import('@alaas/server');
      const file = resolve(/\.ya?ml$/i.test(path) ? path : join(path, 'alaas.yaml'));
      const answers = surroundings.interactive && !flags.yes && !flags.json;
      const ask = answers ? await openQuestions(surroundings.signal) : undefined;
      const name = flags.project ?? (await ask?.text('Name of the project', folderName(file)));
      const data = flags.data ?? (await ask?.text('Where are the items?', './data'));
      if (data === undefined) throw missing('data');
      const proposal = await proposeProject(resolve(dirname(file), dataFrom(file, data)));
      const lines = {
        project: name ?? folderName(file),
        data: dataFrom(file, data),
        ...(await remaining(flags, { proposal, ask })),
      };
      const written = await writeProjectConfig(file, lines, { force: flags.force === true });
      surroundings.out(flags.json ? JSON.stringify({ ...written, config: lines }) : after(file));
    });
}

interface Questions {
  text(message: string, proposed: string): Promise<string>;
  task(proposed: string | undefined): Promise<string>;
}

async function remaining(
  flags: Flags,
  { proposal, ask }: { proposal: ProjectProposal; ask: Questions | undefined },
): Promise<Pick<ProjectLines, 'task' | 'labels' | 'budget'>> {
  const task = flags.task ?? (ask ? await ask.task(proposal.task) : proposal.task);
  if (task === undefined) throw missing('task');
  const proposedLabels = proposal.labels ?? 'none';
  const labels =
    flags.labels ??
    (await ask?.text('Known labels: folders, column:<name>, a file, or none', proposedLabels)) ??
    proposedLabels;
  const budget = flags.budget ?? (await ask?.text('Labels to buy', `${proposal.budget}`));
  return {
    task,
    labels: labels === 'none' ? undefined : labels,
    budget: budget === undefined ? proposal.budget : wholeNumber(budget),
  };
}

async function openQuestions(signal: AbortSignal): Promise<Questions> {
  const { input, select } = await import('@inquirer/prompts');
  return {
    text: (message, proposed) =>
      answered(input({ message, default: proposed, required: true }, { signal })),
    task: (proposed) =>
      answered(
        select(
          {
            message: 'What are the items?',
            choices: [
              { name: 'images', value: 'image-classification' },
              { name: 'texts', value: 'text-classification' },
              { name: 'vectors computed before', value: 'vectors' },
            ],
            ...(proposed !== undefined && { default: proposed }),
          },
          { signal },
        ),
      ),
  };
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    if (name !== 'ExitPromptError' && name !== 'AbortPromptError') throw cause;
    throw new AlaasError('CANCELLED', 'Nothing was written.', { cause });
  }
}

/** Data named from the working folder, as the configuration has to name them. */
function dataFrom(file: string, data: string): string {
  const folder = dirname(file);
  if (folder === process.cwd() || /^[a-z]+:\/\//i.test(data)) return data;
  const way = relative(folder, resolve(data)).replaceAll('\\', '/');
  return way === '' ? '.' : way;
}

function folderName(file: string): string {
  return basename(dirname(file)) || 'project';
}

function missing(flag: string): AlaasError {
  return new AlaasError('CLI_USAGE', `--${flag} is missing, and nobody is there to be asked.`, {
    field: flag,
    remedy: `Add --${flag}, or run "alaas init" on a terminal.`,
  });
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text.trim())) return Number(text);
  const message = `--budget must be a whole number, not "${text}".`;
  throw new AlaasError('CLI_USAGE', message, { field: 'budget', value: text });
}

function after(file: string): string {
  const path = relative(process.cwd(), file) || file;
  return `Wrote ${path}. Next: alaas validate ${path}, then alaas run ${path}`;
}
