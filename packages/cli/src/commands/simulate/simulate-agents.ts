import { AlaasError } from '@alaas/contracts';
import type { AgentSimulationAnswer, AgentSimulationRequest } from '@alaas/server';

import { listOf, wholeNumber, wholeNumbers } from '../../flags.js';
import type { Surroundings } from '../../surroundings.js';
import { percent, textTable } from '../../text-table.js';
import { filesOf, type SimulateFlags } from './simulate-flags.js';

/** Runs of the agent, one per seed. */
export async function simulateAgents(
  flags: SimulateFlags,
  { out, log, signal }: Surroundings,
): Promise<void> {
  const { simulateAgentFiles } = await import('@alaas/server');
  const answer = await simulateAgentFiles(requestOf(flags), {
    signal,
    onDecision: (seed, { text }) => log(`seed ${seed}: ${text}`),
  });
  out(flags.json ? JSON.stringify(answer) : tableOf(answer));
}

function requestOf(flags: SimulateFlags): AgentSimulationRequest {
  const { batch, poolSize, givenHoldout, target } = flags;
  return {
    files: filesOf(flags),
    // Mode and metric are checked with the other settings.
    mode: flags.agent as AgentSimulationRequest['mode'],
    metric: flags.metric as AgentSimulationRequest['metric'],
    arms: flags.arms === undefined ? undefined : listOf(flags.arms),
    budgetLabels: wholeNumber('budget', flags.budget),
    seeds: wholeNumbers('seeds', flags.seeds),
    batch: batch === undefined || batch === 'grow' ? 'grow' : wholeNumber('batch', batch),
    poolSize: poolSize === undefined ? undefined : wholeNumber('poolSize', poolSize),
    givenHoldout:
      givenHoldout === undefined ? undefined : wholeNumber('givenHoldout', givenHoldout),
    target: target === undefined ? undefined : shareOf('target', target),
    earlyStop: flags.earlyStop,
  };
}

function shareOf(field: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 1) return value;
  throw new AlaasError(
    'AGENT_SETTING_INVALID',
    `${field} must be above 0 and up to 1, not "${text}".`,
    {
      field,
      value: text,
      remedy: 'Write 90 % as 0.9.',
    },
  );
}

function tableOf({ runs }: AgentSimulationAnswer): string {
  const head = ['seed', 'labels', 'of them holdout', 'champion', 'accuracy', 'macro-F1', 'stopped'];
  const lines = runs.map((run) => [
    String(run.seed),
    String(run.labelsUsed),
    String(run.holdoutLabels),
    run.champion,
    percent(run.finalAccuracy),
    percent(run.finalMacroF1),
    run.stop.reason,
  ]);
  return textTable(head, lines);
}
