import type { ErrorRow } from './row.js';

/** Errors of the HTTP service and of its client. */
export const HTTP_ERRORS = {
  HTTP_REQUEST_INVALID: {
    status: 400,
    retryable: false,
    title: 'The request does not fit the API',
    remedy: 'Compare it with the API description at /api/docs.',
  },
  HTTP_BODY_TOO_LARGE: {
    status: 413,
    retryable: false,
    title: 'The request body is too large',
    remedy: 'Send items by URL, or start the server with a larger --body-limit.',
  },
  HTTP_HEADERS_TOO_LARGE: {
    status: 431,
    retryable: false,
    title: 'Address and headers are too long',
    remedy: 'Send shorter values: 16 KiB of address and headers in all.',
  },
  HTTP_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    title: 'The request body has an unknown type',
    remedy: 'Send JSON with the header "Content-Type: application/json".',
  },
  HTTP_NOT_FOUND: {
    status: 404,
    retryable: false,
    title: 'There is nothing at this address',
    remedy: 'The API description at /api/docs lists all addresses.',
  },
  HTTP_HOST_REFUSED: {
    status: 403,
    retryable: false,
    title: 'The server does not answer under this host name',
    remedy: 'Use a loopback name, or start the server with --allowed-host <name>.',
  },
  HTTP_SOURCE_REFUSED: {
    status: 403,
    retryable: false,
    title: 'The server may not read files there',
    remedy: 'Start the server with --data-root <folder> and name a path inside that folder.',
  },
  HTTP_PORT_UNAVAILABLE: {
    status: 500,
    retryable: false,
    title: 'The server cannot listen on this address and port',
    remedy: 'Choose another --port, or end the program that uses it.',
  },
  HTTP_CLOSING: {
    status: 503,
    retryable: true,
    title: 'The server is shutting down',
    remedy: 'Try again when it is back.',
  },
  HTTP_UNREACHABLE: {
    status: 503,
    retryable: true,
    title: 'The server cannot be reached',
    remedy: 'Check the address, and that "alaas serve" is running there.',
  },
  HTTP_ANSWER_INVALID: {
    status: 502,
    retryable: false,
    title: 'The answer is not one of an ALaaS server',
    remedy: 'Check the address; another program may be listening there.',
  },
  SELECTION_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such selection',
    remedy: 'Use an id that POST /api/v1/selections gave.',
  },
  SELECTION_INPUT_INVALID: {
    status: 422,
    retryable: false,
    title: 'The pool and its labels or probabilities do not fit each other',
    remedy: 'Give all items of one kind, and one row of probabilities for each.',
  },
  SELECTION_QUEUE_FULL: {
    status: 503,
    retryable: true,
    title: 'Too many selections are waiting',
    remedy: 'Try again when some have finished.',
  },
  SELECTION_INTERRUPTED: {
    status: 500,
    retryable: true,
    title: 'The server ended twice while it worked on this selection',
    remedy: 'Submit it again; look for the reason in the log of the server.',
  },
} as const satisfies Record<string, ErrorRow>;
