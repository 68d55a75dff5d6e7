import { AlaasError } from '@alaas/contracts';
import type { SimulationAnswer, SimulationRequest } from '@alaas/server';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly embeddings: string;
  readonly labels: string;
  readonly testEmbeddings: string;
  readonly testLabels: string;
  readonly strategy: string;
  readonly start: string;
  readonly coldStart: string;
  readonly batch: string;
  readonly budget: string;
  readonly seeds: string;
  readonly poolSize?: string;
  readonly at?: string;
  readonly json?: true;
}

/** `alaas simulate`: labelled data in, learning curves out. */
export function simulateCommand({ out, log, signal }: Surroundings): Command {
  return new Command('simulate')
    .description('Simulate strategies on labelled data and measure their learning curves.')
    .requiredOption('--embeddings <file>', 'embeddings of the pool (.npy, N × d)')
    .requiredOption('--labels <file>', 'classes of the pool (.npy, N whole numbers)')
    .requiredOption('--test-embeddings <file>', 'embeddings of the test set (.npy)')
    .requiredOption('--test-labels <file>', 'classes of the test set (.npy)')
    .requiredOption('--strategy <ids>', 'one strategy or several, separated by commas')
    .requiredOption('--start <n>', 'labels of the cold start; the budget counts them')
    .option('--cold-start <way>', 'random, per-class or max-herding', 'random')
    .requiredOption(
      '--batch <n|grow>',
      'labels per round; grow multiplies the labelled set by 1.25',
    )
    .requiredOption('--budget <n>', 'labels in all')
    .requiredOption('--seeds <list>', 'whole numbers, separated by commas; one curve each')
    .option('--pool-size <n>', 'items drawn from the pool for each seed (default: all)')
    .option('--at <list>', 'label counts at which a point must be measured')
    .option('--json', 'print one JSON document')
    .action(async (flags: Flags) => {
      const { simulateFiles } = await import('@alaas/server');
      const answer = await simulateFiles(requestOf(flags), {
        signal,
        onProgress({ curves, finishedCurves, strategy, seed, point }) {
          if (point.labels < Number(flags.budget)) return;
          const accuracy = percent(point.accuracy);
          log(`${finishedCurves + 1}/${curves} ${strategy}, seed ${seed}: accuracy ${accuracy}`);
        },
      });
      out(flags.json ? JSON.stringify(answer) : tableOf(answer));
    });
}

function requestOf(flags: Flags): SimulationRequest {
  return {
    files: {
      embeddings: flags.embeddings,
      labels: flags.labels,
      testEmbeddings: flags.testEmbeddings,
      testLabels: flags.testLabels,
    },
    strategies: listOf(flags.strategy),
    seeds: listOf(flags.seeds).map((text) => wholeNumber('seeds', text)),
    start: wholeNumber('start', flags.start),
    // Checked where the simulation checks its schedule.
    coldStart: flags.coldStart as NonNullable<SimulationRequest['coldStart']>,
    batch: flags.batch === 'grow' ? 'grow' : wholeNumber('batch', flags.batch),
    budget: wholeNumber('budget', flags.budget),
    poolSize: flags.poolSize === undefined ? undefined : wholeNumber('poolSize', flags.poolSize),
    at: flags.at === undefined ? [] : listOf(flags.at).map((text) => wholeNumber('at', text)),
  };
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function wholeNumber(field: string, text: string): number {
  if (/^-?\d+$/.test(text.trim())) return Number(text);
  throw new AlaasError(
    'SIMULATION_OPTION_INVALID',
    `${field} must be a whole number, not "${text}".`,
    {
      field,
      value: text,
    },
  );
}

/** One line per strategy, mean over the seeds. */
function tableOf({ curves, seconds }: SimulationAnswer): string {
  const strategies = [...new Set(curves.map(({ strategy }) => strategy))];
  const lines = strategies.map((strategy) => {
    const own = curves.filter((curve) => curve.strategy === strategy);
    const last = own.map(({ points }) => points.at(-1)!);
    return [
      strategy,
      String(last[0]!.labels),
      percent(mean(last.map(({ accuracy }) => accuracy))),
      percent(mean(last.map(({ macroF1 }) => macroF1))),
      percent(mean(own.map(({ points }) => mean(points.map(({ accuracy }) => accuracy))))),
    ];
  });
  const head = ['strategy', 'labels', 'accuracy', 'macro-F1', 'mean accuracy of the curve'];
  const widths = head.map((title, c) => Math.max(title.length, ...lines.map((l) => l[c]!.length)));
  const rows = [head, ...lines].map((cells) =>
    cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))),
  );
  return [...rows.map((cells) => cells.join('  ')), `${seconds.total} s`].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
