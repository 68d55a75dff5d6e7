import type { Migration } from 'kysely';
import { projects } from './0001-projects.js';
import { selectionJobs } from './0002-selection-jobs.js';
import { runSeconds } from './0003-run-seconds.js';
import { agentRecords } from './0004-agent-records.js';
import { liveProjects } from './0005-live-projects.js';
import { liveInterventions } from './0006-live-interventions.js';
import { access } from './0007-access.js';
import { itemLocations } from './0008-item-locations.js';
import { liveEvents } from './0009-live-events.js';
import { modelEvaluations } from './0010-model-evaluations.js';
import { jobs } from './0011-jobs.js';
import { webhooks } from './0012-webhooks.js';
import { labellingFunctions } from './0014-labelling-functions.js';
import { jobOutcomes } from './0015-job-outcomes.js';
import { predictions } from './0016-predictions.js';
import { poolShards } from './0017-pool-shards.js';
import { waitingTasks } from './0018-waiting-tasks.js';
import { suggestions } from './0019-suggestions.js';
import { plainVectors } from './0022-plain-vectors.js';
import { randomPicks } from './0023-random-picks.js';
import { deliveredModels } from './0024-delivered-models.js';
import { keysOfKeys } from './0025-keys-of-keys.js';

/** Every migration in order. A released one is never changed; a change is a new one. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = Object.freeze({
  '0001-projects': projects,
  '0002-selection-jobs': selectionJobs,
  '0003-run-seconds': runSeconds,
  '0004-agent-records': agentRecords,
  '0005-live-projects': liveProjects,
  '0006-live-interventions': liveInterventions,
  '0007-access': access,
  '0008-item-locations': itemLocations,
  '0009-live-events': liveEvents,
  '0010-model-evaluations': modelEvaluations,
  '0011-jobs': jobs,
  '0012-webhooks': webhooks,
  '0014-labelling-functions': labellingFunctions,
  '0015-job-outcomes': jobOutcomes,
  '0016-predictions': predictions,
  '0017-pool-shards': poolShards,
  '0018-waiting-tasks': waitingTasks,
  '0019-suggestions': suggestions,
  '0022-plain-vectors': plainVectors,
  '0023-random-picks': randomPicks,
  '0024-delivered-models': deliveredModels,
  '0025-keys-of-keys': keysOfKeys,
});
