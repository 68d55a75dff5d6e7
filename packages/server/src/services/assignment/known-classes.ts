import { AlaasError } from '@alaas/contracts';
import { nearestName } from '@alaas/core';

import type { Sql } from '../projects/live-project.js';

/** The classes of a project, in order; none while its pool is being read. */
export async function classesOf(db: Sql, project: string): Promise<readonly string[]> {
  const pool = await db
    .selectFrom('live_pools')
    .select('classes')
    .where('project', '=', project)
    .executeTakeFirst();
  return JSON.parse(pool?.classes ?? '[]') as string[];
}

/** The error of a label that is none of the classes. */
export function classUnknown(label: string, classes: readonly string[]): AlaasError {
  const meant = nearestName(label, classes);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return new AlaasError(
    'LABELLING_CLASS_UNKNOWN',
    `"${label}" is not one of the classes of the project.${hint}`,
    { field: 'label', value: label },
  );
}
