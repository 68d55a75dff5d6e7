import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type {
  ConnectionError,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AlaasError, toProblem } from '@alaas/contracts';
import type { SendPage } from './serve-site.js';
import { toldValue } from './told-value.js';

/** Fastify's own codes that have a row in our table. */
const FRAMEWORK_CODES: Readonly<Record<string, AlaasError['code']>> = {
  FST_ERR_MAX_PARAM_LENGTH: 'HTTP_NOT_FOUND',
  FST_ERR_CTP_BODY_TOO_LARGE: 'HTTP_BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'HTTP_MEDIA_TYPE',
};

const MAX_ISSUES = 20;

/** Answers every error as problem+json with a code of the table, but pages of the web application. */
export function answerErrors(app: FastifyInstance, sendPage: SendPage = () => undefined): void {
  app.setErrorHandler((thrown, request, reply) => {
    const error = toAlaasError(thrown, request);
    if (error.row.status >= 500)
      request.log.error({ err: thrown, code: error.code }, error.message);
    else request.log.info({ code: error.code }, error.message);
    return sendProblem(reply, request, error);
  });
  app.setNotFoundHandler((request, reply) => {
    const page = sendPage(request, reply);
    if (page !== undefined) return page;
    const message = `There is nothing at ${request.method} ${request.url}.`;
    return sendProblem(reply, request, new AlaasError('HTTP_NOT_FOUND', message));
  });
}

/** Answers what Fastify refuses before it looks for a route. */
export function answerFrameworkError(
  thrown: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply.header('x-request-id', request.id);
  void sendProblem(reply, request, toAlaasError(thrown, request));
}

/** Answers what Node cannot read as a request, on the bare connection, and closes it. */
export function answerUnreadable({ code, message }: ConnectionError, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const error =
    code === 'HPE_HEADER_OVERFLOW'
      ? new AlaasError('HTTP_HEADERS_TOO_LARGE', 'The address and the headers are too long.')
      : new AlaasError('HTTP_REQUEST_INVALID', `This is no request: ${message}.`);
  const body = JSON.stringify(toProblem(error, randomUUID()));
  const { status } = error.row;
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function sendProblem(reply: FastifyReply, request: FastifyRequest, error: AlaasError) {
  if (error.row.retryable && error.row.status === 503) void reply.header('retry-after', '1');
  return reply
    .code(error.row.status)
    .type('application/problem+json')
    .serializer((problem) => JSON.stringify(problem))
    .send(toProblem(error, request.id));
}

function toAlaasError(thrown: unknown, request: FastifyRequest): AlaasError {
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const part = thrown.validationContext ?? 'body';
    const given = part === 'querystring' ? request.query : request[part as 'body'];
    const issues = thrown.validation
      .slice(0, MAX_ISSUES)
      .flatMap((issue) => toldIssues(issue, { part, given }))
      .slice(0, MAX_ISSUES);
    const { field = part, value, message } = issues[0] ?? {};
    const details = { field, value, issues, cause: thrown };
    return new AlaasError('HTTP_REQUEST_INVALID', sentence(`${field}: ${message}`), details);
  }
  const { code, statusCode, message } = thrown as Partial<FrameworkError>;
  const known = FRAMEWORK_CODES[code ?? ''];
  if (known !== undefined) return new AlaasError(known, sentence(message), { cause: thrown });
  const ofRequest = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  if (ofRequest && !(thrown instanceof AlaasError)) {
    return new AlaasError('HTTP_REQUEST_INVALID', sentence(message), { cause: thrown });
  }
  return AlaasError.from(thrown);
}

/** Each key that the schema does not know is a field at fault of its own. */
function toldIssues(issue: SchemaIssue, { part, given }: CheckedPart): Issue[] {
  const { instancePath, keyword, params } = issue;
  const path = instancePath.split('/').slice(1).filter(Boolean);
  if (keyword !== 'unrecognized_keys') {
    const { field, value } = fieldAt(given, path);
    return [{ field: field || part, value, message: issue.message }];
  }
  return (params['keys'] as readonly string[]).map((key) => ({
    ...fieldAt(given, [...path, key]),
    message: `Unrecognized key: ${JSON.stringify(key)}`,
  }));
}

function fieldAt(given: unknown, path: readonly string[]): Pick<Issue, 'field' | 'value'> {
  const field = path.join('.');
  const isHolder = (value: unknown): value is object => typeof value === 'object' && value !== null;
  const value = path.reduce(
    (above: unknown, name) =>
      isHolder(above) && Object.hasOwn(above, name)
        ? (above as Readonly<Record<string, unknown>>)[name]
        : undefined,
    given,
  );
  return { field, value: toldValue(field, value) };
}

/** With one full stop: some messages of schemas and of Fastify have theirs. */
function sentence(message: string | undefined): string {
  return `${message}`.replace(/\.?$/, '.');
}

/** A part of a request that was checked: `body`, `params`, `querystring` or `headers`. */
interface CheckedPart {
  readonly part: string;
  readonly given: unknown;
}

type SchemaIssue = NonNullable<FastifyError['validation']>[number];

interface Issue {
  readonly field: string;
  readonly value: unknown;
  readonly message: string | undefined;
}

interface FrameworkError {
  readonly code: string;
  readonly statusCode: number;
  readonly message: string;
}
