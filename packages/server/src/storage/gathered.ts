/** One that waits for its answer. */
interface Waiting<Task, Answer> {
  readonly task: Task;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Bounds how long one call of the database takes, and so how long the next ones wait. */
const MOST_AT_ONCE = 64;
/** Tries of a transaction that others got in the way of. */
const MOST_TRIES = 4;

/**
 * Carries out many small tasks in few calls of the database: what comes while one call is under way is
 * gathered for the next. Nobody waits without need, and however many ask, the way to the database
 * and the wait for the disk are one for all of them.
 */
export class Gathered<Task, Answer> {
  readonly #call: (tasks: readonly Task[]) => Promise<readonly Answer[]>;
  #waiting: Waiting<Task, Answer>[] = [];
  #isBusy = false;

  /** @param call gives an answer to each task, in their order; all in one transaction, or none. */
  constructor(call: (tasks: readonly Task[]) => Promise<readonly Answer[]>) {
    this.#call = call;
  }

  /** The answer to one task. @throws what the database throws because of this task. */
  ask(task: Task): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      if (!this.#isBusy) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting.length > 0) await this.#answer(this.#waiting.splice(0, MOST_AT_ONCE));
    this.#isBusy = false;
  }

  async #answer(those: readonly Waiting<Task, Answer>[], tries = 1): Promise<void> {
    try {
      const answers = await this.#call(those.map(({ task }) => task));
      those.forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (error) {
      const [only, ...others] = those;
      if (others.length > 0 && isUndone(error)) {
        // One of them is at fault: the others must not suffer from it.
        for (const one of those) await this.#answer([one]);
      } else if (only !== undefined && isConflict(error) && tries < MOST_TRIES) {
        await this.#answer([only], tries + 1);
      } else {
        for (const { reject } of those) reject(error);
      }
    }
  }
}

/** Whether a statement failed in such a way that nothing came of it for sure; else it may be on disk. */
function isUndone(error: unknown): boolean {
  return /^(2|40|P0)/.test(sqlState(error));
}

/** Whether others were in the way, so that the same may succeed now. */
function isConflict(error: unknown): boolean {
  return sqlState(error).startsWith('40');
}

function sqlState(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.length === 5 ? code : '';
}
