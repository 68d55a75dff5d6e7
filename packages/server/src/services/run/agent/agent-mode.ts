import type { AgentMode } from '@alaas/core';

/** Values of `strategy:` that stand for a mode of the agent. */
const MODES: readonly string[] = ['auto', 'compare', 'paper'] satisfies AgentMode[];

/** Whether a strategy id stands for a mode of the agent. */
export function isAgentMode(id: string): id is AgentMode {
  return MODES.includes(id);
}
