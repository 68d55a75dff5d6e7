import { AlaasError, toProblem } from '@alaas/contracts';

import { advanceProject, lookAhead, type ProjectWork } from './advance-project.js';
import { AT_WORK } from './live-project.js';
import type { ProjectRunner } from './project-service.js';

/** Carries projects on in this process, one step after the other, one project at a time. */
export class LocalRunner implements ProjectRunner {
  readonly #work: ProjectWork;
  readonly #onError: (error: AlaasError) => void;
  readonly #waiting = new Set<string>();
  #working: Promise<void> | undefined;

  constructor(work: ProjectWork, onError: (error: AlaasError) => void) {
    this.#work = work;
    this.#onError = onError;
  }

  /** Takes up what an earlier process left. */
  async recover(): Promise<void> {
    const open = await this.#work.database.sql
      .selectFrom('live_projects')
      .select('id')
      .where('status', 'in', AT_WORK)
      .where('problem', 'is', null)
      .execute();
    for (const { id } of open) await this.wake(id);
  }

  async wake(id: string): Promise<void> {
    this.#waiting.add(id);
    this.#working ??= this.#workOff().finally(() => {
      this.#working = undefined;
      const [left] = this.#waiting;
      if (left !== undefined && !this.#work.signal.aborted) void this.wake(left);
    });
  }

  /** Resolves when the work under way has come to its next safe point. */
  async settled(): Promise<void> {
    await this.#working;
  }

  async #workOff(): Promise<void> {
    for (const id of this.#waiting) {
      this.#waiting.delete(id);
      await this.#carryOn(id);
      if (this.#work.signal.aborted) return;
    }
  }

  async #carryOn(id: string): Promise<void> {
    try {
      do {
        while ((await advanceProject(this.#work, id)) === 'worked');
        await lookAhead(this.#work, id);
        // The last label of the batch may have come meanwhile.
      } while ((await advanceProject(this.#work, id)) === 'worked');
    } catch (thrown) {
      const error = AlaasError.from(thrown);
      if (this.#work.signal.aborted) return;
      this.#onError(error);
      await this.#halt(id, error).catch((cause: unknown) => this.#onError(AlaasError.from(cause)));
    }
  }

  async #halt(id: string, error: AlaasError): Promise<void> {
    await this.#work.database.sql
      .updateTable('live_projects')
      .set({ problem: JSON.stringify(toProblem(error)) })
      .where('id', '=', id)
      .execute();
  }
}
