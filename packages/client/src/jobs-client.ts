import {
  AlaasError,
  dataExaminationSchema,
  fromProblem,
  jobPageSchema,
  jobSchema,
  type DataExamination,
  type DataExaminationRequest,
  type ExportRequestInput,
  type ItemsAdditionInput,
  type Job,
  type JobPage,
  type LabelsImportInput,
  type PageQuery,
  type ProjectImport,
} from '@alaas/contracts';
import { callJson, pause, send, wordsOf, type HttpOptions } from './http.js';
import { keyedWrite, type WriteOptions } from './write-options.js';

/** A signal that ends the call with `CANCELLED`. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

const FIRST_LOOK_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** Exports and other long work on live projects. Every method throws AlaasError as `ProjectsClient`. */
export class JobsClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /** Begins to write labels or model into a file. */
  async export(
    project: string,
    request: ExportRequestInput,
    options: WriteOptions = {},
  ): Promise<Job> {
    return this.#begin(`projects/${encodeURIComponent(project)}/exports`, request, options);
  }

  /**
   * Begins to add items to the pool; the `outcome` of the job says how many are new.
   *
   * @throws AlaasError `PROJECT_STATUS_UNFIT`, `PROJECT_SETTINGS_INVALID`, `HTTP_SOURCE_REFUSED`.
   */
  async addItems(
    project: string,
    addition: ItemsAdditionInput,
    options: WriteOptions = {},
  ): Promise<Job> {
    return this.#begin(`projects/${encodeURIComponent(project)}/items`, addition, options);
  }

  /**
   * Begins to take labels of a CSV, JSON lines or Parquet file into the ledger, all or none; with
   * `check`, to say what would come of it.
   *
   * @throws AlaasError `PROJECT_STATUS_UNFIT`, `HTTP_SOURCE_REFUSED`; what is wrong with the file is
   *   told by the job, line by line in `details.problems` of its error.
   */
  async importLabels(
    project: string,
    given: LabelsImportInput,
    options: WriteOptions = {},
  ): Promise<Job> {
    return this.#begin(`projects/${encodeURIComponent(project)}/labels/import`, given, options);
  }

  /**
   * Begins to make a project from an archive that was exported elsewhere; the job names it at its end.
   *
   * @throws AlaasError `HTTP_SOURCE_REFUSED`; the job ends with `ARCHIVE_…` where it cannot be read.
   */
  async importProject(given: ProjectImport, options: WriteOptions = {}): Promise<Job> {
    return this.#begin('projects/import', given, options);
  }

  /**
   * Begins to look whether data suit, before a project is made of them.
   *
   * @throws AlaasError `PROJECT_SETTINGS_INVALID`, `HTTP_SOURCE_REFUSED`.
   */
  async examineData(request: DataExaminationRequest, options: WriteOptions = {}): Promise<Job> {
    return this.#begin('data/examinations', request, options);
  }

  /** What such a look found. @throws AlaasError `JOB_FILE_MISSING` before the end of the job. */
  async examination(job: string, options: CallOptions = {}): Promise<DataExamination> {
    const call = { ...options, method: 'GET', path: `${pathOf(job)}/file` } as const;
    return callJson(this.#http, call, dataExaminationSchema);
  }

  /** Newest first; give `nextCursor` back as `cursor` for the next page. */
  async list(project: string, query: PageQuery = {}, options: CallOptions = {}): Promise<JobPage> {
    const path = `/api/v1/projects/${encodeURIComponent(project)}/jobs?${wordsOf(query)}`;
    return callJson(this.#http, { ...options, method: 'GET', path }, jobPageSchema);
  }

  /** @throws AlaasError `JOB_UNKNOWN`. */
  async get(job: string, options: CallOptions = {}): Promise<Job> {
    return callJson(this.#http, { ...options, method: 'GET', path: pathOf(job) }, jobSchema);
  }

  /** Cancels a job; one that has ended stays as it is. */
  async cancel(job: string, options: CallOptions = {}): Promise<Job> {
    return callJson(this.#http, { ...options, method: 'DELETE', path: pathOf(job) }, jobSchema);
  }

  /**
   * Waits until a job has finished.
   *
   * @throws AlaasError with the code for which it failed, or `CANCELLED`.
   */
  async wait(
    job: string,
    { onProgress, ...options }: CallOptions & { readonly onProgress?: (job: Job) => void } = {},
  ): Promise<Job> {
    for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 1.5 * pauseMs)) {
      const present = await this.get(job, options);
      onProgress?.(present);
      if (present.error !== null) throw fromProblem(present.error);
      if (present.status === 'cancelled') {
        throw new AlaasError('CANCELLED', `The job ${job} was cancelled.`);
      }
      if (present.status === 'finished') return present;
      await pause(pauseMs, options.signal);
    }
  }

  /** What a job wrote, as it comes. @throws AlaasError `JOB_FILE_MISSING` before the end. */
  async file(job: string, options: CallOptions = {}): Promise<ReadableStream<Uint8Array>> {
    const path = `${pathOf(job)}/file`;
    const { body } = await send(this.#http, { ...options, method: 'GET', path });
    return body ?? new ReadableStream({ start: (controller) => controller.close() });
  }

  #begin(where: string, body: unknown, options: WriteOptions): Promise<Job> {
    const call = keyedWrite({ ...options, path: `/api/v1/${where}`, body });
    return callJson(this.#http, call, jobSchema);
  }
}

function pathOf(job: string): string {
  return `/api/v1/jobs/${encodeURIComponent(job)}`;
}
