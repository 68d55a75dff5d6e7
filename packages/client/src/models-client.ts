import {
  evaluationAnswerSchema,
  impactSchema,
  priorForecastSchema,
  projectModelsSchema,
  type Impact,
  type PriorForecast,
  type PriorForecastInput,
  type ProjectEvaluation,
  type ProjectModel,
} from '@alaas/contracts';
import { callJson, type HttpOptions } from './http.js';

/** A signal that ends the call with `CANCELLED`. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The models of live projects, and what to expect of one to come. Every method throws AlaasError as `ProjectsClient`. */
export class ModelsClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /** Every head that was trained, latest first. */
  async list(project: string, options: CallOptions = {}): Promise<ProjectModel[]> {
    const call = { ...options, method: 'GET', path: pathOf(project, 'models') } as const;
    return (await callJson(this.#http, call, projectModelsSchema)).models;
  }

  /** How good the present model is, class by class; null where nothing was measured. */
  async evaluation(project: string, options: CallOptions = {}): Promise<ProjectEvaluation | null> {
    const call = { ...options, method: 'GET', path: pathOf(project, 'evaluation') } as const;
    return (await callJson(this.#http, call, evaluationAnswerSchema)).evaluation;
  }

  /** What labels did to the model, and how the person who asks fares. */
  async impact(project: string, options: CallOptions = {}): Promise<Impact> {
    const call = { ...options, method: 'GET', path: pathOf(project, 'impact') } as const;
    return callJson(this.#http, call, impactSchema);
  }

  /**
   * What labels can be expected to buy in a project that is not there yet, from experience with
   * other data alone. @throws AlaasError `HTTP_REQUEST_INVALID`, and no `PROJECT_UNKNOWN`.
   */
  async priorForecast(
    request: PriorForecastInput,
    options: CallOptions = {},
  ): Promise<PriorForecast> {
    const path = '/api/v1/forecasts/prior';
    const call = { ...options, method: 'POST', path, body: request } as const;
    return callJson(this.#http, call, priorForecastSchema);
  }
}

function pathOf(project: string, what: string): string {
  return `/api/v1/projects/${encodeURIComponent(project)}/${what}`;
}
