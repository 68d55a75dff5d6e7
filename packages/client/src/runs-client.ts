import {
  runArmSchema,
  runArmsSchema,
  runDecisionSchema,
  runDecisionsSchema,
  runEventSchema,
  runForecastsSchema,
  runPageSchema,
  runRungsSchema,
  runSchema,
  trackRecordSchema,
  type Run,
  type RunArm,
  type RunDecision,
  type RunEvent,
  type RunForecasts,
  type RunPage,
  type RunQuery,
  type RunRung,
  type TrackRecord,
} from '@alaas/contracts';
import { followEvents } from './follow-events.js';
import { callJson, type AnswerSchema, type HttpOptions } from './http.js';

/** A signal that ends the call with `CANCELLED`. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which decision of which run. */
export interface DecisionKey {
  readonly run: string;
  /** Its number. */
  readonly decision: number;
}

const RUNS = '/api/v1/runs';

/**
 * Looks on at runs and decides what their agents ask. Every method throws AlaasError `RUN_UNKNOWN`
 * for a run that is not there, `RUN_WITHOUT_AGENT` where none decides, and as `AlaasClient`.
 */
export class RunsClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /** Newest first; give `nextCursor` back as `cursor` for the next page. */
  async list(query: RunQuery = {}, options: CallOptions = {}): Promise<RunPage> {
    const words = Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, `${value}`]] : [],
    );
    return this.#get(`${RUNS}?${new URLSearchParams(words).toString()}`, runPageSchema, options);
  }

  /** Status and outcome. */
  async get(run: string, options: CallOptions = {}): Promise<Run> {
    return this.#get(pathOf(run), runSchema, options);
  }

  /** Strategies under trial, with their curves. */
  async arms(run: string, options: CallOptions = {}): Promise<RunArm[]> {
    return (await this.#get(`${pathOf(run)}/arms`, runArmsSchema, options)).arms;
  }

  /** Stages of the race: who was dropped when. */
  async rungs(run: string, options: CallOptions = {}): Promise<RunRung[]> {
    return (await this.#get(`${pathOf(run)}/rungs`, runRungsSchema, options)).rungs;
  }

  /** What is expected, and what came true. */
  async forecasts(run: string, options: CallOptions = {}): Promise<RunForecasts> {
    return this.#get(`${pathOf(run)}/forecasts`, runForecastsSchema, options);
  }

  /** What the agent decided, with its evidence and what can still be done about it. */
  async decisions(run: string, options: CallOptions = {}): Promise<RunDecision[]> {
    return (await this.#get(`${pathOf(run)}/decisions`, runDecisionsSchema, options)).decisions;
  }

  /** @throws AlaasError `AGENT_DECISION_UNKNOWN`. */
  async decision(key: DecisionKey, options: CallOptions = {}): Promise<RunDecision> {
    return this.#get(decisionPath(key), runDecisionSchema, options);
  }

  /**
   * Agrees to a stop.
   *
   * @throws AlaasError `AGENT_DECISION_SETTLED` when it comes too late, `PROJECT_LOCKED` while a run
   *   is at work; so do the next ones.
   */
  async approve(key: DecisionKey, options: CallOptions = {}): Promise<RunDecision> {
    return this.#post(`${decisionPath(key)}/approve`, runDecisionSchema, options);
  }

  /** Refuses a stop, or brings the strategy back that was dropped. */
  async veto(key: DecisionKey, options: CallOptions = {}): Promise<RunDecision> {
    return this.#post(`${decisionPath(key)}/veto`, runDecisionSchema, options);
  }

  /** Puts a stop off until the champion has so many more labels, at least 1. */
  async postpone(
    key: DecisionKey & { readonly labels: number },
    options: CallOptions = {},
  ): Promise<RunDecision> {
    const body = { labels: key.labels };
    return this.#post(`${decisionPath(key)}/postpone`, runDecisionSchema, { ...options, body });
  }

  /** Brings a dropped strategy back. @throws AlaasError `AGENT_ARM_UNKNOWN`. */
  async revive(
    { run, arm }: { readonly run: string; readonly arm: string },
    options: CallOptions = {},
  ): Promise<RunArm> {
    const path = `${pathOf(run)}/arms/${encodeURIComponent(arm)}/revive`;
    return this.#post(path, runArmSchema, options);
  }

  /** How forecasts and stops of all runs fared. */
  async trackRecord(options: CallOptions = {}): Promise<TrackRecord> {
    return this.#get('/api/v1/track-record', trackRecordSchema, options);
  }

  /** What happens to a run, from its beginning until it has ended, each event once. */
  events(run: string, options: CallOptions = {}): AsyncGenerator<RunEvent, void, undefined> {
    const path = `${pathOf(run)}/events`;
    return followEvents(this.#http, { ...options, path, schema: runEventSchema });
  }

  #get<Answer>(path: string, schema: AnswerSchema<Answer>, options: CallOptions): Promise<Answer> {
    return callJson(this.#http, { ...options, method: 'GET', path }, schema);
  }

  #post<Answer>(
    path: string,
    schema: AnswerSchema<Answer>,
    options: CallOptions & { readonly body?: unknown },
  ): Promise<Answer> {
    return callJson(this.#http, { ...options, method: 'POST', path }, schema);
  }
}

function pathOf(run: string): string {
  return `${RUNS}/${encodeURIComponent(run)}`;
}

function decisionPath({ run, decision }: DecisionKey): string {
  return `${pathOf(run)}/decisions/${decision}`;
}
