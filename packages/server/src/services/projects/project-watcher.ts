import { EventEmitter, on } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';

import type { Database } from '../../storage/database.js';

/** How far the history of a project is; it changes with every event and every answer. */
export interface ProjectMark {
  /** Number of the last event. */
  readonly event: number;
  /** Last entry of the ledger; null before the first. */
  readonly entry: string | null;
}

/** Other servers and workers write too: the database is looked at so often. */
const LOOK_MS = 500;

/**
 * Tells those who look on at projects when something happened there. However many they are, it is one
 * look for all of them, and none while there is nobody.
 */
export class ProjectWatcher {
  readonly #database: Database;
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  /** Lookers-on of each project. */
  readonly #watched = new Map<string, number>();
  readonly #marks = new Map<string, ProjectMark>();
  #looking = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The mark of a project now, and again with every change, until the signal fires. */
  async *changes(project: string, signal: AbortSignal): AsyncGenerator<ProjectMark, void> {
    this.#watched.set(project, (this.#watched.get(project) ?? 0) + 1);
    // Whoever comes new is told how things stand, also where nothing changes.
    this.#marks.delete(project);
    try {
      const marks = on(this.#emitter, project, { signal });
      void this.#look();
      for await (const [mark] of marks) yield mark as ProjectMark;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      const others = this.#watched.get(project)! - 1;
      if (others > 0) this.#watched.set(project, others);
      else this.#watched.delete(project);
    }
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    while (this.#watched.size > 0) {
      // A database that is away for a moment has nothing new.
      const marks = await this.#read().catch(() => []);
      for (const { project, ...mark } of marks) {
        const known = this.#marks.get(project);
        if (known?.event === mark.event && known.entry === mark.entry) continue;
        this.#marks.set(project, mark);
        this.#emitter.emit(project, mark);
      }
      await wait(LOOK_MS, undefined, { ref: false });
    }
    this.#looking = false;
  }

  async #read(): Promise<readonly (ProjectMark & { readonly project: string })[]> {
    const { rows } = await sql<ProjectMark & { project: string }>`
      select sequence as project,
        coalesce((
          select max(number) from alaas.live_events as event
          where event.project = project.sequence
        ), 0) as event,
        (select max(sequence) from alaas.live_ledger as entry
          where entry.project = project.sequence) as entry
      from alaas.live_projects as project
      where sequence = any(${[...this.#watched.keys()]}::bigint[])`.execute(this.#database.sql);
    return rows;
  }
}
