import {
  AlaasError,
  checkProject,
  type DataConfig,
  type LabelsConfig,
  type ProjectConfig,
} from '@alaas/contracts';
import { parseEncoderSpec } from '@alaas/pipeline';

import type { Principal } from '../access/principal.js';
import { checkChoices } from '../config/check-choices.js';
import type { LoadedProject } from '../config/load-project-config.js';
import { placeOfData } from '../uploads/place-of-data.js';
import { namedUpload } from '../uploads/upload-place.js';

/** What projects of a server may name. */
export interface ProjectMeans {
  /** The data folder. */
  readonly home: string;
  /** Folders in which projects may name files. */
  readonly dataRoots: readonly string[];
  /** Whether projects may let URLs lead to private addresses. */
  readonly allowPrivateSources: boolean;
}

/** What is asked of settings. */
export interface SettingsOptions {
  /** Whether the sources have to be there: a pool that was read needs them no more. Default: true. */
  readonly places?: boolean;
  /** Whether known labels may be named, for a look at them. Default: false, as people label. */
  readonly labels?: boolean;
  /** Who names the sources: uploads of others cannot be. Absent for workers. */
  readonly by?: Principal | undefined;
}

interface Flaw {
  readonly field: string;
  readonly message: string;
}

/**
 * Checks the keys of `alaas.yaml` that came over the network: files lie below the data roots, no
 * module of anyone's own is run, and only bundled encoders are opened.
 *
 * @throws AlaasError `PROJECT_SETTINGS_INVALID` with every flaw, `HTTP_SOURCE_REFUSED`.
 */
export async function projectSettings(
  given: Readonly<Record<string, unknown>>,
  means: ProjectMeans,
  { places = true, labels = false, by }: SettingsOptions = {},
): Promise<LoadedProject> {
  const { config, issues, fields } = checkProject(given);
  const flaws = issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  // The module of a strategy is looked at by running it.
  if (fields.strategy?.module === undefined) {
    const choices = await checkChoices({ ...fields, encoder: undefined }, means.home);
    flaws.push(...choices.map(({ path, message }) => ({ field: path.join('.'), message })));
  }
  if (config === undefined || flaws.length > 0) throw settingsInvalid(flaws);
  flaws.push(...liveFlaws(labels ? { ...config, labels: undefined } : config, means));
  const encoder = await bundledEncoder(config, flaws);
  if (flaws.length > 0) throw settingsInvalid(flaws);
  const uploads: string[] = [];
  const placeOf = (named: string) => {
    const upload = namedUpload(means.home, named);
    if (upload) uploads.push(upload.folder);
    return placeOfData(means, named, by);
  };
  return {
    file: '',
    folder: means.home,
    home: means.home,
    config: places ? withPlaces(config, placeOf) : config,
    encoder,
    // Every project shares the processor of the server.
    encoding: {},
    dataRoots: [...means.dataRoots, ...uploads],
    defaults: [],
    warnings: [],
  };
}

/** What a live project needs beyond what any project needs. */
function liveFlaws(
  { data, test, labels, classes, strategy }: ProjectConfig,
  { allowPrivateSources }: ProjectMeans,
): Flaw[] {
  const sources = test ? [data, test.data] : [data];
  const rules: readonly [boolean, string, string][] = [
    [classes === undefined, 'classes', 'A live project needs its classes.'],
    [labels !== undefined, 'labels', 'In a live project people label; leave "labels" out.'],
    [strategy.module !== undefined, 'strategy', 'A module cannot be named over the network.'],
    [
      Object.keys(strategy.options).length > 0,
      'strategy.options',
      'A live project takes no options of strategies.',
    ],
    [
      sources.some(({ kind }) => kind === 'glob'),
      'data',
      'A pattern cannot be named over the network; name a folder or a manifest.',
    ],
    [
      !allowPrivateSources && sources.some((one) => one.allowPrivateSources),
      'data.allowPrivateSources',
      'The server does not let URLs lead to private addresses.',
    ],
  ];
  return rules.flatMap(([broken, field, message]) => (broken ? [{ field, message }] : []));
}

async function bundledEncoder(
  { encoder }: ProjectConfig,
  flaws: Flaw[],
): Promise<LoadedProject['encoder']> {
  if (encoder === undefined) return undefined;
  // Paths are not even looked at.
  const spec = /[/\\~]|^\./.test(encoder)
    ? undefined
    : await parseEncoderSpec(encoder, '').catch(() => undefined);
  if (spec?.kind === 'bundled') return spec;
  const message = `"${encoder}" is none of the bundled encoders, which alone can be named here.`;
  flaws.push({ field: 'encoder', message });
  return undefined;
}

function withPlaces(config: ProjectConfig, place: (path: string) => string): ProjectConfig {
  const { data, labels, test } = config;
  return {
    ...config,
    data: dataWithPlaces(data, place),
    labels: labels && labelsWithPlaces(labels, place),
    ...(test && {
      test: {
        data: dataWithPlaces(test.data, place),
        labels: labelsWithPlaces(test.labels, place),
      },
    }),
  };
}

function dataWithPlaces(data: DataConfig, place: (path: string) => string): DataConfig {
  switch (data.kind) {
    case 'folder':
      return { ...data, folder: place(data.folder) };
    case 'manifest':
      return { ...data, manifest: place(data.manifest) };
    case 'urls':
      return typeof data.urls === 'string' ? { ...data, urls: place(data.urls) } : data;
    case 'embeddings':
      return { ...data, embeddings: place(data.embeddings) };
    case 'glob':
      return data;
  }
}

function labelsWithPlaces(labels: LabelsConfig, place: (path: string) => string): LabelsConfig {
  return labels.kind === 'file' ? { ...labels, file: place(labels.file) } : labels;
}

function settingsInvalid(issues: readonly Flaw[]): AlaasError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new AlaasError('PROJECT_SETTINGS_INVALID', `${first?.field}: ${first?.message}${more}`, {
    field: `config.${first?.field}`,
    issues: issues.map(({ field, message }) => ({ field: `config.${field}`, message })),
  });
}
