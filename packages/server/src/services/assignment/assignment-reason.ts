import type { AssignmentReason } from '@alaas/contracts';
import { STRATEGIES } from '@alaas/core';

import { HOLDOUT } from '../projects/publish-batch.js';

/** For whom an item is asked. */
export interface AskedFor {
  readonly strategy: string;
  /** Null for an item that is handed out ahead of the next batch. */
  readonly batch: number | null;
  /** Whether its batch came before the first model. */
  readonly isSeed: boolean;
}

/** Why an item is asked for, in words for whoever labels it. */
export function assignmentReason({ strategy, batch, isSeed }: AskedFor): AssignmentReason {
  if (strategy === HOLDOUT) {
    const text = 'Drawn by lot: the model is measured on it and never learns from it.';
    return { kind: 'holdout', strategy, text };
  }
  const how = describe(strategy);
  if (batch === null) {
    const text = `One of the next-best items, while the next batch is prepared. ${how}`;
    return { kind: 'next-best', strategy, text };
  }
  if (isSeed) {
    const text = `One of the first items, before there is a model. ${how}`;
    return { kind: 'seed', strategy, text };
  }
  return { kind: 'strategy', strategy, text: how };
}

function describe(id: string): string {
  const strategy = STRATEGIES.find((one) => one.id === id);
  return strategy === undefined ? `Chosen by ${id}.` : `${strategy.title}: ${strategy.summary}`;
}
