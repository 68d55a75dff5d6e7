import { dirname } from 'node:path';
import {
  AlaasError,
  DEFAULT_ENCODERS,
  checkLegacy,
  checkProject,
  isLegacy,
  type EncodingConfig,
  type LegacyConfig,
} from '@alaas/contracts';
import { deviceOf, parseEncoderSpec, type EncoderSpec, type Modality } from '@alaas/pipeline';

import { checkChoices } from './check-choices.js';
import { configError } from './config-problem.js';
import { strategyOfLegacy } from './legacy-strategies.js';
import { configFile, type LoadOptions } from './load-project-config.js';
import { readYamlFile, type YamlFile } from './yaml-file.js';

/** What a configuration says to a server. */
export interface ServeConfig {
  /** Absolute path of the configuration. */
  readonly file: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Strategy of `POST /post`: `auto` or an id. */
  readonly strategy: string;
  /** What the items of `POST /post` are; undefined where a project is of vectors. */
  readonly modality: Modality | undefined;
  readonly encoder: EncoderSpec | undefined;
  /** How the encoder is run. */
  readonly encoding: EncodingConfig;
  readonly allowPrivateSources: boolean;
  /** Selections at work at once. */
  readonly concurrency?: number | undefined;
  /** What of the configuration is not done as it says. */
  readonly warnings: readonly string[];
}

/**
 * Loads what a server needs of a configuration: of the original ALaaS all of it, of `alaas.yaml`
 * strategy, encoder and whether private addresses are allowed.
 *
 * @throws AlaasError as `loadProjectConfig`, and `CONFIG_LEGACY_STRATEGY`.
 */
export async function loadServeConfig(
  path: string,
  { environment = process.env }: LoadOptions = {},
): Promise<ServeConfig> {
  const file = await configFile(path);
  const yaml = await readYamlFile(file, environment);
  return isLegacy(yaml.value) ? ofLegacy(file, yaml) : ofProject(file, yaml);
}

async function ofProject(file: string, yaml: YamlFile): Promise<ServeConfig> {
  const { config, fields, issues } = checkProject(yaml.value);
  const folder = dirname(file);
  const choices = await checkChoices(fields, folder);
  const problems = [
    ...issues.map((issue) => yaml.locate(issue)),
    ...choices.map((problem) => ({
      ...problem,
      path: problem.path.join('.'),
      ...yaml.positionOf(problem.path),
    })),
  ];
  if (!config || problems.length > 0) throw configError(file, problems);
  const modalities = { 'image-classification': 'image', 'text-classification': 'text' } as const;
  return {
    file,
    strategy: config.strategy.id,
    modality: config.task === 'vectors' ? undefined : modalities[config.task],
    encoder:
      config.encoder === undefined ? undefined : await parseEncoderSpec(config.encoder, folder),
    encoding: fields.encoder?.encoding ?? {},
    allowPrivateSources: config.data.allowPrivateSources,
    warnings: [],
  };
}

function ofLegacy(file: string, yaml: YamlFile): ServeConfig {
  const { config, issues } = checkLegacy(yaml.value);
  if (!config) {
    throw configError(
      file,
      issues.map((issue) => yaml.locate(issue)),
    );
  }
  const { strategy, al_worker: worker = {} } = config.active_learning;
  const modality = modalityOf(strategy.model);
  const encoder = DEFAULT_ENCODERS[`${modality}-classification`]!;
  return {
    file,
    host: worker.host,
    port: worker.port,
    strategy: locatedStrategy(strategy.type, { file, yaml }),
    modality,
    encoder: { kind: 'bundled', id: encoder },
    encoding: encodingOf(strategy.model, { file, yaml }),
    allowPrivateSources: false,
    concurrency: worker.replicas,
    warnings: [...modelWarnings(strategy.model, encoder), ...workerWarnings(worker)],
  };
}

interface LegacyFile {
  readonly file: string;
  readonly yaml: YamlFile;
}

function locatedStrategy(name: string, file: LegacyFile): string {
  return located(['type'], () => strategyOfLegacy(name), file);
}

/** The device must be there; the name of the model's own batch size means the same as ours. */
function encodingOf(model: LegacyModel, file: LegacyFile): EncodingConfig {
  const { device, batch_size: batchSize } = model ?? {};
  if (device !== undefined) located(['model', 'device'], () => deviceOf(device), file);
  return { device, batchSize };
}

/** What a look at a key of the strategy throws, with its place in the file. */
function located<T>(keys: readonly string[], look: () => T, { file, yaml }: LegacyFile): T {
  try {
    return look();
  } catch (error) {
    const { code, message, details } = AlaasError.from(error);
    const path = ['active_learning', 'strategy', ...keys];
    const { value, remedy } = details;
    const place = yaml.positionOf(path);
    throw configError(file, [{ code, path: path.join('.'), message, value, remedy, ...place }]);
  }
}

type LegacyModel = LegacyConfig['active_learning']['strategy']['model'];
type LegacyWorker = NonNullable<LegacyConfig['active_learning']['al_worker']>;

/** The original told texts from images by the task and the tokenizer of the model. */
function modalityOf(model: LegacyModel): Modality {
  const task = model?.task?.toLowerCase() ?? '';
  if (/image|vision/.test(task)) return 'image';
  const isText = /text|token|sentiment|nlp/.test(task) || model?.tokenizer !== undefined;
  return isText || /transformers|bert/i.test(`${model?.hub} ${model?.name}`) ? 'text' : 'image';
}

function modelWarnings(model: LegacyModel, encoder: string): readonly string[] {
  if (!model) return [];
  const { name, hub } = model;
  const warnings: string[] = [];
  if (name !== undefined || hub !== undefined) {
    const origin = hub === undefined ? '' : ` of ${hub}`;
    warnings.push(`The model ${name ?? ''}${origin} is not used; the encoder is ${encoder}.`);
  }
  return warnings;
}

function workerWarnings({ protocol, host }: LegacyWorker): readonly string[] {
  const warnings: string[] = [];
  if (protocol !== undefined && protocol !== 'http') {
    warnings.push(`The protocol ${protocol} is not spoken; the server speaks HTTP on its port.`);
  }
  if (host === '0.0.0.0' || host === '::') {
    warnings.push(
      `The server listens on every address; name the host names it may answer under with --allowed-host.`,
    );
  }
  return warnings;
}
