import type { AgentState } from '@alaas/core';

import type { Database } from '../../storage/database.js';
import { openLearner, type LearnerThread } from '../run/learner/open-learner.js';
import type { LiveAgent } from './agent-store.js';
import { readVectors } from './pool-store.js';

/** A learner with the vectors of one project, and which heads it has. */
export interface ProjectLearner {
  readonly thread: LearnerThread;
  /** Rows of the pool. */
  readonly items: number;
  /** Labels that each head was trained on, by arm; a head that is not here must be trained first. */
  readonly heads: Map<string, number>;
}

/** Projects whose vectors are held in memory at a time. */
const MOST_OPEN = 2;

/** The learners of the projects that were worked on last. Their vectors come from the database. */
export class LearnerPool {
  readonly #database: Database;
  readonly #signal: AbortSignal;
  /** Least recently used first. */
  readonly #open = new Map<string, Promise<ProjectLearner>>();

  constructor(database: Database, signal: AbortSignal) {
    this.#database = database;
    this.#signal = signal;
  }

  /** The learner of a project. Callers work on one project at a time. */
  async of(agent: LiveAgent): Promise<ProjectLearner> {
    const project = agent.row.sequence;
    const before = await this.#open.get(project)?.catch(() => undefined);
    // The pool may have grown.
    if (before && before.items < agent.state.settings.poolSize) await this.close(project);
    const known = this.#open.get(project);
    this.#open.delete(project);
    const opening = known ?? this.#openFor(agent);
    this.#open.set(project, opening);
    opening.catch(() => this.#open.delete(project));
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined && oldest !== project) {
      await this.close(oldest);
    }
    return opening;
  }

  /** Frees the vectors of a project. */
  async close(project: string): Promise<void> {
    const opening = this.#open.get(project);
    this.#open.delete(project);
    const learner = await opening?.catch(() => undefined);
    await learner?.thread.close();
  }

  /** Frees everything; waits for what is at work. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((project) => this.close(project)));
  }

  async #openFor({ row, columns, firstPoolSize }: LiveAgent): Promise<ProjectLearner> {
    const db = this.#database.sql;
    const project = row.sequence;
    const pool = (await readVectors(db, { project, part: 'pool', columns }))!;
    const test = await readVectors(db, { project, part: 'test', columns });
    // The thread takes the vectors over: what is asked of them later is asked here.
    const items = pool.rows;
    const thread = openLearner({ pool, test, fittedRows: firstPoolSize }, this.#signal);
    return { thread, items, heads: new Map() };
  }
}

/** Labels that an arm's head was trained on last; undefined before its first training. */
export function trainedLabels(state: AgentState, arm: string): number | undefined {
  return state.arms.find(({ id }) => id === arm)?.points.at(-1)?.labels;
}
