import type { DataConfig, LabelsConfig } from '@alaas/contracts';
import { throwIfCancelled } from '@alaas/core';
import type { OnnxEncoder } from '@alaas/pipeline';

import type { LoadedProject } from '../../config/load-project-config.js';
import type { RunMeans } from '../run-event.js';
import type { LabelledPart, Parts } from './arrange-data.js';
import { ItemLoader } from './item-loader.js';
import { knownLabels } from './known-labels.js';
import { loadVectors } from './load-vectors.js';

/** Pool and test items as embeddings with their known labels, before they are sorted out. */
export interface LoadedParts extends Parts {
  /** Absent for vectors. */
  readonly encoder?: OnnxEncoder | undefined;
  /** Frees encoder, cache and connections. */
  close(): Promise<void>;
}

/**
 * Embeds what a project names, or reads its vectors. Close it when done.
 *
 * @throws CodedError of sources, encoders and readers; `CANCELLED`.
 */
export async function loadParts(project: LoadedProject, means: RunMeans): Promise<LoadedParts> {
  const { config, encoder } = project;
  const loader = encoder && (await ItemLoader.open(project, encoder, means));
  try {
    const part = partLoader(loader, means);
    const pool = await part({ data: config.data, labels: config.labels, prefix: '' });
    const test = config.test && (await part({ ...config.test, prefix: 'test ' }));
    throwIfCancelled(means.signal);
    return { pool, test, encoder: loader?.encoder, close: async () => loader?.close() };
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
