import type { ProjectConfig } from '@alaas/contracts';
import {
  AGENT_ARMS,
  coldStartLabels,
  planHoldout,
  type AgentSettings,
  type AgentHoldout,
} from '@alaas/core';

import { isAgentMode } from './agent-mode.js';
import type { RunData } from '../data/run-data.js';
import { indicesOf } from '../rounds/run-rounds.js';

/**
 * What the agent is asked for in a project; undefined where a strategy was named, and while the
 * classes are not known: without them there is nothing to forecast.
 *
 * @param given labels that were there before the first batch: they count as a part of the budget.
 */
export function agentSettings(
  config: ProjectConfig,
  { classes, test, items }: Pick<RunData, 'classes' | 'test' | 'items'>,
  given: number,
): AgentSettings | undefined {
  const { strategy, agent, budget, batch, seed } = config;
  if (!isAgentMode(strategy.id) || classes === undefined || classes.length < 2) return undefined;
  const coldStart = Math.max(given, coldStartLabels(classes.length), batch === 'grow' ? 0 : batch);
  return {
    mode: strategy.id,
    arms: agent.arms ?? AGENT_ARMS[strategy.id],
    budgetLabels: budget,
    poolSize: items.length,
    classCount: classes.length,
    seed,
    metric: agent.metric,
    target: agent.target ?? null,
    holdout: holdoutOf(test?.labels, { classes, budget }),
    coldStart,
    batch,
    earlyStop: agent.earlyStop,
    gainThreshold: agent.gainThreshold,
    approval: agent.approval,
    continuedShare: agent.continuedShare,
  };
}

function holdoutOf(
  labels: readonly string[] | undefined,
  { classes, budget }: { classes: readonly string[]; budget: number },
): AgentHoldout {
  if (labels) return { kind: 'given', targets: Array.from(indicesOf(labels, classes)) };
  const plan = planHoldout({ budget });
  return plan.kind === 'bought' ? plan : { kind: 'none' };
}
