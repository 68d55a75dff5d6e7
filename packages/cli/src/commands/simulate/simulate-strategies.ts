import type { SimulationAnswer, SimulationRequest } from '@alaas/server';

import { listOf, wholeNumber, wholeNumbers } from '../../flags.js';
import type { Surroundings } from '../../surroundings.js';
import { percent, textTable } from '../../text-table.js';
import { filesOf, type SimulateFlags } from './simulate-flags.js';

/** Flags with those that strategies need. */
type StrategyFlags = SimulateFlags & Required<Pick<SimulateFlags, 'strategy' | 'start' | 'batch'>>;

/** Learning curves of the strategies named. */
export async function simulateStrategies(
  flags: StrategyFlags,
  { out, log, signal }: Surroundings,
): Promise<void> {
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
}

function requestOf(flags: StrategyFlags): SimulationRequest {
  return {
    files: filesOf(flags),
    strategies: listOf(flags.strategy),
    seeds: wholeNumbers('seeds', flags.seeds),
    start: wholeNumber('start', flags.start),
    // Checked where the simulation checks its schedule.
    coldStart: flags.coldStart as NonNullable<SimulationRequest['coldStart']>,
    batch: flags.batch === 'grow' ? 'grow' : wholeNumber('batch', flags.batch),
    budget: wholeNumber('budget', flags.budget),
    poolSize: flags.poolSize === undefined ? undefined : wholeNumber('poolSize', flags.poolSize),
    at: flags.at === undefined ? [] : wholeNumbers('at', flags.at),
  };
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
  return `${textTable(head, lines)}\n${seconds.total} s`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
