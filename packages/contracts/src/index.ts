export { AlaasError, isErrorCode, type AlaasErrorDetails } from './errors/alaas-error.js';
export type { ErrorRow } from './errors/row.js';
export { ERRORS, type ErrorCode } from './errors/table.js';
