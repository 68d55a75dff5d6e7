import { meanRow, nearestRows, shiftedRows, squaredNorms } from '../numeric/distances.js';
import { defineStrategy } from './contract/define-strategy.js';
import { herdingSpace } from './contract/herding-space.js';
import { SCORE_OPTIONS, takeByScore } from './contract/take-by-score.js';

/** Takes the items most like given examples. */
export const similarTo = defineStrategy({
  id: 'similar-to',
  title: 'More like these',
  summary:
    'Asks for the items most like examples that you give: to find more of a rare class, or of an error that was seen.',
  source:
    'Nearest neighbours by cosine similarity (by standardised distance below 16 dimensions); for rare classes: Coleman et al. 2022, Similarity search for efficient active learning and search of rare concepts',
  cost: 'O(N·E·d) for E examples',
  needs: ['embeddings', 'examples'],
  uses: [],
  options: {
    match: {
      kind: 'choice',
      default: 'nearest',
      choices: ['nearest', 'mean'],
      help: 'Like the nearest of the examples, or like all of them on average.',
    },
    ...SCORE_OPTIONS,
  },
  async select({ embeddings, examples }, context) {
    const toSpace = herdingSpace(embeddings);
    const pool = toSpace(embeddings);
    const wanted = toSpace(examples);
    const squared =
      context.options.match === 'mean'
        ? squaredNorms(shiftedRows(pool, meanRow(wanted)))
        : (await nearestRows(pool, wanted, context)).squared;
    const scores = Float64Array.from(squared, (distance) => 1 / (1 + distance));
    return takeByScore(scores, 0, context);
  },
});
