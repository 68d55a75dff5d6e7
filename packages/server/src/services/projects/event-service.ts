import type { ProjectEvent } from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import { labelFigures } from './describe-project.js';
import { projectRow, type Sql } from './live-project.js';
import { readEvents, type NumberedProjectEvent } from './project-events.js';
import { ProjectWatcher, type ProjectMark } from './project-watcher.js';

/** Shows what happened and what happens in live projects. */
export class EventService {
  readonly #database: Database;
  readonly #watcher: ProjectWatcher;

  constructor(database: Database) {
    this.#database = database;
    this.#watcher = new ProjectWatcher(database);
  }

  /** The next events after a number, and whether nothing can come any more. @throws AlaasError `PROJECT_UNKNOWN`. */
  async past(
    project: string,
    after: number,
  ): Promise<{ readonly events: readonly NumberedProjectEvent[]; readonly isOver: boolean }> {
    return this.#read(async (db) => {
      // The status first: what is written between the two reads is not missed.
      const { sequence, status } = await projectRow(db, project);
      const events = await readEvents(db, sequence, after);
      return { events, isOver: status === 'archived' };
    });
  }

  /** How labelling stands now. */
  async labels(project: string): Promise<ProjectEvent> {
    return this.#read(async (db) => {
      const { sequence } = await projectRow(db, project);
      return { kind: 'labels', ...(await labelFigures(db, sequence)) };
    });
  }

  /** The mark of a project now, and again with every change, until the signal fires. */
  async *changes(project: string, signal: AbortSignal): AsyncGenerator<ProjectMark, void> {
    const { sequence } = await this.#read((db) => projectRow(db, project));
    yield* this.#watcher.changes(sequence, signal);
  }

  async #read<Result>(work: (db: Sql) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#database.sql);
    } catch (error) {
      throw databaseError(error);
    }
  }
}
