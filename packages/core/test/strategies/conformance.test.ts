import { readdirSync } from 'node:fs';

import { STRATEGIES } from '@alaas/core';
import { strategyConformance } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

describe('the list of strategies', () => {
  it('has every file of the folder, by its name, once', () => {
    const folder = new URL('../../src/strategies/', import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
    expect(STRATEGIES.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });
});

/** Strategies whose scores are counts. */
const TIE_PRONE = new Set(['probcover']);

for (const strategy of STRATEGIES) {
  strategyConformance(strategy, { tieProne: TIE_PRONE.has(strategy.id) });
}
