import type { LoadedProject } from '../config/load-project-config.js';
import { openDatabase } from '../../storage/database.js';
import { lockProject } from '../../storage/lock/lock-project.js';
import { openAgentRecords, type AgentRecords } from '../../storage/agent-records.js';
import { openProjectStore } from '../../storage/open-project-store.js';
import type { ProjectStore } from '../../storage/project-store.js';
import { projectId } from './project-id.js';
import type { RunMeans } from './run-event.js';

/**
 * Opens a project's store under its lock, and closes both when the work has ended.
 *
 * @throws AlaasError `PROJECT_LOCKED`, `DATABASE_…`, and what the work throws.
 */
export async function withProjectStore<Result>(
  { home, config }: Pick<LoadedProject, 'home' | 'config'>,
  { databaseUrl, signal }: RunMeans,
  work: (store: ProjectStore, records: AgentRecords) => Promise<Result>,
): Promise<Result> {
  const lock = await lockProject(home);
  try {
    const id = await projectId(home, config.project);
    const database = await openDatabase({ home, databaseUrl, signal });
    try {
      return await work(openProjectStore(database, id), openAgentRecords(database, id));
    } finally {
      await database.close();
    }
  } finally {
    await lock.release();
  }
}
