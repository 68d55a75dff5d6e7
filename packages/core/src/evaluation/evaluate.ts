import { CodedError } from '../errors.js';

/** How well predictions meet the truth. */
export interface Evaluation {
  /** Items measured on. */
  readonly count: number;
  readonly accuracy: number;
  /** Mean F1 over the classes that occur in truth or predictions (scikit-learn's `macro`). */
  readonly macroF1: number;
  /** One entry per class, in class order. */
  readonly perClass: readonly ClassFigures[];
  /** C × C counts: row = true class, column = predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

/** Figures of one class; a ratio with nothing below the line is 0. */
export interface ClassFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Items whose true class this is. */
  readonly support: number;
}

/**
 * Compares predicted with true classes. Cost O(n + C²).
 *
 * @throws CodedError `INPUT_SHAPE` when the lengths differ or there is no item.
 */
export function evaluate(
  predictions: Int32Array,
  targets: Int32Array,
  classCount: number,
): Evaluation {
  if (predictions.length !== targets.length || targets.length === 0) {
    throw new CodedError(
      'INPUT_SHAPE',
      'Evaluation needs one prediction per true class, and some.',
      {
        field: 'predictions',
        value: predictions.length,
      },
    );
  }
  const confusion = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let i = 0; i < targets.length; i++) confusion[targets[i]!]![predictions[i]!]!++;
  const perClass = confusion.map((_, c) => classFigures(confusion, c));
  const correct = confusion.reduce((sum, row, c) => sum + row[c]!, 0);
  const occurring = perClass.filter(
    (figures, c) => figures.support > 0 || columnSum(confusion, c) > 0,
  );
  return {
    count: targets.length,
    accuracy: correct / targets.length,
    macroF1: occurring.reduce((sum, { f1 }) => sum + f1, 0) / occurring.length,
    perClass,
    confusion,
  };
}

function classFigures(confusion: readonly (readonly number[])[], c: number): ClassFigures {
  const hits = confusion[c]![c]!;
  const support = confusion[c]!.reduce((sum, count) => sum + count, 0);
  const predicted = columnSum(confusion, c);
  return {
    precision: ratio(hits, predicted),
    recall: ratio(hits, support),
    f1: ratio(2 * hits, support + predicted),
    support,
  };
}

function columnSum(confusion: readonly (readonly number[])[], c: number): number {
  return confusion.reduce((sum, row) => sum + row[c]!, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
