import { AlaasError } from '@alaas/contracts';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';
import { simulateAgents } from './simulate/simulate-agents.js';
import type { SimulateFlags } from './simulate/simulate-flags.js';
import { simulateStrategies } from './simulate/simulate-strategies.js';

/** `alaas simulate`: labelled data in, learning curves of strategies or runs of the agent out. */
export function simulateCommand(surroundings: Surroundings): Command {
  return new Command('simulate')
    .description('Simulate strategies, or the agent, on labelled data.')
    .requiredOption('--embeddings <file>', 'embeddings of the pool (.npy, N × d)')
    .requiredOption('--labels <file>', 'classes of the pool (.npy, N whole numbers)')
    .requiredOption('--test-embeddings <file>', 'embeddings of the test set (.npy)')
    .requiredOption('--test-labels <file>', 'classes of the test set (.npy)')
    .requiredOption('--budget <n>', 'labels in all')
    .requiredOption('--seeds <list>', 'whole numbers, separated by commas; one curve or run each')
    .option('--batch <n|grow>', 'labels per round; grow multiplies the labelled set by 1.25')
    .option('--pool-size <n>', 'items drawn from the pool for each seed (default: all)')
    .option('--json', 'print one JSON document')
    .optionsGroup('Strategies:')
    .option('--strategy <ids>', 'one strategy or several, separated by commas')
    .option('--start <n>', 'labels of the cold start; the budget counts them')
    .option('--cold-start <way>', 'random, per-class or max-herding', 'random')
    .option('--at <list>', 'label counts at which a point must be measured')
    .optionsGroup('Agent:')
    .option('--agent <mode>', 'let the agent choose: auto, compare, paper or replay')
    .option('--arms <ids>', 'strategies that the agent runs, the champion first')
    .option('--metric <name>', 'accuracy or macro-f1', 'accuracy')
    .option('--target <share>', 'stop when the metric reaches this share, as 0.9')
    .option('--no-early-stop', 'spend the whole budget')
    .option(
      '--given-holdout <n>',
      'items of the test set as a holdout that costs nothing; 0 for none (default: it is bought)',
    )
    .action(async (flags: SimulateFlags) => {
      if (flags.agent !== undefined) {
        if (flags.strategy !== undefined) throw strategyBesideAgent(flags.strategy);
        return simulateAgents(flags, surroundings);
      }
      for (const name of ['strategy', 'start', 'batch'] as const) {
        if (flags[name] === undefined) throw missing(name);
      }
      return simulateStrategies(flags as Parameters<typeof simulateStrategies>[0], surroundings);
    });
}

function strategyBesideAgent(value: string): AlaasError {
  return new AlaasError('CLI_USAGE', '--strategy does not go with --agent, which chooses itself.', {
    field: 'strategy',
    value,
    remedy: 'Name the strategies that the agent runs by --arms, or leave --agent out.',
  });
}

function missing(name: string): AlaasError {
  return new AlaasError('CLI_USAGE', `--${name} is missing.`, {
    field: name,
    remedy: 'Give --strategy, --start and --batch, or --agent auto.',
  });
}
