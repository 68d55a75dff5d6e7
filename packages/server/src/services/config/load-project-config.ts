import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import {
  AlaasError,
  checkProject,
  isLegacy,
  type EncodingConfig,
  type ProjectConfig,
} from '@alaas/contracts';
import { parseEncoderSpec, type EncoderSpec } from '@alaas/pipeline';

import { checkChoices } from './check-choices.js';
import { checkPlaces } from './check-places.js';
import { configError } from './config-problem.js';
import { projectHome } from './project-home.js';
import { resolvePaths } from './resolve-paths.js';
import { readYamlFile } from './yaml-file.js';

/** A project that was found to be right. */
export interface LoadedProject {
  /** Absolute path of the configuration. */
  readonly file: string;
  /** Its folder: what relative paths start from. */
  readonly folder: string;
  /** The data folder. */
  readonly home: string;
  /** With absolute paths; a pattern stays relative to `folder`. */
  readonly config: ProjectConfig;
  /** Absent for vectors. */
  readonly encoder: EncoderSpec | undefined;
  /** How the encoder is run. */
  readonly encoding: EncodingConfig;
  /** Folders that every file of an item must lie in; absent: any place. */
  readonly dataRoots?: readonly string[] | undefined;
  /** Keys that were left out and have their default. */
  readonly defaults: readonly string[];
  /** What is not wrong, but perhaps not meant. */
  readonly warnings: readonly string[];
}

/** What is filled into a configuration. */
export interface LoadOptions {
  /** Default: that of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Loads `alaas.yaml` and checks all that can be checked before any work: syntax, keys, types,
 * variables, files, columns, strategy, encoder. Everything that is wrong comes in one error, each
 * issue with line and column.
 *
 * @param path of the file, or of the folder that has an `alaas.yaml`.
 * @throws AlaasError `CONFIG_NOT_FOUND`, `CONFIG_SYNTAX`, `CONFIG_VARIABLE_UNSET`,
 *   `CONFIG_LEGACY_SERVES`; `CONFIG_INVALID` for several issues of different codes, else their own
 *   (`CONFIG_INVALID`, `CONFIG_PATH_MISSING`, `CONFIG_COLUMN_MISSING`, `STRATEGY_…`, `ENCODER_…`).
 */
export async function loadProjectConfig(
  path: string,
  { environment = process.env }: LoadOptions = {},
): Promise<LoadedProject> {
  const file = await configFile(path);
  const folder = dirname(file);
  const yaml = await readYamlFile(file, environment);
  if (isLegacy(yaml.value)) throw legacyServes(file);
  const check = checkProject(await withLiteralFolders(yaml.value, folder));
  const fields = resolvePaths(check.fields, folder);
  const places = [...(await checkPlaces(fields)), ...(await checkChoices(fields, folder))];
  const problems = [
    ...check.issues.map((issue) => yaml.locate(issue)),
    ...places.map((problem) => ({
      ...problem,
      path: problem.path.join('.'),
      ...yaml.positionOf(problem.path),
    })),
  ];
  if (check.config === undefined || problems.length > 0) throw configError(file, problems);
  const config = { ...check.config, ...fields, encoder: check.config.encoder } as ProjectConfig;
  return {
    file,
    folder,
    home: projectHome(folder, environment),
    config,
    encoder:
      config.encoder === undefined ? undefined : await parseEncoderSpec(config.encoder, folder),
    encoding: fields.encoder?.encoding ?? {},
    defaults: defaultsOf(config, yaml.value as object),
    warnings: warningsOf(config),
  };
}

/** The file itself, or the `alaas.yaml` of a folder. */
export async function configFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return resolve(found?.isDirectory() ? join(path, 'alaas.yaml') : path);
}

function legacyServes(file: string): AlaasError {
  return new AlaasError(
    'CONFIG_LEGACY_SERVES',
    `"${file}" is a configuration of the original ALaaS: it sets up a server and names no data.`,
    { field: 'active_learning', value: file },
  );
}

/** A plain text that looks like a file or pattern may be the name of a folder that is there. */
async function withLiteralFolders(given: unknown, folder: string): Promise<unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const keys: Record<string, unknown> = { ...given };
  for (const key of ['data', 'test']) {
    const text = keys[key];
    if (typeof text !== 'string' || text === '') continue;
    const found = await stat(resolve(folder, text)).catch(() => undefined);
    if (found?.isDirectory()) keys[key] = { folder: text };
  }
  return keys;
}

function defaultsOf(config: ProjectConfig, given: object): readonly string[] {
  return Object.keys(config).filter(
    (key) => !(key in given) && config[key as keyof ProjectConfig] !== undefined,
  );
}

function warningsOf({ data, output, budget, batch }: ProjectConfig): readonly string[] {
  const warnings: string[] = [];
  if (data.kind === 'folder' && contains(data.folder, output)) {
    warnings.push(`The output folder lies inside the data folder: ${output}`);
  }
  if (typeof batch === 'number' && batch > budget) {
    warnings.push(`A batch of ${batch} is more than the budget of ${budget}.`);
  }
  return warnings;
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && !/^\.\.($|[/\\])/.test(way);
}
