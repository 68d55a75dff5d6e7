import type { QueryStrategy } from './contract/strategy.js';
import { badge } from './badge.js';
import { bait } from './bait.js';
import { bald } from './bald.js';
import { batchBald } from './batch-bald.js';
import { classBalanced } from './class-balanced.js';
import { clusterMargin } from './cluster-margin.js';
import { contrastive } from './contrastive.js';
import { dbal } from './dbal.js';
import { deepfool } from './deepfool.js';
import { densityWeighted } from './density-weighted.js';
import { direct } from './direct.js';
import { discriminative } from './discriminative.js';
import { dropquery } from './dropquery.js';
import { entropy } from './entropy.js';
import { epig } from './epig.js';
import { galaxy } from './galaxy.js';
import { kCenter } from './k-center.js';
import { kMeans } from './k-means.js';
import { leastConfidence } from './least-confidence.js';
import { margin } from './margin.js';
import { maxHerding } from './max-herding.js';
import { phaseSwitch } from './phase-switch.js';
import { probcover } from './probcover.js';
import { queryByCommittee } from './query-by-committee.js';
import { random } from './random.js';
import { ratio } from './ratio.js';
import { refine } from './refine.js';
import { similarTo } from './similar-to.js';
import { typiclust } from './typiclust.js';
import { uncertaintyHerding } from './uncertainty-herding.js';

/** Every strategy that comes with the product; one file of this folder each. */
export const STRATEGIES: readonly QueryStrategy[] = Object.freeze([
  random,
  leastConfidence,
  margin,
  ratio,
  entropy,
  kMeans,
  kCenter,
  badge,
  typiclust,
  uncertaintyHerding,
  maxHerding,
  bait,
  bald,
  batchBald,
  classBalanced,
  clusterMargin,
  contrastive,
  dbal,
  deepfool,
  densityWeighted,
  direct,
  discriminative,
  dropquery,
  epig,
  galaxy,
  phaseSwitch,
  probcover,
  queryByCommittee,
  refine,
  similarTo,
]);
