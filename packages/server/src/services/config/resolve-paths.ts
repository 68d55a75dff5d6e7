import { resolve } from 'node:path';
import type { DataConfig, LabelsConfig, ProjectFields } from '@alaas/contracts';

/**
 * The keys of a project with every relative path resolved against a folder. Patterns stay as they
 * are: the folder's own name may hold signs that mean something in a pattern.
 */
export function resolvePaths(
  fields: Partial<ProjectFields>,
  folder: string,
): Partial<ProjectFields> {
  const { data, labels, test, output, strategy } = fields;
  return {
    ...fields,
    ...(data && { data: resolveData(data, folder) }),
    ...(labels && { labels: resolveLabels(labels, folder) }),
    ...(test && {
      test: {
        data: resolveData(test.data, folder),
        labels: test.labels && resolveLabels(test.labels, folder),
      },
    }),
    ...(strategy?.module !== undefined && {
      strategy: { ...strategy, module: resolve(folder, strategy.module) },
    }),
    ...(output !== undefined && { output: resolve(folder, output) }),
  };
}

function resolveData(data: DataConfig, folder: string): DataConfig {
  switch (data.kind) {
    case 'folder':
      return { ...data, folder: resolve(folder, data.folder) };
    case 'glob':
      return data;
    case 'manifest':
      return { ...data, manifest: resolve(folder, data.manifest) };
    case 'urls':
      return typeof data.urls === 'string' ? { ...data, urls: resolve(folder, data.urls) } : data;
    case 'embeddings':
      return { ...data, embeddings: resolve(folder, data.embeddings) };
  }
}

function resolveLabels(labels: LabelsConfig, folder: string): LabelsConfig {
  return labels.kind === 'file' ? { ...labels, file: resolve(folder, labels.file) } : labels;
}
