/** One row of the error table: all that client, command line, web and docs say of a code. */
export interface ErrorRow {
  readonly status: number;
  readonly retryable: boolean;
  readonly title: string;
  readonly remedy: string;
}
