import { badge } from './badge.js';
import { chooseWithin } from './contract/choose-within.js';
import { defineStrategy } from './contract/define-strategy.js';
import { entropy } from './entropy.js';
import { kCenter } from './k-center.js';
import { leastConfidence } from './least-confidence.js';
import { margin } from './margin.js';
import { maxHerding } from './max-herding.js';
import { probcover } from './probcover.js';
import { typiclust } from './typiclust.js';

const FIRST = { 'max-herding': maxHerding, typiclust, probcover, 'k-center': kCenter } as const;
const THEN = { margin, entropy, 'least-confidence': leastConfidence, badge } as const;

/** Covers the pool while labels are few, then asks where the head is unsure. */
export const phaseSwitch = defineStrategy({
  id: 'phase-switch',
  title: 'Phase switch',
  summary:
    'Covers the pool until there are some labels per class, then asks where the model is unsure. The plain form of what uncertainty-herding does smoothly.',
  source:
    'Hacohen and Weinshall 2023, How to select which active learning strategy is best suited for your specific problem and budget (SelectAL); the switch is at a count of labels per class',
  cost: 'that of the strategy of the phase',
  needs: ['embeddings'],
  uses: ['labelledEmbeddings', 'probabilities'],
  options: {
    switchAt: {
      kind: 'number',
      default: 5,
      min: 0,
      max: 1000,
      help: 'Labels per class of the head from which on the second phase begins; without a head it never does.',
    },
    first: {
      kind: 'choice',
      default: 'max-herding',
      choices: ['max-herding', 'typiclust', 'probcover', 'k-center'],
      help: 'The strategy that covers the pool.',
    },
    then: {
      kind: 'choice',
      default: 'margin',
      choices: ['margin', 'entropy', 'least-confidence', 'badge'],
      help: 'The strategy that asks where the head is unsure.',
    },
  },
  select(inputs, context) {
    const { probabilities, labelledEmbeddings } = inputs;
    const { switchAt, first, then } = context.options;
    const labels = labelledEmbeddings?.rows ?? 0;
    const isEarly = probabilities === undefined || labels < switchAt * probabilities.cols;
    return chooseWithin(isEarly ? FIRST[first] : THEN[then], inputs, context);
  },
});
