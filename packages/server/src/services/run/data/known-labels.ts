import { dirname, basename } from 'node:path/posix';
import { AlaasError, type LabelsConfig } from '@alaas/contracts';
import { readLabelsNpy } from '@alaas/pipeline';

import type { PartItem } from './embedded-part.js';

/**
 * The known label of each item; undefined where there is none.
 *
 * @throws AlaasError `INPUT_SHAPE` for a `.npy` file of another length; CodedError of the readers.
 */
export async function knownLabels(
  labels: LabelsConfig,
  items: readonly PartItem[],
): Promise<readonly (string | undefined)[]> {
  switch (labels.kind) {
    case 'folders':
      return items.map(({ id }) => folderOf(id));
    case 'column':
      return items.map(({ label }) => label);
    case 'file':
      return labelsByRow(labels.file, items.length);
  }
}

/** Name of the folder that an item lies in. */
function folderOf(id: string): string | undefined {
  const name = basename(dirname(id));
  return name === '.' || name === '' ? undefined : name.normalize('NFC');
}

async function labelsByRow(file: string, count: number): Promise<readonly string[]> {
  const labels = await readLabelsNpy(file);
  if (labels.length === count) return Array.from(labels, String);
  throw new AlaasError(
    'INPUT_SHAPE',
    `${file} has ${labels.length} labels, but there are ${count} items.`,
    { field: 'labels', value: labels.length, remedy: 'Give one label per item, in their order.' },
  );
}
