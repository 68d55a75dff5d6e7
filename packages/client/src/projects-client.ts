import {
  assignmentSchema,
  assignmentsSchema,
  ledgerEntrySchema,
  ledgerPageSchema,
  projectEventSchema,
  projectPageSchema,
  projectSchema,
  returnedSchema,
  roundPageSchema,
  runArmsSchema,
  runDecisionsSchema,
  runForecastsSchema,
  runRungsSchema,
  type AnswerInput,
  type Assignment,
  type Assignments,
  type CorrectionInput,
  type LedgerEntry,
  type LedgerPage,
  type LedgerQuery,
  type PageQuery,
  type Project,
  type ProjectChange,
  type ProjectCreateInput,
  type ProjectEvent,
  type ProjectPage,
  type RoundPage,
  type RunArm,
  type RunDecision,
  type RunForecasts,
  type RunRung,
} from '@alaas/contracts';
import { followEvents } from './follow-events.js';
import { callJson, wordsOf, type AnswerSchema, type Call, type HttpOptions } from './http.js';
import { keyedWrite, type KeyedCall, type WriteOptions } from './write-options.js';

/** A signal that ends the call with `CANCELLED`. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which entry of the ledger of which project. */
export interface EntryKey {
  readonly project: string;
  readonly entry: string;
}

/** Which assignment of which project. */
export interface AssignmentKey {
  readonly project: string;
  readonly assignment: string;
}

/** What a person decides about a project. */
export type ProjectWish =
  | { readonly kind: 'approve' | 'veto'; readonly decision: number }
  | { readonly kind: 'postpone'; readonly decision: number; readonly labels: number }
  | { readonly kind: 'revive'; readonly arm: string }
  | { readonly kind: 'extend'; readonly labels: number };

const PROJECTS = '/api/v1/projects';

/**
 * Live projects. Every method throws AlaasError `PROJECT_UNKNOWN` for a project that is not there, and
 * as `AlaasClient`. Writes that are tried again after a lost answer count once.
 */
