import { AlaasError } from '@alaas/contracts';
import {
  CodedError,
  findStrategy,
  simulate,
  type LabelledData,
  type Schedule,
  type SimulatedCurve,
  type SimulationProgress,
} from '@alaas/core';
import { openOnnxKernels, readLabelsNpy, readMatrixNpy } from '@alaas/pipeline';

/** What `alaas simulate` is asked for. */
export interface SimulationRequest extends Schedule {
  /** `.npy` files: N × d and N numbers for the pool, v × d and v numbers for the test set. */
  readonly files: {
    readonly embeddings: string;
    readonly labels: string;
    readonly testEmbeddings: string;
    readonly testLabels: string;
  };
  /** Strategy ids, one or more. */
  readonly strategies: readonly string[];
  /** Whole numbers, one or more. */
  readonly seeds: readonly number[];
}

/** The answer, in the form that `alaas simulate --json` prints. */
export interface SimulationAnswer {
  readonly curves: readonly SimulatedCurve[];
  readonly seconds: { readonly load: number; readonly simulate: number; readonly total: number };
}

/**
 * Learning curves on labelled `.npy` files; classes are the union of both label files.
 *
 * @throws AlaasError `STRATEGY_UNKNOWN`, `SIMULATION_OPTION_INVALID`, `INPUT_SHAPE`, the errors of
 *   reading `.npy` files, `CANCELLED`.
 */
export async function simulateFiles(
  request: SimulationRequest,
  means: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: SimulationProgress) => void) | undefined;
  } = {},
): Promise<SimulationAnswer> {
  try {
    const started = performance.now();
    const strategies = nonEmpty('strategies', request.strategies).map(findStrategy);
    const seeds = nonEmpty('seeds', request.seeds);
    checkSeeds(seeds);
    const data = await loadData(request.files);
    const loaded = performance.now();
    const kernels = await openOnnxKernels();
    try {
      const curves = await simulate({
        data,
        strategies,
        seeds,
        schedule: request,
        kernels,
        ...means,
      });
      return { curves, seconds: secondsOf(started, loaded, performance.now()) };
    } finally {
      await kernels.close();
    }
  } catch (error) {
    throw AlaasError.from(error);
  }
}

function nonEmpty<T>(field: string, values: readonly T[]): readonly T[] {
  if (values.length > 0) return values;
  throw new AlaasError('SIMULATION_OPTION_INVALID', `${field} names nothing to simulate.`, {
    field,
    value: values,
  });
}

function checkSeeds(seeds: readonly number[]): void {
  const bad = seeds.find((seed) => !Number.isSafeInteger(seed));
  if (bad === undefined) return;
  throw new AlaasError('SIMULATION_OPTION_INVALID', `seeds must be whole numbers, not ${bad}.`, {
    field: 'seeds',
    value: bad,
  });
}

async function loadData(files: SimulationRequest['files']): Promise<LabelledData> {
  const [embeddings, labels, testEmbeddings, testLabels] = await Promise.all([
    readMatrixNpy(files.embeddings),
    readLabelsNpy(files.labels),
    readMatrixNpy(files.testEmbeddings),
    readLabelsNpy(files.testLabels),
  ]);
  checkLength(files.labels, labels, { file: files.embeddings, rows: embeddings.rows });
  checkLength(files.testLabels, testLabels, {
    file: files.testEmbeddings,
    rows: testEmbeddings.rows,
  });
  const classes = [...new Set([...labels, ...testLabels])].sort((a, b) => a - b);
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  return {
    embeddings,
    targets: labels.map((label) => indexOf.get(label)!),
    testEmbeddings,
    testTargets: testLabels.map((label) => indexOf.get(label)!),
    classCount: classes.length,
  };
}

function checkLength(
  file: string,
  labels: Int32Array,
  embeddings: { file: string; rows: number },
): void {
  if (labels.length === embeddings.rows) return;
  throw new CodedError(
    'INPUT_SHAPE',
    `${file} has ${labels.length} labels, but ${embeddings.file} has ${embeddings.rows} rows.`,
    { field: file, value: labels.length, remedy: 'Give one label per row of the embeddings.' },
  );
}

function secondsOf(started: number, loaded: number, done: number): SimulationAnswer['seconds'] {
  const round = (milliseconds: number) => Math.round(milliseconds) / 1000;
  return {
    load: round(loaded - started),
    simulate: round(done - loaded),
    total: round(done - started),
  };
}
