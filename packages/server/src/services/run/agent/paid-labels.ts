import { spentLabels, type AgentState } from '@alaas/core';

import type { Ledger } from '../rounds/ledger.js';

/**
 * Labels that were paid: those of the ledger, and in the mode `paper` once more every label that a
 * strategy asked for after another one, as each of them pays for its own.
 */
export function paidLabels(ledger: Ledger, agent: AgentState | undefined): number {
  const items = ledger.labelledUpTo(Infinity).length;
  if (agent === undefined) return items;
  const different = agent.holdout.rows.length + agent.ledger.length;
  return items + Math.max(0, spentLabels(agent) - different);
}
