import { createHash } from 'node:crypto';
import type { EmbeddingsData } from '@alaas/contracts';
import { readMatrixNpy } from '@alaas/pipeline';

import type { EmbeddedPart } from './embedded-part.js';

/**
 * Vectors that were computed before. An item is named by its id column, else by its row from 0.
 *
 * @throws CodedError of the file reader.
 */
export async function loadVectors(data: EmbeddingsData): Promise<EmbeddedPart> {
  const embeddings = await readMatrixNpy(data.embeddings);
  const items = Array.from({ length: embeddings.rows }, (_, row) => ({ id: String(row) }));
  const { buffer, byteOffset, byteLength } = embeddings.data;
  const digest = createHash('sha256')
    .update(JSON.stringify([embeddings.rows, embeddings.cols, items]))
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
  return { items, embeddings, quarantined: [], stages: [], digest };
}
