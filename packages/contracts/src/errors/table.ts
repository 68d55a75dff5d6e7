import { GENERAL_ERRORS } from './general.js';

/** The one table of errors, by code. A file per area; a code is `AREA_CONDITION`. */
export const ERRORS = {
  ...GENERAL_ERRORS,
} as const;

/** Every code that a user of ALaaS can meet. */
export type ErrorCode = keyof typeof ERRORS;
