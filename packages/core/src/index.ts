export { CodedError, throwIfCancelled, type ErrorDetails } from './errors.js';
export type { CoverageRequest, Kernels, MultiplyOptions } from './numeric/kernels.js';
export { matrix, row, sliceRows, takeRows, type Matrix } from './numeric/matrix.js';
export { sampleIndices, seededRandom, type Random } from './numeric/random.js';
export type {
  ChoiceOption,
  FlagOption,
  NumberOption,
  OptionSpec,
  OptionSpecs,
  OptionValues,
} from './strategies/options.js';
export type {
  InputName,
  QueryStrategy,
  SelectionContext,
  StrategyInputs,
} from './strategies/strategy.js';
