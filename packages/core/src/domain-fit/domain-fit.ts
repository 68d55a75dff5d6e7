import { skewOf, type Skew } from '../agent/skew.js';
import { CodedError } from '../errors.js';
import type { DomainFitTask, ForecastRecord } from './domain-fit-task.js';
import { labelNoise, type LabelNoise } from './label-noise.js';
import { nearestLabelled } from './nearest-labelled.js';
import { measurePool, type PoolMeasures } from './pool-measures.js';
import {
  bandWidening,
  profileDistance,
  type DataProfile,
  type ProfileDistance,
} from './profile.js';
import { REFERENCE_PROFILES } from './reference-profiles.js';
import { crossValidatedGuesses, measureSignal, type Signal } from './signal.js';
import { judge, type Reason, type Verdict } from './verdict.js';

/** Whether active learning and its forecasts fit this data, before any label is bought. */
export interface DomainFitReport {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly labels: number;
  /** Labels of each class, in class order. */
  readonly classCounts: readonly number[];
  readonly signal: Signal;
  readonly skew: Skew;
  readonly pool: PoolMeasures;
  readonly noise: LabelNoise;
  readonly profile: DataProfile & ProfileDistance;
  readonly forecasts: ForecastRecord | null;
  /** Factor by which forecast bands are to be widened, from 1 on. */
  readonly bandWidening: number;
}

/** Fewer labels allow no statement at all. */
const FEWEST_LABELS = 20;

/**
 * Measures, profile, verdict. Labels should have been drawn at random.
 *
 * Cost: five heads on the labels, O(L²·d) for neighbours, O(4,000·N·d) for the pool.
 *
 * @throws CodedError `DOMAIN_FIT_TOO_FEW_LABELS`, `DOMAIN_FIT_ONE_CLASS`, `CANCELLED`.
 */
export async function domainFit(task: DomainFitTask): Promise<DomainFitReport> {
  const { targets, classCount } = task;
  checkLabels(task);
  const classCounts = new Array<number>(classCount).fill(0);
  for (const target of targets) classCounts[target]!++;
  const opinions = {
    guesses: await crossValidatedGuesses(task),
    neighbours: await nearestLabelled(task),
  };
  const signal = measureSignal(task, opinions);
  const pool = await measurePool(task);
  const skew = skewOf(Array.from(targets), classCount);
  const profile: DataProfile = {
    classCount,
    concentration: skew.concentration,
    purity: signal.purity.value,
    nearDuplicateShare: pool.nearDuplicates.value,
    intrinsicDimension: pool.intrinsicDimension,
  };
  const distance = profileDistance(profile, REFERENCE_PROFILES);
  const measures = {
    labels: targets.length,
    classCounts,
    signal,
    skew,
    pool,
    noise: labelNoise(targets, opinions),
    profile: distance,
    forecasts: task.forecasts,
    metric: task.metric ?? 'accuracy',
  };
  return {
    ...judge(measures),
    ...measures,
    profile: { ...profile, ...distance },
    forecasts: task.forecasts ?? null,
    bandWidening: bandWidening(distance),
  };
}

function checkLabels({ targets }: DomainFitTask): void {
  if (targets.length < FEWEST_LABELS) {
    throw new CodedError(
      'DOMAIN_FIT_TOO_FEW_LABELS',
      `${targets.length} labels say nothing about the data; ${FEWEST_LABELS} are the least.`,
      { field: 'labels', value: targets.length },
    );
  }
  if (new Set(targets).size < 2) {
    throw new CodedError('DOMAIN_FIT_ONE_CLASS', 'All labels are of one class.', {
      field: 'labels',
      value: targets[0],
    });
  }
}
