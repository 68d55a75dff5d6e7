import type { ErrorRow } from './row.js';

/** Errors of people and their rights. */
export const ACCESS_ERRORS = {
  ACCESS_SIGN_IN_NEEDED: {
    status: 401,
    retryable: false,
    title: 'Nobody is signed in',
    remedy: 'Sign in, or send an API key as "Authorization: Bearer <key>".',
  },
  ACCESS_REFUSED: {
    status: 403,
    retryable: false,
    title: 'You have no right to do this',
    remedy: 'Ask an owner for the right; a key also needs it among its scopes.',
  },
  ACCESS_CSRF_MISSING: {
    status: 403,
    retryable: false,
    title: 'The change does not come from a page of ours',
    remedy: 'Send the csrf value of the session as the header "alaas-csrf".',
  },
  ACCESS_CREDENTIALS_WRONG: {
    status: 401,
    retryable: false,
    title: 'Name or password is wrong',
    remedy: 'Try again; an owner can invite you anew.',
  },
  ACCESS_LINK_INVALID: {
    status: 403,
    retryable: false,
    title: 'The invitation is not good any more',
    remedy: 'Ask for a new one; each can be used once.',
  },
  ACCESS_NAME_TAKEN: {
    status: 409,
    retryable: false,
    title: 'Somebody has this name',
    remedy: 'Choose another name.',
  },
  ACCESS_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such person or key',
    remedy: 'Use a name or an id from the list.',
  },
  ACCESS_LAST_OWNER: {
    status: 409,
    retryable: false,
    title: 'The last owner must stay',
    remedy: 'Make somebody else an owner first.',
  },
  HTTP_TOO_MANY_REQUESTS: {
    status: 429,
    retryable: true,
    title: 'Too many requests',
    remedy: 'Wait for as long as Retry-After says.',
  },
} as const satisfies Record<string, ErrorRow>;