export class ProjectsClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /** @throws AlaasError `PROJECT_SETTINGS_INVALID`, `HTTP_SOURCE_REFUSED`. */
  async create(request: ProjectCreateInput, options: WriteOptions = {}): Promise<Project> {
    return this.#write({ ...options, path: PROJECTS, body: request }, projectSchema);
  }

  /** Newest first; give `nextCursor` back as `cursor` for the next page. */
  async list(query: PageQuery = {}, options: CallOptions = {}): Promise<ProjectPage> {
    return this.#get(`${PROJECTS}?${wordsOf(query)}`, projectPageSchema, options);
  }

  /** Status, settings, batch and labels. */
  async get(project: string, options: CallOptions = {}): Promise<Project> {
    return this.#get(pathOf(project), projectSchema, options);
  }

  /**
   * Changes how people label; with `version` only where nobody changed it since.
   *
   * @throws AlaasError `PROJECT_CHANGED`, `PROJECT_STATUS_UNFIT`.
   */
  async change(
    project: string,
    change: ProjectChange & { readonly version?: number | undefined },
    options: CallOptions = {},
  ): Promise<Project> {
    const { version, ...body } = change;
    const headers = version === undefined ? {} : { 'if-match': `"${version}"` };
    const call = { ...options, method: 'PATCH', path: pathOf(project), headers, body } as const;
    return callJson(this.#http, call, projectSchema);
  }

  /** Asks nobody for a while. @throws AlaasError `PROJECT_STATUS_UNFIT`; so do the next three. */
  async pause(project: string, options: CallOptions = {}): Promise<Project> {
    return this.#post(`${pathOf(project)}/pause`, projectSchema, options);
  }

  /** Goes on, also after work came to a halt. */
  async resume(project: string, options: CallOptions = {}): Promise<Project> {
    return this.#post(`${pathOf(project)}/resume`, projectSchema, options);
  }

  /** Buys no more labels. */
  async stop(project: string, options: CallOptions = {}): Promise<Project> {
    return this.#post(`${pathOf(project)}/stop`, projectSchema, options);
  }

  /** Takes no more changes. */
  async archive(project: string, options: CallOptions = {}): Promise<Project> {
    return this.#post(`${pathOf(project)}/archive`, projectSchema, options);
  }

  /** The next items to label, `count` in all (default 1); `wait` says why there are none. */
  async next(
    project: string,
    { count, ...options }: CallOptions & { readonly count?: number | undefined } = {},
  ): Promise<Assignments> {
    const body = count === undefined ? {} : { count };
    return this.#post(`${pathOf(project)}/assignments`, assignmentsSchema, { ...options, body });
  }

  /** Keeps an item for the full time again. @throws AlaasError `ASSIGNMENT_…`. */
  async renew(key: AssignmentKey, options: CallOptions = {}): Promise<Assignment> {
    return this.#post(`${assignmentPath(key)}/renew`, assignmentSchema, options);
  }

  /** Gives an item back, or all of them; answers how many. @throws AlaasError `ASSIGNMENT_…`. */
  async giveBack(
    { project, assignment }: { readonly project: string; readonly assignment?: string },
    options: CallOptions = {},
  ): Promise<number> {
    const path =
      assignment === undefined
        ? `${pathOf(project)}/assignments`
        : assignmentPath({ project, assignment });
    const call = { ...options, method: 'DELETE', path } as const;
    return (await callJson(this.#http, call, returnedSchema)).returned;
  }

  /**
   * Answers an assignment; the answer is on disk when this resolves.
   *
   * @throws AlaasError `ASSIGNMENT_…`, `LABELLING_CLASS_UNKNOWN`, `PROJECT_STATUS_UNFIT`.
   */
  async label(
    project: string,
    answer: AnswerInput,
    options: WriteOptions = {},
  ): Promise<LedgerEntry> {
    const path = `${pathOf(project)}/labels`;
    return this.#write({ ...options, path, body: answer }, ledgerEntrySchema);
  }

  /** Gives an item that was answered another label. @throws AlaasError `LABELLING_ENTRY_…`. */
  async correct(
    key: EntryKey,
    correction: CorrectionInput,
    options: WriteOptions = {},
  ): Promise<LedgerEntry> {
    const path = `${entryPath(key)}/correct`;
    return this.#write({ ...options, path, body: correction }, ledgerEntrySchema);
  }

  /** Takes an answer back while its batch is not over. @throws AlaasError `LABELLING_ENTRY_…`. */
  async undo(key: EntryKey, options: WriteOptions = {}): Promise<LedgerEntry> {
    return this.#write({ ...options, path: `${entryPath(key)}/undo` }, ledgerEntrySchema);
  }

  /** The ledger, oldest first. */
  async ledger(
    project: string,
    query: LedgerQuery = {},
    options: CallOptions = {},
  ): Promise<LedgerPage> {
    return this.#get(`${pathOf(project)}/labels?${wordsOf(query)}`, ledgerPageSchema, options);
  }

  /** Strategies under trial, with their curves. */
  async arms(project: string, options: CallOptions = {}): Promise<RunArm[]> {
    return (await this.#get(`${pathOf(project)}/arms`, runArmsSchema, options)).arms;
  }

  /** Batches that people were asked for, oldest first, with the model that came of each. */
  async rounds(
    project: string,
    query: PageQuery = {},
    options: CallOptions = {},
  ): Promise<RoundPage> {
    return this.#get(`${pathOf(project)}/rounds?${wordsOf(query)}`, roundPageSchema, options);
  }

  /** Stages of the race: who was dropped when. */
  async rungs(project: string, options: CallOptions = {}): Promise<RunRung[]> {
    return (await this.#get(`${pathOf(project)}/rungs`, runRungsSchema, options)).rungs;
  }

  /** What is expected, and what came true. */
  async forecasts(project: string, options: CallOptions = {}): Promise<RunForecasts> {
    return this.#get(`${pathOf(project)}/forecasts`, runForecastsSchema, options);
  }

  /** What the agent decided; `replayed` goes through the record anew. */
  async decisions(
    project: string,
    { replayed = false, ...options }: CallOptions & { readonly replayed?: boolean } = {},
  ): Promise<RunDecision[]> {
    const path = `${pathOf(project)}/decisions${replayed ? '/replayed' : ''}`;
    return (await this.#get(path, runDecisionsSchema, options)).decisions;
  }

  /**
   * Decides: approve, veto or postpone a decision, bring an arm back, extend the budget.
   *
   * @throws AlaasError `AGENT_DECISION_UNKNOWN`, `AGENT_DECISION_SETTLED`, `AGENT_ARM_UNKNOWN`,
   *   `PROJECT_STATUS_UNFIT`.
   */
  async decide(
    project: string,
    wish: ProjectWish,
    options: WriteOptions = {},
  ): Promise<RunDecision[]> {
    const { path, body } = wishCall(wish);
    const call = { ...options, path: `${pathOf(project)}/${path}`, body };
    return (await this.#write(call, runDecisionsSchema)).decisions;
  }

  /**
   * What happened in a project, and then what happens until it is archived. A connection that breaks is
   * taken up again where it broke. Begins with the first event, or with the one after number `after`.
   */
  events(
    project: string,
    options: CallOptions & { readonly after?: number | undefined } = {},
  ): AsyncGenerator<ProjectEvent, void, undefined> {
    const path = `${pathOf(project)}/events`;
    return followEvents(this.#http, { ...options, path, schema: projectEventSchema });
  }

  #get<Answer>(path: string, schema: AnswerSchema<Answer>, options: CallOptions): Promise<Answer> {
    return callJson(this.#http, { ...options, method: 'GET', path }, schema);
  }

  #post<Answer>(
    path: string,
    schema: AnswerSchema<Answer>,
    options: CallOptions & Pick<Call, 'body'>,
  ): Promise<Answer> {
    return callJson(this.#http, { ...options, method: 'POST', path }, schema);
  }

  #write<Answer>(write: KeyedCall, schema: AnswerSchema<Answer>): Promise<Answer> {
    return callJson(this.#http, keyedWrite(write), schema);
  }
}

function wishCall(wish: ProjectWish): { readonly path: string; readonly body?: unknown } {
  switch (wish.kind) {
    case 'approve':
    case 'veto':
      return { path: `decisions/${wish.decision}/${wish.kind}` };
    case 'postpone':
      return { path: `decisions/${wish.decision}/postpone`, body: { labels: wish.labels } };
    case 'revive':
      return { path: `arms/${encodeURIComponent(wish.arm)}/revive` };
    case 'extend':
      return { path: 'budget/extend', body: { labels: wish.labels } };
  }
}

function pathOf(project: string): string {
  return `${PROJECTS}/${encodeURIComponent(project)}`;
}

function assignmentPath({ project, assignment }: AssignmentKey): string {
  return `${pathOf(project)}/assignments/${encodeURIComponent(assignment)}`;
}

function entryPath({ project, entry }: EntryKey): string {
  return `${pathOf(project)}/labels/${encodeURIComponent(entry)}`;
}
