import type { DataConfig, LabelsConfig, ProjectConfig } from '@alaas/contracts';

import type { LoadedProject } from './load-project-config.js';

/** One line on what a project will do. */
export interface ProjectLine {
  readonly key: string;
  readonly text: string;
  /** Whether it was left out of the file. */
  readonly isDefault: boolean;
}

/** What a project will do, key by key, in plain words. */
export function describeProject({ config, defaults, home }: LoadedProject): readonly ProjectLine[] {
  const { encoder, batch, classes, test, labels, seed, output, maxQuarantinedShare } = config;
  const texts: Readonly<Record<string, string>> = {
    project: config.project,
    task: config.task,
    data: describeData(config.data),
    labels: labels ? describeLabels(labels) : 'none: people label batches by file',
    test: describeTest(config),
    classes: classes?.join(', ') ?? 'those found in the labels',
    encoder: encoder ?? 'none: the vectors are taken as they are',
    strategy: describeStrategy(config),
    budget: `${config.budget} labels`,
    batch: batch === 'grow' ? 'growing: each round the labelled items × 1.25' : `${batch} labels`,
    seed: String(seed),
    output,
    maxQuarantinedShare: `up to ${100 * maxQuarantinedShare} % of the items may be unusable`,
    state: home,
  };
  return Object.entries(texts).map(([key, text]) => ({
    key,
    text,
    isDefault: defaults.includes(key) || isAbsent(key, { labels, test, classes }),
  }));
}

function isAbsent(key: string, optional: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(optional, key) && optional[key] === undefined;
}

function describeTest({ test, labels }: ProjectConfig): string {
  if (test) return `${describeData(test.data)}; labels: ${describeLabels(test.labels)}`;
  return labels ? 'a seeded 20 % of the labelled items, set apart first' : 'none yet';
}

function describeStrategy({ strategy: { id, options } }: ProjectConfig): string {
  const given = Object.entries(options).map(([name, value]) => `${name} ${String(value)}`);
  const name =
    id === 'auto' ? 'auto (uncertainty-herding; max-herding before there is a head)' : id;
  return [name, ...given].join(', ');
}

function describeData(data: DataConfig): string {
  switch (data.kind) {
    case 'folder':
      return `files below ${data.folder}`;
    case 'glob':
      return `files like ${data.glob}`;
    case 'manifest':
      return `rows of ${data.manifest}`;
    case 'urls':
      return typeof data.urls === 'string'
        ? `URLs listed in ${data.urls}`
        : `${data.urls.length} URLs`;
    case 'embeddings':
      return `vectors of ${data.embeddings}`;
  }
}

function describeLabels(labels: LabelsConfig): string {
  switch (labels.kind) {
    case 'folders':
      return 'names of the folders';
    case 'column':
      return `column "${labels.column}"`;
    case 'file':
      return `file ${labels.file}`;
  }
}
