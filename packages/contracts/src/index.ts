export { isModulePath } from './config/strategy-module.js';
export { AlaasError, isErrorCode, type AlaasErrorDetails } from './errors/alaas-error.js';
export { EXIT_CODES, exitCodeOf, type ExitCode } from './errors/exit-codes.js';
export type { ErrorRow } from './errors/row.js';
export { ERRORS, type ErrorCode } from './errors/table.js';
export { checkProject, type ProjectCheck, type ProjectConfig } from './config/check-project.js';
export { checkLegacy, isLegacy, type LegacyConfig } from './config/check-legacy.js';
export type { ConfigIssue } from './config/config-issue.js';
export type {
  DataConfig,
  EmbeddingsData,
  FolderData,
  GlobData,
  ManifestData,
  UrlData,
} from './config/data-config.js';
export type { EncoderConfig, EncodingConfig } from './config/encoder-config.js';
export type { Labelling } from './config/labelling-config.js';
export type { LabelsConfig } from './config/labels-config.js';
export { describeKey, projectJsonSchema, type JsonSchema } from './config/project-json-schema.js';
export type { ProjectFields, ProjectInput } from './config/project-schema.js';
export { DEFAULT_ENCODERS, type Task } from './config/task.js';
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
  noEventsSchema,
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
export {
  armParamsSchema,
  decisionParamsSchema,
  postponeSchema,
  runParamsSchema,
  runQuerySchema,
  type RunQuery,
} from './api/run-request.js';
export {
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
  type ForecastPoint,
  type PastForecast,
  type Run,
  type RunArm,
  type RunArms,
  type RunDecision,
  type RunDecisions,
  type RunEvent,
  type RunForecasts,
  type RunPage,
  type RunRung,
  type RunRungs,
  type RunStatus,
  type RunStop,
  type RunSummary,
  type DeliveredModel,
  type TrackRecord,
} from './api/run.js';
export type { AgentConfig } from './config/agent-config.js';
export {
  assignmentParamsSchema,
  assignmentRequestSchema,
  assignmentSchema,
  assignmentsSchema,
  returnedSchema,
  type Assignment,
  type AssignmentReason,
  type Assignments,
  type Wait,
} from './api/live/assignment.js';
export {
  evaluationAnswerSchema,
  projectModelsSchema,
  type ProjectEvaluation,
  type ProjectModel,
} from './api/live/evaluation.js';
export { archiveChecksumsSchema, archiveHeadSchema, type ArchiveHead } from './api/live/archive.js';
export {
  exportRequestSchema,
  jobPageSchema,
  jobParamsSchema,
  itemsAdditionSchema,
  labelsImportSchema,
  jobSchema,
  projectImportSchema,
  type ExportRequest,
  type ExportRequestInput,
  type ItemsAddition,
  type ItemsAdditionInput,
  type Job,
  type JobPage,
  type LabelsImport,
  type LabelsImportInput,
  type ProjectImport,
} from './api/live/job.js';
export {
  deliveryPageSchema,
  deliveryParamsSchema,
  deliverySchema,
  newWebhookSchema,
  webhookParamsSchema,
  webhookRequestSchema,
  webhooksSchema,
  type NewWebhook,
  type Webhook,
  type WebhookDelivery,
  type WebhookDeliveryPage,
  type WebhookEvent,
  type WebhookInput,
  type WebhookRequest,
} from './api/live/webhook.js';
export { projectEventSchema, type ProjectEvent } from './api/live/project-event.js';
export { impactSchema, type Impact } from './api/live/impact.js';
export { roundPageSchema, type ProjectRound, type RoundPage } from './api/live/round.js';
export { randomComparisonSchema, type RandomComparison } from './api/live/random-comparison.js';
export {
  itemContentSchema,
  itemFilterSchema,
  itemMapQuerySchema,
  itemMapSchema,
  itemPageSchema,
  itemParamsSchema,
  itemPositionsSchema,
  itemQuerySchema,
  knownHeadersSchema,
  quarantineSchema,
  thumbnailQuerySchema,
  type Item,
  type ItemFilter,
  type ItemKind,
  type ItemMap,
  type ItemPage,
  type ItemQuery,
  type Quarantine,
} from './api/live/item.js';
export {
  answerSchema,
  correctionSchema,
  entryParamsSchema,
  ledgerEntrySchema,
  ledgerPageSchema,
  ledgerQuerySchema,
  type Answer,
  type AnswerInput,
  type Correction,
  type CorrectionInput,
  type LedgerEntry,
  type LedgerPage,
  type LedgerQuery,
} from './api/live/label.js';
export {
  uploadedFileSchema,
  uploadFileQuerySchema,
  uploadParamsSchema,
  uploadSchema,
  type Upload,
  type UploadedFile,
} from './api/live/upload.js';
export { classGuidesSchema, type ClassGuide } from './api/live/class-guide.js';
export {
  dataExaminationRequestSchema,
  dataExaminationSchema,
  type DataExamination,
  type DataExaminationRequest,
} from './api/live/data-examination.js';
export {
  changeHeadersSchema,
  labellingSchema,
  pageQuerySchema,
  projectChangeSchema,
  projectCreateSchema,
  projectPageSchema,
  projectParamsSchema,
  projectSchema,
  writeHeadersSchema,
  type PageQuery,
  type Project,
  type ProjectChange,
  type ProjectCreate,
  type ProjectCreateInput,
  type ProjectPage,
  type ProjectStatus,
  type ProjectSummary,
} from './api/live/project.js';
export {
  budgetExtensionSchema,
  projectArmParamsSchema,
  projectDecisionParamsSchema,
} from './api/live/agent.js';
export {
  apiKeySchema,
  apiKeysSchema,
  auditPageSchema,
  auditQuerySchema,
  doneSchema,
  invitationRequestSchema,
  invitationSchema,
  joinSchema,
  keyParamsSchema,
  keyRequestSchema,
  memberParamsSchema,
  membersSchema,
  newKeySchema,
  openSessionsSchema,
  sessionParamsSchema,
  sessionSchema,
  signInSchema,
  userChangeSchema,
  userParamsSchema,
  userSchema,
  usersSchema,
  type ApiKey,
  type AuditPage,
  type AuditQuery,
  type Invitation,
  type InvitationInput,
  type InvitationRequest,
  type Join,
  type KeyInput,
  type KeyRequest,
  type NewApiKey,
  type OpenSession,
  type Right,
  type Role,
  type Session,
  type User,
  type UserChange,
} from './api/live/access.js';
export { dataFindingSchema, dataQuerySchema, type DataFinding } from './api/live/data-finding.js';
export { systemSchema, type System } from './api/system.js';
export {
  priorForecastRequestSchema,
  priorForecastSchema,
  type PriorForecast,
  type PriorForecastInput,
  type PriorForecastRequest,
} from './api/prior-forecast.js';
