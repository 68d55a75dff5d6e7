import { CodedError, type LabelledData } from '@alaas/core';
import { foreseeMemory, readLabelsNpy, readMatrixNpy, readMatrixSizeNpy } from '@alaas/pipeline';

/** `.npy` files: N × d and N numbers for the pool, v × d and v numbers for the test set. */
export interface SimulationFiles {
  readonly embeddings: string;
  readonly labels: string;
  readonly testEmbeddings: string;
  readonly testLabels: string;
}

/**
 * Reads the files and checks that they fit; classes are the union of both label files.
 *
 * @throws CodedError `INPUT_SHAPE`, `MEMORY_TOO_SMALL`, and the errors of reading `.npy` files.
 */
export async function loadSimulationData(files: SimulationFiles): Promise<LabelledData> {
  await checkMemory(files);
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

async function checkMemory({ embeddings, testEmbeddings }: SimulationFiles): Promise<void> {
  const sizes = await Promise.all([embeddings, testEmbeddings].map(readMatrixSizeNpy));
  const numbers = sizes.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  foreseeMemory({ bytes: numbers * Float32Array.BYTES_PER_ELEMENT, field: embeddings });
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
