import type { ItemsAddition, ProjectStatus } from '@alaas/contracts';

import type { LoadedProject } from '../config/load-project-config.js';
import { AT_WORK, type ProjectRow } from './live-project.js';
import { projectSettings, type ProjectMeans, type SettingsOptions } from './project-settings.js';

/** Statuses in which a project takes new items. */
export const TAKES_ITEMS: readonly ProjectStatus[] = [...AT_WORK, 'paused'];
/** Why a project outside of these takes none. */
export const TAKES_NO_ITEMS = 'it takes no more items';

/**
 * The settings of a project, with the source of new items in place of its own ones.
 *
 * @throws AlaasError as `projectSettings`.
 */
export function additionSettings(
  { config }: Pick<ProjectRow, 'config'>,
  { data, by }: Pick<ItemsAddition, 'data'> & Pick<SettingsOptions, 'by'>,
  means: ProjectMeans,
): Promise<LoadedProject> {
  const given = JSON.parse(config) as Record<string, unknown>;
  return projectSettings({ ...given, data, test: undefined }, means, { by });
}
