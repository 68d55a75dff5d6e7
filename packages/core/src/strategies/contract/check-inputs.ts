import { CodedError } from '../../errors.js';
import type { Matrix } from '../../numeric/matrix.js';
import type { InputName, QueryStrategy, StrategyInputs } from './strategy.js';

/** How far a row of probabilities may be from a sum of 1. */
const SUM_TOLERANCE = 1e-3;

/** What each input is and how to come by it, for the error that misses it. */
const REMEDIES: Readonly<Record<InputName, string>> = {
  embeddings: 'Give the embeddings of the pool, one row per item.',
  probabilities:
    'Give the class probabilities of a trained head, one row per item of the pool; without labels choose a strategy that needs none, as max-herding.',
  labelledEmbeddings: 'Give the embeddings of the labelled items, one row per item.',
  labelledTargets: 'Give the classes of the labelled items, beside their embeddings.',
  head: 'Give labelled items with their classes, so that a head can be trained; without labels choose a strategy that needs none, as max-herding.',
  examples: 'Give the embeddings of one or more items like those that you look for.',
};

/** Every input that a strategy can declare. */
export const INPUT_NAMES = Object.freeze(Object.keys(REMEDIES)) as readonly InputName[];

type Inputs = Partial<StrategyInputs>;

/**
 * The inputs that a strategy declares, checked; others are left aside, unread.
 *
 * @throws CodedError `STRATEGY_INPUT_MISSING`, `INPUT_SHAPE`, `INPUT_NOT_FINITE`,
 *   `INPUT_NOT_PROBABILITY`, `LABELS_INVALID`, each naming the input, and the row and column where
 *   there is one.
 */
export function checkInputs(
  { id, needs, uses }: Pick<QueryStrategy, 'id' | 'needs' | 'uses'>,
  given: Inputs,
  poolSize: number,
): Inputs {
  const missing = needs.find((name) => !given[name]);
  if (missing) {
    throw new CodedError('STRATEGY_INPUT_MISSING', `${id} needs ${missing}.`, {
      field: missing,
      value: id,
      remedy: REMEDIES[missing],
    });
  }
  const declared = [...needs, ...uses].filter((name) => given[name]);
  const inputs: Inputs = Object.fromEntries(declared.map((name) => [name, given[name]]));
  checkMatrices(inputs, { cols: given.embeddings?.cols, poolSize });
  if (inputs.probabilities) checkProbabilities(inputs.probabilities);
  checkHead(inputs);
  checkTargets(inputs);
  return inputs;
}

function checkMatrices(
  inputs: Inputs,
  { cols, poolSize }: { cols: number | undefined; poolSize: number },
): void {
  const { embeddings, probabilities, labelledEmbeddings, examples } = inputs;
  const shapes = { embeddings, probabilities, labelledEmbeddings, examples };
  for (const [name, input] of Object.entries(shapes)) {
    if (!input) continue;
    const ofPool = name === 'embeddings' || name === 'probabilities';
    checkShape(name, input, {
      rows: ofPool ? poolSize : undefined,
      cols: ofPool ? undefined : cols,
    });
    checkFinite(name, input);
  }
  if (examples?.rows === 0) throw shapeError('examples', '0 rows', 'at least one row');
}

function checkShape(
  name: string,
  { rows, cols, data }: Matrix<Float32Array | Float64Array>,
  wanted: { rows: number | undefined; cols: number | undefined },
): void {
  if (rows * cols !== data.length) {
    throw shapeError(name, `${data.length} numbers`, `${rows} × ${cols} numbers`);
  }
  if (wanted.rows !== undefined && rows !== wanted.rows) {
    throw shapeError(name, `${rows} rows`, `one row for each of ${wanted.rows} items`);
  }
  if (rows > 0 && cols === 0) throw shapeError(name, '0 columns', 'at least one column');
  if (wanted.cols !== undefined && rows > 0 && cols !== wanted.cols) {
    throw shapeError(
      name,
      `${cols} columns`,
      `the ${wanted.cols} columns of the pool's embeddings`,
    );
  }
}

function shapeError(name: string, found: string, wanted: string): CodedError {
  return new CodedError('INPUT_SHAPE', `${name} must have ${wanted}, but has ${found}.`, {
    field: name,
    value: found,
  });
}

function checkFinite(
  name: string,
  { rows, cols, data }: Matrix<Float32Array | Float64Array>,
): void {
  for (let row = 0; row < rows; row++) {
    // 0 times a number is 0, times anything else NaN: half of the time of a look at each.
    let probe = 0;
    for (let at = row * cols; at < (row + 1) * cols; at++) probe += 0 * data[at]!;
    if (probe === 0) continue;
    const values = data.subarray(row * cols, (row + 1) * cols);
    const column = values.findIndex((value) => !Number.isFinite(value));
    throw new CodedError(
      'INPUT_NOT_FINITE',
      `${name} has ${values[column]} in row ${row}, column ${column} (counted from 0).`,
      { field: name, value: String(values[column]), row, column },
    );
  }
}

function checkProbabilities({ rows, cols, data }: Matrix<Float64Array>): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < cols; column++) {
      const value = data[row * cols + column]!;
      sum += value;
      if (value < 0 || value > 1 + SUM_TOLERANCE) {
        throw new CodedError(
          'INPUT_NOT_PROBABILITY',
          `probabilities has ${value} in row ${row}, column ${column} (counted from 0): not in [0, 1].`,
          { field: 'probabilities', value, row, column },
        );
      }
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new CodedError(
        'INPUT_NOT_PROBABILITY',
        `Row ${row} of probabilities (counted from 0) sums to ${sum}, not to 1.`,
        { field: 'probabilities', value: sum, row },
      );
    }
  }
}

function checkHead({ head: given, embeddings, probabilities }: Inputs): void {
  if (!given) return;
  const { head } = given;
  if (embeddings && embeddings.cols !== head.dimension) {
    throw shapeError('head', `${head.dimension} dimensions`, `the ${embeddings.cols} of the pool`);
  }
  if (probabilities && probabilities.cols !== head.classCount) {
    const wanted = `the ${probabilities.cols} classes of the probabilities`;
    throw shapeError('head', `${head.classCount} classes`, wanted);
  }
  checkFinite('head', head.weights);
  checkFinite('head', { rows: 1, cols: head.bias.length, data: head.bias });
}

function checkTargets(inputs: Inputs): void {
  const { labelledTargets, labelledEmbeddings, head, probabilities } = inputs;
  if (!labelledTargets) return;
  if (labelledEmbeddings && labelledEmbeddings.rows !== labelledTargets.length) {
    const wanted = `one class for each of ${labelledEmbeddings.rows} labelled items`;
    throw shapeError('labelledTargets', `${labelledTargets.length}`, wanted);
  }
  const classes = head?.head.classCount ?? probabilities?.cols ?? Infinity;
  const row = labelledTargets.findIndex((target) => target < 0 || target >= classes);
  if (row < 0) return;
  throw new CodedError(
    'LABELS_INVALID',
    `Row ${row} of labelledTargets (counted from 0) is ${labelledTargets[row]}, not a class from 0 to ${classes - 1}.`,
    { field: 'labelledTargets', value: labelledTargets[row], row },
  );
}
