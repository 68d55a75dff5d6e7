import type { StrategyDescription } from '@alaas/server';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly json?: true;
}

const HELP = `
Examples:
  $ alaas strategies
  $ alaas strategies show badge
  $ alaas strategies show CoreSet --json`;

/** Widest text of a terminal line. */
const LINE = 100;

/** `alaas strategies`: what there is to choose items by, and when to use which. */
export function strategiesCommand(surroundings: Surroundings): Command {
  return new Command('strategies')
    .description('List the strategies that choose items, or explain one.')
    .addHelpText('after', HELP)
    .addCommand(listCommand(surroundings), { isDefault: true })
    .addCommand(showCommand(surroundings));
}

function listCommand({ out }: Surroundings): Command {
  return new Command('list')
    .description('List all strategies (the default).')
    .action(async (flags: Flags) => {
      const { describeStrategies } = await import('@alaas/server');
      const strategies = describeStrategies();
      out(flags.json ? JSON.stringify({ strategies }) : listOf(strategies));
    });
}

function showCommand({ out }: Surroundings): Command {
  return new Command('show')
    .description('Explain one strategy: when to use it, cost, source, options, other names.')
    .argument('<id>', 'id or another name of a strategy')
    .action(async (name: string, flags: Flags) => {
      const { describeStrategy } = await import('@alaas/server');
      const strategy = describeStrategy(name);
      out(flags.json ? JSON.stringify(strategy) : pageOf(strategy));
    });
}

function listOf(strategies: readonly StrategyDescription[]): string {
  const width = Math.max(...strategies.map(({ id }) => id.length)) + 2;
  return strategies.map(({ id, summary }) => id.padEnd(width) + wrapped(summary, width)).join('\n');
}

function pageOf(strategy: StrategyDescription): string {
  const { id, title, summary, needs, uses, randomised, cost, source, options, aliases } = strategy;
  const facts: [string, string][] = [
    ['when', summary],
    ['needs', needs.join(', ') || 'nothing'],
    ...(uses.length > 0 ? [['uses', `${uses.join(', ')}, where there`] as [string, string]] : []),
    ['seed', randomised ? 'another seed gives another batch' : 'does not matter'],
    ['cost', cost],
    ['source', source],
  ];
  const lines = [
    `${id}: ${title}`,
    '',
    ...facts.map(([name, text]) => `  ${name.padEnd(8)}${wrapped(text, 10)}`),
  ];
  if (options.length > 0) lines.push('', 'Options (--option name=value):');
  for (const { name, admits, default: standard, help } of options) {
    lines.push(`  ${name}: ${admits}; default ${String(standard)}`, `    ${wrapped(help, 4)}`);
  }
  if (aliases.length > 0) lines.push('', 'Other names:');
  for (const { name, options: set = {}, note } of aliases) {
    const stands = Object.entries(set).map(([option, value]) => `${option}=${value}`);
    const what = stands.length > 0 ? ` (${stands.join(', ')})` : '';
    lines.push(`  ${wrapped(`${name}${what}: ${note}`, 4)}`);
  }
  return lines.join('\n');
}

/** Words in lines, those after the first indented. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + word.length >= LINE) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
