import type { ErrorRow } from './row.js';

/** Errors of configuration files, found before any work is begun. */
export const CONFIG_ERRORS = {
  CONFIG_NOT_FOUND: {
    status: 422,
    retryable: false,
    title: 'The configuration file cannot be read',
    remedy: 'Check the path, or write a configuration with "alaas init".',
  },
  CONFIG_EXISTS: {
    status: 409,
    retryable: false,
    title: 'The configuration file exists already',
    remedy: 'Choose another path, or add --force to write over it.',
  },
  CONFIG_SYNTAX: {
    status: 422,
    retryable: false,
    title: 'The configuration is not valid YAML',
    remedy: 'Correct the line that is named; indent with spaces and put a space after each colon.',
  },
  CONFIG_VARIABLE_UNSET: {
    status: 422,
    retryable: false,
    title: 'The configuration uses a variable that is not set',
    remedy: 'Set the environment variable, or give a default: ${NAME:-default}.',
  },
  CONFIG_INVALID: {
    status: 422,
    retryable: false,
    title: 'The configuration is not right',
    remedy: 'Correct the keys that are named; docs/reference/configuration.md lists them all.',
  },
  CONFIG_PATH_MISSING: {
    status: 422,
    retryable: false,
    title: 'The configuration names a file or folder that is not there',
    remedy: 'Check the path; relative paths start from the folder of the configuration.',
  },
  CONFIG_COLUMN_MISSING: {
    status: 422,
    retryable: false,
    title: 'The configuration names a column that the table does not have',
    remedy: 'Use one of the columns that the table has.',
  },
  CONFIG_LEGACY_SERVES: {
    status: 422,
    retryable: false,
    title: 'A configuration of the original ALaaS names no data to run on',
    remedy: 'Start a server with it ("alaas serve <file>"), or write a project with "alaas init".',
  },
  CONFIG_LEGACY_STRATEGY: {
    status: 422,
    retryable: false,
    title: 'A strategy of the original ALaaS is not there',
    remedy: 'Use the strategy that is named as the nearest.',
  },
} as const satisfies Record<string, ErrorRow>;
