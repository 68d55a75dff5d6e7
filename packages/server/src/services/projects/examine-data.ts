import type { DataExamination } from '@alaas/contracts';
import { verdictOf, wilsonInterval, type DomainFitReport, type Reason } from '@alaas/core';

import type { LoadedProject } from '../config/load-project-config.js';
import { copiesOf } from '../run/data/arrange-data.js';
import { openLearner, type LearnerThread } from '../run/learner/open-learner.js';
import { FEWEST_RANDOM_ITEMS, type RandomItems } from '../run/learner/random-items.js';
import { indicesOf } from '../run/rounds/run-rounds.js';
import type { RunMeans } from '../run/run-event.js';
import { loadSample, type LabelledSample, type Sample } from './load-sample.js';

/** Unreadable items that are named. */
const MOST_NAMED = 10;
/** Shares of unreadable items from which care is advised, and from which nothing can be relied on. */
const SOME_UNREADABLE = 0.02;
const MANY_UNREADABLE = 0.2;
/** Share of copies from which care is advised. */
const MANY_COPIES = 0.1;
/** Fewer items have no neighbours to speak of. */
const FEWEST_ITEMS = 10;

/**
 * What a sample of some data shows, before a project is made of them: whether they can be read,
 * whether they are apart, and where labels are known, whether the classes can be told apart. What is
 * encoded here is in the cache when the pool is read.
 *
 * @throws CodedError of sources, encoders and readers; `CANCELLED`.
 */
export async function examineData(
  project: LoadedProject,
  means: RunMeans,
): Promise<DataExamination> {
  const sample = await loadSample(project, means);
  const { items, quarantined } = sample.pool;
  const figures = {
    listed: sample.listed,
    looked: items.length + quarantined.length,
    unreadable: quarantined.length,
    copies: copiesOf(items).size,
  };
  const own = ownReasons(figures, project.config.budget);
  const found = await measure(sample, project, means);
  const reasons = [...own, ...found.reasons];
  return {
    basis: found.labels > 0 ? 'labels' : 'items',
    items: { ...figures, labelled: found.labels },
    verdict: verdictOf(reasons),
    reasons,
    nearDuplicates: found.nearDuplicates,
    signal: found.signal,
    unreadable: quarantined
      .slice(0, MOST_NAMED)
      .map(({ item, code, reason }) => ({ item, code, reason })),
  };
}

/** What the embeddings show. */
interface Found {
  readonly reasons: readonly Reason[];
  readonly nearDuplicates: number | null;
  readonly signal: DataExamination['signal'];
  /** Labelled items that it rests on. */
  readonly labels: number;
}

async function measure(
  { pool, labelled }: Sample,
  { config: { classes = [], agent, seed } }: LoadedProject,
  { signal }: RunMeans,
): Promise<Found> {
  if (pool.items.length < FEWEST_ITEMS) {
    return { reasons: [], nearDuplicates: null, signal: null, labels: 0 };
  }
  const test = labelled?.embeddings;
  const learner = openLearner({ pool: pool.embeddings, test }, signal);
  try {
    const known = labelled && randomItems(labelled, classes);
    if (known === undefined) return await withoutLabels(learner, seed);
    return withLabels(await learner.fit({ ...known, metric: agent.metric, seed }));
  } finally {
    await learner.close();
  }
}

/** Undefined where they are too few, or of one class. */
function randomItems(
  { rows, labels }: LabelledSample,
  classes: readonly string[],
): Pick<RandomItems, 'rows' | 'targets' | 'classCount'> | undefined {
  const targets = indicesOf(labels, classes);
  if (targets.length < FEWEST_RANDOM_ITEMS || new Set(targets).size < 2) return undefined;
  return { rows, targets, classCount: classes.length };
}

async function withoutLabels(learner: LearnerThread, seed: number): Promise<Found> {
  const { reasons, spread } = await learner.poolFit(seed);
  return { reasons, nearDuplicates: spread.nearDuplicates.value, signal: null, labels: 0 };
}

function withLabels({ reasons, pool, signal, labels }: DomainFitReport): Found {
  return {
    reasons,
    nearDuplicates: pool.nearDuplicates.value,
    signal: { right: signal.probe.value, majority: signal.majority },
    labels,
  };
}

type Figures = Omit<DataExamination['items'], 'labelled'>;

function ownReasons(
  { listed, looked, unreadable, copies }: Figures,
  budget: number,
): readonly Reason[] {
  const reasons: Reason[] = [];
  const percent = (part: number): string => `${Math.round((100 * part) / Math.max(1, looked))} %`;
  const { low } = wilsonInterval(unreadable, Math.max(1, looked));
  if (low > SOME_UNREADABLE || unreadable === looked) {
    reasons.push({
      measure: 'unreadable',
      severity: low > MANY_UNREADABLE || unreadable === looked ? 'severe' : 'care',
      text: `${percent(unreadable)} of the items cannot be read.`,
      advice: 'Look at the reasons, and mend these items or leave them out.',
    });
  }
  if (copies > MANY_COPIES * looked) {
    reasons.push({
      measure: 'copies',
      severity: 'care',
      text: `${percent(copies)} of the items have the same content as another one.`,
      advice: 'Copies are left out by themselves; look whether the right data were named.',
    });
  }
  if (budget > listed) {
    reasons.push({
      measure: 'few-items',
      severity: 'care',
      text: `The budget of ${budget} labels is more than the ${listed} items.`,
      advice: 'Take a smaller budget, or more items.',
    });
  }
  return reasons;
}
