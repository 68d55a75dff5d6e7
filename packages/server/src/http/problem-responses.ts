import { problemSchema } from '@alaas/contracts';

const problem = { content: { 'application/problem+json': { schema: problemSchema } } };

/** How every route may fail, for its description. */
export const PROBLEM_RESPONSES = {
  '4xx': { description: 'The request is at fault', ...problem },
  '5xx': { description: 'The server is at fault', ...problem },
} as const;
