import type { Problem } from '@alaas/contracts';

import type { ProjectWork } from './project-work.js';
import { durably, projectRow } from './live-project.js';
import { appendEvents } from './project-events.js';
import { withoutServerPaths } from './without-server-paths.js';

/** Puts on record why work on a project came to a halt; people resume it. */
export async function haltProject(
  { database, means }: ProjectWork,
  id: string,
  found: Problem,
): Promise<void> {
  const problem = withoutServerPaths(found, means);
  await durably(database, async (trx) => {
    const { sequence } = await projectRow(trx, id, { lock: true });
    await trx
      .updateTable('live_projects')
      .set({ problem: JSON.stringify(problem) })
      .where('sequence', '=', sequence)
      .execute();
    await appendEvents(trx, sequence, [{ kind: 'halted', problem }]);
  });
}
