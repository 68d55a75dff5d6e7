import { CodedError, throwIfCancelled } from '../errors.js';
import { fitHead, predictedClasses, predictProbabilities } from '../head/head.js';
import type { Kernels } from '../numeric/kernels.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { sampleIndices, type Random } from '../numeric/random.js';
import type { MeasuredPoint, Metric } from '../predictor/measured-points.js';
import { evaluate } from './evaluate.js';
import { bootstrapMacroF1 } from './intervals.js';

/** A random holdout, from which the curve of random picks is estimated. */
export interface RandomCurveTask {
  /** v × d features (`toFeatures`) of the holdout, v ≥ 20. */
  readonly features: Matrix;
  /** v class indices in [0, classCount). */
  readonly targets: Int32Array;
  readonly classCount: number;
  /** What is measured. Default `accuracy`. */
  readonly metric?: Metric | undefined;
  readonly random: Random;
  readonly kernels: Kernels;
  /** Splits per size; the values are means over them. Default 6. */
  readonly repeats?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Fewest items that can be split. */
const FEWEST_ITEMS = 20;
/** Parts of the holdout trained on; the rest is measured on. */
const PARTS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] as const;
/** Draws for the error of one split; the mean over the splits is steady with few. */
const RESAMPLES = 100;

/**
 * Points of the learning curve of random picks, by cross-fitting inside a random holdout: heads are
 * trained on random parts of it and measured on the rest. No label is bought for it. Cost: a head
 * per size and repeat, on at most v items.
 *
 * @throws CodedError `INPUT_SHAPE` for fewer than 20 items, and what `fitHead` throws.
 */
export async function randomCurve(task: RandomCurveTask): Promise<MeasuredPoint[]> {
  const { features, random, repeats = 6, signal } = task;
  if (features.rows < FEWEST_ITEMS) {
    throw new CodedError(
      'INPUT_SHAPE',
      `A curve of random picks needs ${FEWEST_ITEMS} holdout items, not ${features.rows}.`,
      { field: 'holdout', value: features.rows },
    );
  }
  const points: MeasuredPoint[] = [];
  for (const part of PARTS) {
    const labels = Math.round(part * features.rows);
    const splits: Split[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      throwIfCancelled(signal);
      const rows = sampleIndices(
        random.fork(`split ${labels} ${repeat}`),
        features.rows,
        features.rows,
      );
      splits.push(await measureSplit(task, rows.slice(0, labels), rows.slice(labels)));
    }
    points.push({ labels, ...pointOf(splits, task) });
  }
  return points;
}

/** What the items of a split that were not trained on say. */
interface Split {
  readonly value: number;
  /** Of macro-F1, on the items of this split alone. */
  readonly standardError: number | undefined;
  readonly items: number;
}

/** Repeats measure nearly every item, so that the error is that of the whole holdout. */
function pointOf(
  splits: readonly Split[],
  { features: { rows }, metric }: RandomCurveTask,
): Pick<MeasuredPoint, 'value' | 'standardError'> {
  const mean = (of: (split: Split) => number) =>
    splits.reduce((sum, split) => sum + of(split), 0) / splits.length;
  const value = mean((split) => split.value);
  const share = (value * rows + 1) / (rows + 2);
  const smallest = 1 / (rows + 2);
  const standardError =
    metric === 'macro-f1'
      ? Math.max(
          smallest,
          mean((split) => split.standardError! * Math.sqrt(split.items / rows)),
        )
      : Math.sqrt((share * (1 - share)) / rows);
  return { value, standardError };
}

async function measureSplit(
  task: RandomCurveTask,
  trained: readonly number[],
  measured: readonly number[],
): Promise<Split> {
  const { features, targets, classCount, metric, random } = task;
  const targetsOf = (rows: readonly number[]) => Int32Array.from(rows, (row) => targets[row]!);
  const head = await fitHead({
    features: takeRows(features, trained),
    targets: targetsOf(trained),
    classCount,
    kernels: task.kernels,
    signal: task.signal,
  });
  const probabilities = await predictProbabilities(head, takeRows(features, measured), task);
  const outcome = {
    predictions: predictedClasses(probabilities),
    targets: targetsOf(measured),
  };
  const { accuracy, macroF1 } = evaluate(outcome.predictions, outcome.targets, classCount);
  const items = measured.length;
  if (metric !== 'macro-f1') return { value: accuracy, standardError: undefined, items };
  const means = { random: random.fork('bootstrap'), resamples: RESAMPLES };
  const { standardError } = bootstrapMacroF1(outcome, classCount, means);
  return { value: macroF1, standardError, items };
}
