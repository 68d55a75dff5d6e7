import {
  dataFindingSchema,
  doneSchema,
  uploadedFileSchema,
  uploadSchema,
  type DataFinding,
  type Upload,
  type UploadedFile,
} from '@alaas/contracts';
import { callJson, type HttpOptions } from './http.js';
import { keyedWrite, type WriteOptions } from './write-options.js';

/** A signal that ends the call with `CANCELLED`. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A file to send. */
export interface FileToSend {
  /** With `/` between folders. */
  readonly name: string;
  readonly content: Blob;
}

const UPLOADS = '/api/v1/uploads';

/** Files that are sent to be the pool of a project; its `data` names them by `upload.data`. */
export class UploadsClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /** Begins one, empty. */
  async begin(options: WriteOptions = {}): Promise<Upload> {
    return callJson(this.#http, keyedWrite({ ...options, path: UPLOADS }), uploadSchema);
  }

  /** How much is there. @throws AlaasError `UPLOAD_UNKNOWN`; so do the others. */
  async get(upload: string, options: CallOptions = {}): Promise<Upload> {
    return callJson(this.#http, { ...options, method: 'GET', path: pathOf(upload) }, uploadSchema);
  }

  /**
   * Sends a file; it is on the server's disk when this resolves. One of the same name is replaced.
   *
   * @throws AlaasError `UPLOAD_NAME_INVALID`, `UPLOAD_WRITE_FAILED`, `HTTP_BODY_TOO_LARGE`.
   */
  async put(
    upload: string,
    { name, content }: FileToSend,
    options: CallOptions = {},
  ): Promise<UploadedFile> {
    const path = `${pathOf(upload)}/files?${new URLSearchParams({ name }).toString()}`;
    const call = { ...options, method: 'PUT', path, content } as const;
    return callJson(this.#http, call, uploadedFileSchema);
  }

  /**
   * What is in an upload, or in a place below a data root, and what it is good for.
   *
   * @throws AlaasError `HTTP_SOURCE_REFUSED`.
   */
  async inspect(data: string, options: CallOptions = {}): Promise<DataFinding> {
    const path = `/api/v1/data?${new URLSearchParams({ data }).toString()}`;
    return callJson(this.#http, { ...options, method: 'GET', path }, dataFindingSchema);
  }

  /** Removes it with its files. */
  async remove(upload: string, options: CallOptions = {}): Promise<void> {
    const call = { ...options, method: 'DELETE', path: pathOf(upload) } as const;
    await callJson(this.#http, call, doneSchema);
  }
}

function pathOf(upload: string): string {
  return `${UPLOADS}/${encodeURIComponent(upload)}`;
}
