import { sampleIndices } from '../numeric/random.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Takes items at random: the control that every other strategy is measured against. */
export const random = defineStrategy({
  id: 'random',
  title: 'Random',
  summary: 'Asks for items by lot. The control: what a strategy saves is counted against it.',
  source: 'Uniform sampling without replacement (partial Fisher–Yates shuffle)',
  cost: 'O(N)',
  needs: [],
  uses: [],
  options: {},
  randomised: true,
  async select(_inputs, { poolSize, count, random: stream }) {
    return sampleIndices(stream, poolSize, count);
  },
});
