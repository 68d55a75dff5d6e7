import type { ErrorRow } from './row.js';

/** Errors of the agent and of what people tell it. */
export const AGENT_ERRORS = {
  AGENT_SETTING_INVALID: {
    status: 422,
    retryable: false,
    title: 'A setting of the agent has a value that it does not admit',
    remedy:
      'Choose a budget up to the size of the pool, a target above 0 and up to 1, and each arm once.',
  },
  AGENT_ARM_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such arm to bring back',
    remedy: 'Name an arm that was dropped.',
  },
  AGENT_DECISION_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such decision',
    remedy: 'Use the number of a decision from the list.',
  },
  AGENT_DECISION_SETTLED: {
    status: 409,
    retryable: false,
    title: 'The decision is settled already',
    remedy: 'Bring a dropped arm back, or extend the budget, to go on.',
  },
  AGENT_NO_ARM_LEFT: {
    status: 500,
    retryable: false,
    title: 'Every arm failed',
    remedy: 'Look at the reason of each arm; run again with strategies that come with ALaaS.',
  },
  AGENT_OBSERVATION_UNEXPECTED: {
    status: 409,
    retryable: false,
    title: 'The agent waits for something else',
    remedy: 'Answer what the agent’s state says that it waits for.',
  },
} as const satisfies Record<string, ErrorRow>;
