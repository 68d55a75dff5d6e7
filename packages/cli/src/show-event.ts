import type { RunEvent } from '@alaas/server';

import type { Surroundings } from './surroundings.js';

/** Shows what a run tells while it works. */
export function showEvent(event: RunEvent, { progress, log }: Surroundings): void {
  if (event.kind === 'note') log(`Note: ${event.text}`);
  if (event.kind === 'stage') progress.update(event.stage, event);
}
