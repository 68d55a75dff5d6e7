import type { DataConfig, EmbeddingsData, LabelsConfig } from '@alaas/contracts';
import { openSource, type Source } from '@alaas/pipeline';

import { labelColumnOf } from './known-labels.js';

/** Where the items of a part come from, and their labels. */
export interface ItemsOfPart {
  readonly data: Exclude<DataConfig, EmbeddingsData>;
  readonly labels: LabelsConfig | undefined;
}

/**
 * Opens the source of a part.
 *
 * @param folder in which patterns begin.
 */
export function openItemSource({ data, labels }: ItemsOfPart, folder: string): Source {
  if (data.kind === 'glob') {
    return openSource({ kind: 'glob', glob: data.glob, baseFolder: folder });
  }
  if (data.kind === 'manifest') return openSource({ ...data, labelColumn: labelColumnOf(labels) });
  return openSource(data);
}
