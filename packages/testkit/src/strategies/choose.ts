import type { BatchRequest } from '@alaas/core';

import type { Scene } from './scenes.js';

/** How the suites choose from a scene: through `selectBatch`, so that the contract's checks apply. */
export type Choose = (
  scene: Scene,
  request: Partial<BatchRequest> & { readonly count: number },
) => Promise<number[]>;
