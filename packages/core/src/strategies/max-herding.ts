import { defineStrategy } from './contract/define-strategy.js';
import { HERDING_OPTIONS, selectByHerding } from './contract/select-by-herding.js';

/** Takes the items that, with those labelled, represent the pool best. */
export const maxHerding = defineStrategy({
  id: 'max-herding',
  title: 'MaxHerding',
  summary:
    'Asks for the items that represent the whole pool best. Needs no head: the best first batch that was measured.',
  source:
    'Bae, Oliveira and Sutherland 2024, Generalized coverage for more robust low-budget active learning',
  cost: 'O(N²·d), a few times that above 10,000 items; above 20,000 items O(4,000·N·d + 40,000·5,000·d) on samples',
  needs: ['embeddings'],
  uses: ['labelledEmbeddings'],
  options: HERDING_OPTIONS,
  select: selectByHerding,
});
