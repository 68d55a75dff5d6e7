export {
  AlaasError,
  type Health,
  type LegacyRequest,
  type LegacyResponse,
  type Readiness,
  type Selection,
  type SelectionEvent,
  type SelectionPage,
  type SelectionQuery,
  type SelectionRequestInput,
} from '@alaas/contracts';
export { AlaasClient, type AlaasClientOptions, type CallOptions } from './alaas-client.js';
