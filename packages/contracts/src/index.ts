export { AlaasError, isErrorCode, type AlaasErrorDetails } from './errors/alaas-error.js';
export type { ErrorRow } from './errors/row.js';
export { ERRORS, type ErrorCode } from './errors/table.js';
export { healthSchema, readinessSchema, type Health, type Readiness } from './api/health.js';
export {
  legacyRequestSchema,
  legacyResponseSchema,
  type LegacyRequest,
  type LegacyResponse,
} from './api/legacy-post.js';
export { fromProblem, problemSchema, toProblem, type Problem } from './api/problem.js';
export {
  poolItemSchema,
  selectionRequestSchema,
  type PoolItem,
  type SelectionRequest,
  type SelectionRequestInput,
  type WireRows,
} from './api/selection-request.js';
export {
  createHeadersSchema,
  eventHeadersSchema,
  eventStreamSchema,
  isFinal,
  selectionEventSchema,
  selectionPageSchema,
  selectionParamsSchema,
  selectionQuerySchema,
  selectionSchema,
  selectionStatusSchema,
  selectionSummarySchema,
  type Selection,
  type SelectionEvent,
  type SelectionPage,
  type SelectionProgress,
  type SelectionQuery,
  type SelectionResult,
  type SelectionStatus,
  type SelectionSummary,
} from './api/selection.js';
