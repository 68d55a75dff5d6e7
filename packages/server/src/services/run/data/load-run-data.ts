import type { DataConfig, LabelsConfig } from '@alaas/contracts';
import { throwIfCancelled } from '@alaas/core';

import type { LoadedProject } from '../../config/load-project-config.js';
import type { CacheFigures } from '../../outputs/report/report-input.js';
import type { RunMeans } from '../run-event.js';
import { arrangeData, type LabelledPart } from './arrange-data.js';
import { ItemLoader } from './item-loader.js';
import { knownLabels } from './known-labels.js';
import { loadVectors } from './load-vectors.js';
import type { RunData } from './run-data.js';

/**
 * Everything a run works on: pool and test items as embeddings, known labels, the set-apart part.
 * Close it when done.
 *
 * @throws AlaasError as `arrangeData`; CodedError of sources, encoders and readers; `CANCELLED`.
 */
export async function loadRunData(project: LoadedProject, means: RunMeans): Promise<RunData> {
  const { config, encoder } = project;
  const loader = encoder && (await ItemLoader.open(project, encoder, means));
  try {
    const part = partLoader(loader, means);
    const pool = await part({ data: config.data, labels: config.labels, prefix: '' });
    const test = config.test && (await part({ ...config.test, prefix: 'test ' }));
    throwIfCancelled(means.signal);
    return {
      ...arrangeData({ pool, test }, config),
      stages: [...pool.stages, ...(test?.stages ?? [])],
      cache: addCaches(pool.cache, test?.cache),
      reader: pool.reader,
      encoder: loader?.encoder,
      close: async () => loader?.close(),
    };
  } catch (error) {
    await loader?.close();
    throw error;
  }
}

interface PartTask {
  readonly data: DataConfig;
  readonly labels: LabelsConfig | undefined;
  readonly prefix: string;
}

function partLoader(loader: ItemLoader | undefined, { signal }: RunMeans) {
  return async ({ data, labels, prefix }: PartTask): Promise<LabelledPart> => {
    const part =
      data.kind === 'embeddings'
        ? await loadVectors(data, labels, signal)
        : await loader!.load({ data, labels, prefix });
    if (!labels) return part;
    return { ...part, ...(await knownLabels(labels, part.items, signal)) };
  };
}

function addCaches(
  pool: CacheFigures | undefined,
  test: CacheFigures | undefined,
): CacheFigures | undefined {
  if (!pool || !test) return pool;
  const { secondsSaved: a } = pool;
  const { secondsSaved: b } = test;
  const secondsSaved = a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
  return { hits: pool.hits + test.hits, misses: pool.misses + test.misses, secondsSaved };
}
