import { z } from 'zod';
import { AlaasError } from '../errors/alaas-error.js';
import { ERRORS, type ErrorCode } from '../errors/table.js';

/** An error on the wire: RFC 9457 problem details with our code, remedy and details. */
export const problemSchema = z
  .object({
    type: z.string().describe('`urn:alaas:error:` and the code'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    retryable: z.boolean(),
    remedy: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' });

/** An error on the wire. */
export type Problem = z.infer<typeof problemSchema>;

/** The wire form of an error; internal errors do not tell their message. */
export function toProblem(error: AlaasError, requestId?: string): Problem {
  const { status, title, retryable } = error.row;
  const details: Record<string, unknown> = { ...error.details };
  delete details['remedy'];
  return {
    type: `urn:alaas:error:${error.code}`,
    title,
    status,
    detail: error.code === 'INTERNAL_ERROR' ? title : error.message,
    code: error.code,
    retryable,
    remedy: error.remedy,
    ...(Object.keys(details).length === 0 ? {} : { details: plain(details) }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** The error that a problem stands for; a code of a newer server becomes `HTTP_ANSWER_INVALID`. */
export function fromProblem(problem: Problem): AlaasError {
  const known = Object.hasOwn(ERRORS, problem.code);
  const code = known ? (problem.code as ErrorCode) : 'HTTP_ANSWER_INVALID';
  return new AlaasError(code, problem.detail, {
    ...problem.details,
    remedy: problem.remedy,
    status: problem.status,
    requestId: problem.requestId,
  });
}

function plain(details: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(details)) as Record<string, unknown>;
}
