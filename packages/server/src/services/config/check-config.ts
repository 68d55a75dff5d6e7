import { AlaasError, type ProjectConfig } from '@alaas/contracts';

import { describeProject, type ProjectLine } from './describe-project.js';
import { loadProjectConfig, type LoadOptions } from './load-project-config.js';
import { loadServeConfig, type ServeConfig } from './load-serve-config.js';

/** What `alaas validate` tells of a configuration that is right. */
export type ConfigCheck =
  | {
      readonly kind: 'project';
      readonly file: string;
      readonly config: ProjectConfig;
      /** Keys that were left out. */
      readonly defaults: readonly string[];
      readonly lines: readonly ProjectLine[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'serve'; readonly serve: ServeConfig };

/**
 * Checks a project, or a configuration of the original ALaaS, without doing any work.
 *
 * @throws AlaasError as `loadProjectConfig` and `loadServeConfig`.
 */
export async function checkConfig(path: string, options: LoadOptions = {}): Promise<ConfigCheck> {
  try {
    const project = await loadProjectConfig(path, options);
    const { file, config, defaults, warnings } = project;
    return { kind: 'project', file, config, defaults, lines: describeProject(project), warnings };
  } catch (error) {
    if (!(error instanceof AlaasError) || error.code !== 'CONFIG_LEGACY_SERVES') throw error;
    return { kind: 'serve', serve: await loadServeConfig(path, options) };
  }
}
