export {
  AlaasError,
  type Health,
  type LegacyRequest,
  type LegacyResponse,
  type Readiness,
  type Run,
  type RunArm,
  type RunDecision,
  type RunEvent,
  type RunForecasts,
  type RunPage,
  type RunQuery,
  type RunRung,
  type RunSummary,
  type Selection,
  type SelectionEvent,
  type SelectionPage,
  type SelectionQuery,
  type SelectionRequestInput,
  type TrackRecord,
} from '@alaas/contracts';
export { AlaasClient, type AlaasClientOptions, type CallOptions } from './alaas-client.js';
export type { DecisionKey, RunsClient } from './runs-client.js';
