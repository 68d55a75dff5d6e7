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
};

/**
 * The inputs that a strategy declares, checked; others are left aside, unread.
 *
 * @throws CodedError `STRATEGY_INPUT_MISSING`, `INPUT_SHAPE`, `INPUT_NOT_FINITE`,
 *   `INPUT_NOT_PROBABILITY`, each naming the input, and the row and column where there is one.
 */
export function checkInputs(
  { id, needs, uses }: Pick<QueryStrategy, 'id' | 'needs' | 'uses'>,
  given: Partial<StrategyInputs>,
  poolSize: number,
): Partial<StrategyInputs> {
  const missing = needs.find((name) => !given[name]);
  if (missing) {
    throw new CodedError('STRATEGY_INPUT_MISSING', `${id} needs ${missing}.`, {
      field: missing,
      value: id,
      remedy: REMEDIES[missing],
    });
  }
  const declared = [...needs, ...uses].filter((name) => given[name]);
  for (const name of declared) {
    checkShape(name, given, poolSize);
    checkFinite(name, given[name]!);
  }
  if (declared.includes('probabilities')) checkProbabilities(given.probabilities!);
  return Object.fromEntries(declared.map((name) => [name, given[name]]));
}

function checkShape(name: InputName, given: Partial<StrategyInputs>, poolSize: number): void {
  const { rows, cols, data } = given[name]!;
  if (rows * cols !== data.length) {
    throw shapeError(name, `${data.length} numbers`, `${rows} × ${cols} numbers`);
  }
  if (name !== 'labelledEmbeddings' && rows !== poolSize) {
    throw shapeError(name, `${rows} rows`, `one row for each of ${poolSize} items`);
  }
  if (rows > 0 && cols === 0) throw shapeError(name, '0 columns', 'at least one column');
  const wanted = given.embeddings?.cols;
  if (name === 'labelledEmbeddings' && rows > 0 && wanted !== undefined && cols !== wanted) {
    throw shapeError(name, `${cols} columns`, `the ${wanted} columns of the pool's embeddings`);
  }
}

function shapeError(name: InputName, found: string, wanted: string): CodedError {
  return new CodedError('INPUT_SHAPE', `${name} must have ${wanted}, but has ${found}.`, {
    field: name,
    value: found,
  });
}

function checkFinite(name: InputName, { cols, data }: Matrix<Float32Array | Float64Array>): void {
  for (let at = 0; at < data.length; at++) {
    if (!Number.isFinite(data[at])) {
      const [row, column] = [Math.floor(at / cols), at % cols];
      throw new CodedError(
        'INPUT_NOT_FINITE',
        `${name} has ${data[at]} in row ${row}, column ${column} (counted from 0).`,
        { field: name, value: String(data[at]), row, column },
      );
    }
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
