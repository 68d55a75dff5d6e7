import { ACCESS_ERRORS } from './access.js';
import { AGENT_ERRORS } from './agent.js';
import { ARCHIVE_ERRORS } from './archive.js';
import { CLI_ERRORS } from './cli.js';
import { CONFIG_ERRORS } from './config.js';
import { DATABASE_ERRORS } from './database.js';
import { DOMAIN_FIT_ERRORS } from './domain-fit.js';
import { ENCODER_ERRORS } from './encoder.js';
import { FORECAST_ERRORS } from './forecast.js';
import { GENERAL_ERRORS } from './general.js';
import { INPUT_ERRORS } from './input.js';
import { HTTP_ERRORS } from './http.js';
import { ITEM_ERRORS } from './item.js';
import { JOB_ERRORS } from './job.js';
import { LABELLING_ERRORS } from './labelling.js';
import { OUTPUT_ERRORS } from './outputs.js';
import { POOL_ERRORS } from './pool.js';
import { PLAN_ERRORS } from './plan.js';
import { PROJECT_ERRORS } from './project.js';
import { RUN_ERRORS } from './run.js';
import { SIMULATION_ERRORS } from './simulation.js';
import { SOURCE_ERRORS } from './source.js';
import { STRATEGY_ERRORS } from './strategy.js';
import { UPLOAD_ERRORS } from './upload.js';
import { WEBHOOK_ERRORS } from './webhook.js';
import { WORKER_ERRORS } from './worker.js';

/** The one table of errors, by code. A file per area; a code is `AREA_CONDITION`. */
export const ERRORS = {
  ...GENERAL_ERRORS,
  ...ACCESS_ERRORS,
  ...AGENT_ERRORS,
  ...ARCHIVE_ERRORS,
  ...CLI_ERRORS,
  ...CONFIG_ERRORS,
  ...DATABASE_ERRORS,
  ...DOMAIN_FIT_ERRORS,
  ...ENCODER_ERRORS,
  ...FORECAST_ERRORS,
  ...INPUT_ERRORS,
  ...ITEM_ERRORS,
  ...HTTP_ERRORS,
  ...JOB_ERRORS,
  ...LABELLING_ERRORS,
  ...OUTPUT_ERRORS,
  ...POOL_ERRORS,
  ...PLAN_ERRORS,
  ...PROJECT_ERRORS,
  ...UPLOAD_ERRORS,
  ...RUN_ERRORS,
  ...SIMULATION_ERRORS,
  ...SOURCE_ERRORS,
  ...STRATEGY_ERRORS,
  ...WEBHOOK_ERRORS,
  ...WORKER_ERRORS,
} as const;

/** Every code that a user of ALaaS can meet. */
export type ErrorCode = keyof typeof ERRORS;
