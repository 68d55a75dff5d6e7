import { systemSchema, type System } from '@alaas/contracts';
import { callJson, type HttpOptions } from './http.js';

/** How the installation does. */
export class SystemClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /** Workers, work that waits, cache, database, findings. @throws AlaasError `ACCESS_REFUSED`. */
  async look(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<System> {
    const call = { ...options, method: 'GET', path: '/api/v1/system' } as const;
    return callJson(this.#http, call, systemSchema);
  }
}
