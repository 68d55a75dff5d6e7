import { createHash } from 'node:crypto';
import type { EmbeddingsData, LabelsConfig } from '@alaas/contracts';
import { readVectors } from '@alaas/pipeline';

import { labelColumnOf } from './known-labels.js';
import type { EmbeddedPart } from './embedded-part.js';

/**
 * Vectors that were computed before, with the label of each where a column has it.
 *
 * @throws CodedError as `readVectors`.
 */
export async function loadVectors(
  { embeddings: file, idColumn, vectorColumns }: EmbeddingsData,
  labels: LabelsConfig | undefined,
  signal: AbortSignal | undefined,
): Promise<EmbeddedPart> {
  const spec = { file, idColumn, vectorColumns, labelColumn: labelColumnOf(labels) };
  const { ids, labels: found, embeddings } = await readVectors(spec, { signal });
  const { rows, cols, data } = embeddings;
  const digest = createHash('sha256')
    .update(JSON.stringify([rows, cols, ids]))
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
  const items = ids.map((id, row) => {
    const label = found?.[row];
    return label === undefined ? { id } : { id, label };
  });
  return { items, embeddings, quarantined: [], stages: [], digest };
}
