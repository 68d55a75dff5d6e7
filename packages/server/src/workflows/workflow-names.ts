/** The schema in which DBOS keeps its workflows. */
export const WORKFLOW_SCHEMA = 'alaas_workflows';
/** Names under which servers and workers of all releases know each other. */
export const APPLICATION = 'alaas';
/**
 * Fixed: a project outlives releases, and a worker of the next one takes up a round of this one. A
 * change of the order of steps goes through `DBOS.patch`.
 */
export const APPLICATION_VERSION = 'live-1';
export const PROJECT_QUEUE = 'projects';
export const PROJECT_ROUND = 'project-round';
