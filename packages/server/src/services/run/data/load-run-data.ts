import { AlaasError, type DataConfig, type LabelsConfig } from '@alaas/contracts';
import { throwIfCancelled } from '@alaas/core';

import type { LoadedProject } from '../../config/load-project-config.js';
import type { RunMeans } from '../run-event.js';
import { arrangeData, type LabelledPart } from './arrange-data.js';
import { knownLabels } from './known-labels.js';
import { loadVectors } from './load-vectors.js';
import type { RunData } from './run-data.js';

/**
 * Everything a run works on: pool and test items as embeddings, known labels, the set-apart part.
 *
 * @throws AlaasError as `arrangeData`; CodedError of sources, encoders and readers; `CANCELLED`.
 */
export async function loadRunData(
  { config }: LoadedProject,
  { signal }: RunMeans,
): Promise<RunData> {
  const pool = await loadPart(config.data, config.labels);
  const test = config.test && (await loadPart(config.test.data, config.test.labels));
  throwIfCancelled(signal);
  const arranged = arrangeData({ pool, test }, config);
  return {
    ...arranged,
    stages: [...pool.stages],
    cache: pool.cache,
    reader: pool.reader,
  };
}

async function loadPart(data: DataConfig, labels: LabelsConfig | undefined): Promise<LabelledPart> {
  if (data.kind !== 'embeddings') {
    throw new AlaasError('INTERNAL_ERROR', 'Images and texts come with the sources.');
  }
  const part = await loadVectors(data);
  return { ...part, labels: labels && (await knownLabels(labels, part.items)) };
}
