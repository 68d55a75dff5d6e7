import { AlaasError } from '@alaas/contracts';
import {
  predictProbabilities,
  row,
  sliceRows,
  throwIfCancelled,
  toFeatures,
  type Matrix,
} from '@alaas/core';
import { openClassifier } from '@alaas/pipeline';

import type { ExportTask } from './export-task.js';

/** What a check found. */
export interface ModelCheck {
  readonly largestDifference: number;
  readonly checkedItems: number;
}

/** Largest difference of a probability that is taken for rounding. */
const TOLERANCE = 1e-4;
const MOST_ITEMS = 8;

/**
 * Runs a written model through ONNX Runtime on some items and compares it with the run's own way:
 * encoder, feature space, head, each by itself.
 *
 * @throws AlaasError `EXPORT_MISMATCH` when a probability differs by more than 10⁻⁴, `INPUT_SHAPE`
 *   when there is no item to check with, `CANCELLED`.
 */
export async function checkModel(file: string, task: ExportTask): Promise<ModelCheck> {
  const { origin, signal } = task;
  const manifest = origin.kind === 'encoder' ? origin.encoder.manifest : undefined;
  const classifier = await openClassifier(file, manifest);
  try {
    let largestDifference = 0;
    let checkedItems = 0;
    for await (const { decoded, embedding } of samples(task)) {
      throwIfCancelled(signal);
      const found = await classifier.classify(decoded);
      const expected = await probabilitiesOf(task, embedding);
      largestDifference = Math.max(largestDifference, difference(found, expected));
      checkedItems++;
      if (!(largestDifference <= TOLERANCE)) throw mismatch(largestDifference);
    }
    if (checkedItems > 0) return { largestDifference, checkedItems };
  } finally {
    await classifier.close();
  }
  throw new AlaasError('INPUT_SHAPE', 'A model is checked with at least one item.', {
    field: 'origin',
    value: 0,
  });
}

async function* samples({
  origin,
  signal,
}: ExportTask): AsyncGenerator<{ decoded: unknown; embedding: Matrix }> {
  if (origin.kind === 'vectors') {
    for (let i = 0; i < Math.min(MOST_ITEMS, origin.vectors.rows); i++) {
      const vector = sliceRows(origin.vectors, i, i + 1);
      yield { decoded: row(vector, 0), embedding: vector };
    }
    return;
  }
  for (const bytes of origin.items.slice(0, MOST_ITEMS)) {
    const decoded = await origin.encoder.decode(bytes, signal);
    yield { decoded, embedding: await origin.encoder.encode([decoded], signal) };
  }
}

async function probabilitiesOf(
  { featureSpace, head, kernels, signal }: ExportTask,
  embedding: Matrix,
): Promise<Float64Array> {
  const features = toFeatures(featureSpace, embedding);
  return (await predictProbabilities(head, features, { kernels, signal })).data;
}

/** Largest absolute difference; infinite for another length or a number that is none. */
function difference(found: Float32Array, expected: Float64Array): number {
  if (found.length !== expected.length) return Infinity;
  return expected.reduce((largest, value, c) => {
    const apart = Math.abs(value - found[c]!);
    return Number.isNaN(apart) ? Infinity : Math.max(largest, apart);
  }, 0);
}

function mismatch(largestDifference: number): AlaasError {
  return new AlaasError(
    'EXPORT_MISMATCH',
    `The exported model differs from the run by up to ${largestDifference} in a probability.`,
    { field: 'model', value: largestDifference },
  );
}
