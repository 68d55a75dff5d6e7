import type { Skew } from '../agent/skew.js';
import { percent, points } from '../agent/in-words.js';
import { wilsonInterval } from '../evaluation/intervals.js';
import type { Metric } from '../predictor/measured-points.js';
import type { ForecastRecord } from './domain-fit-task.js';
import type { LabelNoise } from './label-noise.js';
import type { PoolMeasures } from './pool-measures.js';
import type { ProfileDistance } from './profile.js';
import type { Signal } from './signal.js';

/** Whether to begin, and how far forecasts can be relied on. */
export type Verdict = 'go' | 'go-with-care' | 'do-not-rely-on-the-forecast';

/** Something that speaks against beginning as things are, and what to do about it. */
export interface Reason {
  /** Id of the measure it rests on. */
  readonly measure: string;
  readonly severity: 'care' | 'severe';
  /** What was found, in plain words with its figures. */
  readonly text: string;
  readonly advice: string;
}

/** All that a verdict is made from. */
export interface Measures {
  readonly labels: number;
  /** Labels of each class, in class order. */
  readonly classCounts: readonly number[];
  readonly signal: Signal;
  readonly skew: Skew;
  readonly pool: PoolMeasures;
  readonly noise: LabelNoise;
  readonly profile: ProfileDistance;
  readonly forecasts?: ForecastRecord | undefined;
  readonly metric: Metric;
}

/** Fewer labels of a class say nothing about it. */
const FEWEST_OF_A_CLASS = 5;
/** Fewer labels give measures with wide intervals. */
const FEW_LABELS = 100;

/** A signal that goes less of the way from chance to certainty is weak. */
const WEAK = 0.1;

/** Severe reasons forbid to rely on the forecast; any other asks for care. */
export function judge(measures: Measures): { verdict: Verdict; reasons: readonly Reason[] } {
  const reasons = [
    ...signalReasons(measures),
    ...labelReasons(measures),
    ...poolReasons(measures),
    ...forecastReasons(measures),
  ];
  return { verdict: verdictOf(reasons), reasons };
}

/** What reasons come to. */
export function verdictOf(reasons: readonly Pick<Reason, 'severity'>[]): Verdict {
  if (reasons.some(({ severity }) => severity === 'severe')) return 'do-not-rely-on-the-forecast';
  return reasons.length > 0 ? 'go-with-care' : 'go';
}

function signalReasons({ signal }: Measures): Reason[] {
  const { probe, majority, purity, purityByChance } = signal;
  const advice =
    'Try another encoder, made for data like this; look whether the classes can be told apart from the items alone.';
  // Neighbours share neighbours, so that the interval of purity is too narrow to rely on alone.
  const isPure = purity.value >= purityByChance + WEAK * (1 - purityByChance);
  const surelyRight = wilsonInterval(probe.value * probe.items, probe.items, 0.99).low;
  if (surelyRight <= majority && !isPure) {
    const text = `The embedding does not show the classes: ${percent(probe.value)} right, ${percent(majority)} by always guessing the most frequent class.`;
    return [{ measure: 'signal', severity: 'severe', text, advice }];
  }
  if (probe.value - majority < WEAK * (1 - majority)) {
    const text = `The embedding shows the classes only weakly: ${percent(probe.value)} right, ${percent(majority)} by always guessing the most frequent class.`;
    return [{ measure: 'signal', severity: 'care', text, advice }];
  }
  return [];
}

function labelReasons({ labels, classCounts, skew, noise, metric }: Measures): Reason[] {
  const reasons: Reason[] = [];
  if (labels < FEW_LABELS) {
    reasons.push({
      measure: 'labels',
      severity: 'care',
      text: `Only ${labels} labels are there; every figure below has a wide interval.`,
      advice: `Label ${FEW_LABELS} items or more, drawn at random.`,
    });
  }
  const scarce = classCounts.filter((count) => count < FEWEST_OF_A_CLASS).length;
  if (scarce > 0) {
    reasons.push({
      measure: 'scarce-classes',
      severity: 'care',
      text: `${scarce} of ${classCounts.length} classes ${scarce === 1 ? 'has' : 'have'} fewer than ${FEWEST_OF_A_CLASS} labels.`,
      advice: 'Look for examples of these classes, or join classes that need not be told apart.',
    });
  }
  if (skew.skewed) {
    reasons.push({
      measure: 'skew',
      severity: 'care',
      text: `The classes are skewed: ${percent(skew.majorityShare)} of the labels are of one class.`,
      advice:
        metric === 'macro-f1'
          ? 'Go on judging by macro-F1, and look at the recall of the rare classes.'
          : 'Judge by macro-F1, which counts rare classes as much as frequent ones ("metric: macro-f1" below "agent:").',
    });
  }
  const wrong = noise.share;
  if (wrong.low > 0.2) {
    reasons.push(noiseReason('severe', wrong.value, noise.doubtful.length));
  } else if (wrong.low > 0.05) {
    reasons.push(noiseReason('care', wrong.value, noise.doubtful.length));
  }
  return reasons;
}

function noiseReason(severity: Reason['severity'], value: number, doubtful: number): Reason {
  return {
    measure: 'label-noise',
    severity,
    text: `About ${percent(value)} of the labels contradict the others.`,
    advice: `Have the ${doubtful} doubtful labels looked at by a second person; write down how classes differ.`,
  };
}

function poolReasons({ pool }: Measures): Reason[] {
  const reasons: Reason[] = [];
  const { offTopic, nearDuplicates } = pool;
  if (offTopic.low > 0.1) {
    reasons.push({
      measure: 'off-topic',
      severity: offTopic.low > 0.4 ? 'severe' : 'care',
      text: `${percent(offTopic.value)} of the pool is unlike anything labelled.`,
      advice: 'Look at these items: remove what does not belong, or label some of each kind.',
    });
  }
  return [...reasons, ...twinReasons(nearDuplicates)];
}

/** What near twins in a pool mean. */
export function twinReasons({ low, value }: PoolMeasures['nearDuplicates']): Reason[] {
  if (low <= 0.2) return [];
  return [
    {
      measure: 'near-duplicates',
      severity: 'care',
      text: `${percent(value)} of the pool have a near twin.`,
      advice:
        'Keep twins out of different parts of the data: a test set that has twins of labelled items flatters the model.',
    },
  ];
}

function forecastReasons({ profile, forecasts }: Measures): Reason[] {
  const reasons: Reason[] = [];
  if (forecasts?.shape === 'unknown') {
    reasons.push({
      measure: 'curve-shape',
      severity: 'severe',
      text: 'The learning curve so far has a shape that no curve family describes.',
      advice: 'Go on in small steps and look at each measurement; stop by your own judgement.',
    });
  }
  if (forecasts !== undefined && forecasts.meanAbsoluteError > 0.05) {
    reasons.push({
      measure: 'forecast-error',
      severity: forecasts.meanAbsoluteError > 0.1 ? 'severe' : 'care',
      text: `On the labels at hand, forecasts were off by ${points(forecasts.meanAbsoluteError)} points on average.`,
      advice: 'Read forecasts by their band, not by their middle.',
    });
  }
  if (profile.distance > 2) {
    reasons.push({
      measure: 'profile',
      severity: profile.distance > 4 ? 'severe' : 'care',
      text: `This data is unlike the sets that the forecast was calibrated on (nearest: ${profile.nearest}).`,
      advice: 'Bands are widened; trust them more as measured points come in.',
    });
  }
  return reasons;
}
