import {
  AlaasError,
  type AnswerInput,
  type Assignment,
  type LedgerEntry,
  type ProjectsClient,
} from '@alaas/client';
import { ActiveClock } from './active-clock';
import { afterPaint } from './after-paint';
import { NOTHING_YET, type Given, type LabellingState, type Opinion } from './labelling-state';
import { Outbox, type KeptAnswer, type Keeper } from './outbox';

/** Who labels what, by which means. */
export interface LabellingMeans {
  readonly project: string;
  readonly user: string;
  readonly projects: ProjectsClient;
  readonly keeper: Keeper;
}

/** Few enough to leave something to others, enough to never wait for the network. */
const LOOK_AHEAD = 4;
const ASK_BELOW = 3;
const TRY_AGAIN_MS = 3_000;
const RENEW_BEFORE_MS = 120_000;
const CLIENT = 'alaas-web';

/**
 * One person at work on one project. An answer changes what is shown at once; it is kept in the outbox
 * and sent behind the person's back, again and again while the server cannot be reached.
 */
export class LabellingSession {
  readonly #means: LabellingMeans;
  readonly #outbox: Outbox;
  readonly #clock = new ActiveClock(() => performance.now());
  readonly #listeners = new Set<() => void>();
  /** Of this session: their assignments are not shown again. */
  readonly #answered = new Set<string>();
  readonly #given: Given[] = [];
  readonly #entries = new Map<string, Promise<LedgerEntry | undefined>>();
  #state: LabellingState = NOTHING_YET;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOpen = false;
  /** Position of an item that was taken back and is to be shown next. */
  #front: number | undefined;
  #isAsking = false;
  #mustAskAgain = false;
  #isSending = false;

  constructor(means: LabellingMeans) {
    this.#means = means;
    this.#outbox = new Outbox(means.keeper, means);
  }

  /** As `useSyncExternalStore` wants it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): LabellingState => this.#state;

  /** Begins: first what an earlier session kept, then new items. */
  open(): void {
    this.#isOpen = true;
    const kept = this.#outbox.list();
    const flags = kept.filter(({ answer }) => answer.kind === 'flag');
    for (const one of kept) if (!flags.includes(one)) this.#answered.add(one.assignment.id);
    const flagged = flags.map(({ assignment }) => assignment.position);
    this.#show({ kept: kept.length, flagged });
    this.goOn();
  }

  /** Ends; items that were not answered go to others. */
  close(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    const { projects, project } = this.#means;
    if (this.#outbox.size === 0) void projects.giveBack({ project }).catch(() => undefined);
  }

  /** Sends what is kept and asks for items, now. */
  goOn(): void {
    clearTimeout(this.#timer);
    void this.#send();
    void this.#ask();
  }

  /** Whether the page is in front of somebody. */
  setVisible(isVisible: boolean): void {
    if (isVisible) this.#clock.resume();
    else this.#clock.pause();
  }

  /** The connection is gone, as the browser says. */
  loseConnection(): void {
    this.#show({ isOffline: true });
  }

  /** Says what the annotator thinks of the item in front. */
  answer(opinion: Opinion): void {
    if (this.#state.correcting !== null) {
      if (opinion.kind === 'label') void this.#correct(this.#state.correcting, opinion.label);
      return;
    }
    const [assignment, ...rest] = this.#state.queue;
    if (assignment === undefined) return;
    this.#answered.add(assignment.id);
    this.#given.push(this.#keep(assignment, opinion));
    this.#showQueue(rest, {
      given: this.#given.length,
      kept: this.#outbox.size,
      notice: null,
    });
    afterPaint(() => {
      void this.#send();
      if (this.#state.queue.length < ASK_BELOW) void this.#ask();
    });
  }

  /** Says that something is wrong with the item in front, once; it stays there until it is answered. */
  flag(): void {
    const { queue, flagged, correcting } = this.#state;
    const [assignment] = queue;
    if (assignment === undefined || correcting !== null) return;
    if (flagged.includes(assignment.position)) return;
    this.#keep(assignment, { kind: 'flag' });
    this.#show({
      flagged: [...flagged, assignment.position],
      kept: this.#outbox.size,
      notice: null,
    });
    afterPaint(() => void this.#send());
  }

  /** Takes the last answer back, and shows its item again. */
  async undo(): Promise<void> {
    const last = this.#given.pop();
    if (last === undefined) return;
    this.#show({ given: this.#given.length, notice: null });
    const sending = this.#entries.get(last.key);
    if (sending === undefined) return this.#undoKept(last);
    const entry = await sending;
    if (entry === undefined) this.#undoKept(last);
    else await this.#undoSent(last, entry.id);
  }

  /** Leaves the old answer as it is. */
  keepAnswer(): void {
    this.#show({ correcting: null });
  }

  /** Keeps the items in front for the full time again, where it would soon be over. */
  async renew(): Promise<void> {
    const { projects, project } = this.#means;
    const soon = Date.now() + RENEW_BEFORE_MS;
    for (const { id, expiresAt } of this.#state.queue) {
      if (Date.parse(expiresAt) > soon) continue;
      const renewed = await projects.renew({ project, assignment: id }).catch(() => undefined);
      if (renewed === undefined) continue;
      const queue = this.#state.queue.map((one) => (one.id === id ? renewed : one));
      this.#show({ queue });
    }
  }

