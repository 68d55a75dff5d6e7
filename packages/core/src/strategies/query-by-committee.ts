import {
  COMMITTEE_OPTIONS,
  mutualInformation,
  scoreByCommittee,
  type CommitteeScore,
} from './contract/committee.js';
import { defineStrategy } from './contract/define-strategy.js';
import { SCORE_OPTIONS, takeByScore } from './contract/take-by-score.js';

const DISAGREEMENTS: Readonly<Record<'vote-entropy' | 'kl' | 'mean-std', CommitteeScore>> = {
  'vote-entropy': voteEntropy,
  kl: mutualInformation,
  'mean-std': meanDeviation,
};

/** Takes the items on which a committee of heads disagrees most. */
export const queryByCommittee = defineStrategy({
  id: 'query-by-committee',
  title: 'Query by committee',
  summary:
    'Asks where heads trained on different draws of the labels disagree. Classic, but weak with few labels; with the disagreement kl it is BALD, with mean-std the mean standard deviation.',
  source:
    'Seung, Opper and Sompolinsky 1992; vote entropy: Dagan and Engelson 1995; kl: McCallum and Nigam 1998; mean standard deviation: Kampffmeyer, Salberg and Jenssen 2016',
  cost: 'O(E·N·d·C) for E heads, and E trainings on L items for the bootstrap',
  needs: ['embeddings', 'labelledEmbeddings', 'labelledTargets', 'head'],
  uses: [],
  options: {
    disagreement: {
      kind: 'choice',
      default: 'vote-entropy',
      choices: ['vote-entropy', 'kl', 'mean-std'],
      help: 'Entropy of the votes, mean Kullback-Leibler divergence from the mean (that is BALD), or mean standard deviation of the probabilities.',
    },
    ...COMMITTEE_OPTIONS,
    ...SCORE_OPTIONS,
  },
  randomised: true,
  async select(inputs, context) {
    const { disagreement } = context.options;
    const scores = await scoreByCommittee(inputs, context, DISAGREEMENTS[disagreement]);
    return takeByScore(scores, 0, context);
  },
});

/** Entropy of the members' guesses, each one vote. */
function voteEntropy(said: Float64Array, classCount: number): number {
  const members = said.length / classCount;
  const votes = new Int32Array(classCount);
  for (let start = 0; start < said.length; start += classCount) {
    let guess = 0;
    for (let c = 1; c < classCount; c++) if (said[start + c]! > said[start + guess]!) guess = c;
    votes[guess]!++;
  }
  let entropy = 0;
  for (const count of votes) {
    if (count > 0) entropy -= (count / members) * Math.log(count / members);
  }
  return entropy;
}

/** Standard deviation of each class's probability over the members, averaged over the classes. */
function meanDeviation(said: Float64Array, classCount: number): number {
  const members = said.length / classCount;
  let total = 0;
  for (let c = 0; c < classCount; c++) {
    let sum = 0;
    for (let at = c; at < said.length; at += classCount) sum += said[at]!;
    let squares = 0;
    for (let at = c; at < said.length; at += classCount)
      squares += (said[at]! - sum / members) ** 2;
    total += Math.sqrt(squares / members);
  }
  return total / classCount;
}