  /** Puts what was said into the outbox. */
  #keep(assignment: Assignment, said: Opinion | { readonly kind: 'flag' }): Given {
    const answer: AnswerInput = {
      ...said,
      assignment: assignment.id,
      activeSeconds: this.#clock.seconds(),
      client: CLIENT,
    };
    const given: Given = { key: crypto.randomUUID(), assignment, answer };
    this.#outbox.add(given, Date.now());
    return given;
  }

  #undoKept({ key, assignment }: Given): void {
    if (!this.#outbox.remove(key)) return;
    this.#answered.delete(assignment.id);
    this.#showQueue([assignment, ...this.#state.queue], { kept: this.#outbox.size });
  }

  async #undoSent(last: Given, entry: string): Promise<void> {
    const { projects, project } = this.#means;
    try {
      await projects.undo({ project, entry });
      this.#front = last.assignment.position;
      await this.#ask();
    } catch (thrown) {
      const error = AlaasError.from(thrown);
      const isOver = error.code === 'LABELLING_ENTRY_SETTLED' && last.answer.kind === 'label';
      this.#show(isOver ? { correcting: last } : { notice: { kind: 'not-taken', error } });
    }
  }

  async #correct({ key }: Given, label: string): Promise<void> {
    const { projects, project } = this.#means;
    this.#show({ correcting: null });
    try {
      const { id } = (await this.#entries.get(key))!;
      const change = { label, client: CLIENT };
      const corrected = await projects.correct({ project, entry: id }, change);
      this.#entries.set(key, Promise.resolve(corrected));
      this.#show({ notice: { kind: 'corrected' } });
    } catch (thrown) {
      this.#show({ notice: { kind: 'not-taken', error: AlaasError.from(thrown) } });
    }
  }

  /** Sends what is kept, oldest first, until nothing is left or the server cannot be reached. */
  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let next = this.#outbox.first(); next !== undefined; next = this.#outbox.first()) {
        const { project, projects } = this.#means;
        const { key, answer } = next;
        const sent = projects.label(project, answer, { idempotencyKey: key });
        this.#entries.set(
          key,
          sent.catch(() => undefined),
        );
        try {
          await sent;
        } catch (thrown) {
          this.#entries.delete(key);
          if (this.#mustWait(AlaasError.from(thrown))) return;
          this.#forget(next);
        }
        this.#outbox.remove(key);
        this.#show({ kept: this.#outbox.size, isOffline: false });
      }
      // What was asked for meanwhile was counted together with what was on its way.
      if (this.#state.queue.length < ASK_BELOW) void this.#ask();
    } finally {
      this.#isSending = false;
    }
  }

  /** Whether an answer that was not taken is kept; one that never will be is told instead. */
  #mustWait(error: AlaasError): boolean {
    if (error.row.retryable) {
      this.#show({ isOffline: true });
      this.#later(TRY_AGAIN_MS);
      return true;
    }
    if (error.code === 'ACCESS_SIGN_IN_NEEDED') {
      this.#show({ problem: error });
      return true;
    }
    this.#show({ notice: { kind: 'not-taken', error } });
    return false;
  }

  /** What will never be taken was not said: its item is shown again where it is still handed out. */
  #forget({ key, assignment, answer }: KeptAnswer): void {
    if (answer.kind === 'flag') {
      const flagged = this.#state.flagged.filter((position) => position !== assignment.position);
      this.#show({ flagged });
      return;
    }
    this.#answered.delete(assignment.id);
    const place = this.#given.findIndex((one) => one.key === key);
    if (place === -1) return;
    this.#given.splice(place, 1);
    this.#show({ given: this.#given.length });
  }

  /**
   * Sees to it that there are items ahead; the one at `#front` comes first. One request at a time: an
   * answer that was overtaken would take away what came with the later one.
   */
  async #ask(): Promise<void> {
    this.#mustAskAgain = this.#isAsking;
    if (!this.#isOpen || this.#isAsking) return;
    this.#isAsking = true;
    this.#show({ isAsking: true });
    const { projects, project } = this.#means;
    const front = this.#front;
    this.#front = undefined;
    const extra = front === undefined ? 0 : 1;
    try {
      const count = Math.min(50, this.#outbox.size + LOOK_AHEAD + extra);
      const { assignments, wait } = await projects.next(project, { count });
      this.#take(assignments, front);
      this.#show({ wait, isOffline: false, problem: null });
      // Without a reason to wait, what there is was answered here, and is on its way.
      const pauseMs = wait === null ? TRY_AGAIN_MS : (wait.retryAfterSeconds ?? Infinity) * 1_000;
      if (this.#state.queue.length === 0 && pauseMs < Infinity) this.#later(pauseMs);
    } catch (thrown) {
      this.#front ??= front;
      const error = AlaasError.from(thrown);
      if (error.row.retryable) {
        this.#show({ isOffline: true });
        this.#later(TRY_AGAIN_MS);
      } else this.#show({ problem: error });
    } finally {
      this.#isAsking = false;
      this.#show({ isAsking: false });
      if (this.#mustAskAgain) void this.#ask();
    }
  }

  #take(assignments: readonly Assignment[], front: number | undefined): void {
    const open = assignments.filter(({ id }) => !this.#answered.has(id));
    const known = this.#state.queue.filter(({ id }) => open.some((one) => one.id === id));
    const added = open.filter(({ id }) => !known.some((one) => one.id === id));
    const all = [...known, ...added];
    const wanted = all.filter(({ position }) => position === front);
    this.#showQueue([...wanted, ...all.filter(({ position }) => position !== front)]);
    if (front !== undefined && wanted.length === 0)
      this.#show({ notice: { kind: 'undone-elsewhere' } });
  }

  #showQueue(queue: readonly Assignment[], more: Partial<LabellingState> = {}): void {
    if (queue[0]?.id !== this.#state.queue[0]?.id) this.#clock.restart();
    this.#show({ ...more, queue });
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isOpen) this.#timer = setTimeout(() => this.goOn(), ms);
  }

  #show(change: Partial<LabellingState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
