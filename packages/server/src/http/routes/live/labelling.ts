import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  answerSchema,
  assignmentParamsSchema,
  assignmentRequestSchema,
  assignmentSchema,
  assignmentsSchema,
  correctionSchema,
  entryParamsSchema,
  ledgerEntrySchema,
  ledgerPageSchema,
  ledgerQuerySchema,
  projectParamsSchema,
  returnedSchema,
  writeHeadersSchema,
} from '@alaas/contracts';
import { annotatorOf, whoAsks } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

const tags = ['labelling'];
const headers = writeHeadersSchema;
const config = { needs: 'label' } as const;

/** Items to label, answers, and the ledger. */
export function labellingRoutes({ labelling }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/projects/:project/assignments',
      {
        config,
        schema: {
          tags,
          summary: 'The next items to label; why, where there are none',
          params: projectParamsSchema,
          body: assignmentRequestSchema,
          response: { 200: assignmentsSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => labelling.next(request.params.project, annotatorOf(request), request.body.count),
    );
    app.post(
      '/api/v1/projects/:project/assignments/:assignment/renew',
      {
        config,
        schema: {
          tags,
          summary: 'Keep an item for the full time again',
          params: assignmentParamsSchema,
          response: { 200: assignmentSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => {
        const { project, assignment } = request.params;
        return labelling.renew(project, annotatorOf(request), assignment);
      },
    );
    app.delete(
      '/api/v1/projects/:project/assignments/:assignment',
      {
        config,
        schema: {
          tags,
          summary: 'Give an item back',
          params: assignmentParamsSchema,
          response: { 200: returnedSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => {
        const { project, assignment } = request.params;
        return { returned: await labelling.giveBack(project, annotatorOf(request), assignment) };
      },
    );
    app.delete(
      '/api/v1/projects/:project/assignments',
      {
        config,
        schema: {
          tags,
          summary: 'Give all items back, as at the end of a session',
          params: projectParamsSchema,
          response: { 200: returnedSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => {
        const returned = await labelling.giveBack(request.params.project, annotatorOf(request));
        return { returned };
      },
    );
    app.post(
      '/api/v1/projects/:project/labels',
      {
        config,
        schema: {
          tags,
          summary: 'Answer an assignment; the answer is on disk when this returns',
          params: projectParamsSchema,
          headers,
          body: answerSchema,
          response: { 201: ledgerEntrySchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const writer = { actor: annotatorOf(request), key: request.headers['idempotency-key'] };
        const entry = await labelling.answer(request.params.project, writer, request.body);
        return reply.code(201).send(entry);
      },
    );
    app.get(
      '/api/v1/projects/:project/labels',
      {
        config: { needs: 'see' },
        schema: {
          tags,
          summary: 'The ledger, oldest first; annotators see their own entries',
          params: projectParamsSchema,
          querystring: ledgerQuerySchema,
          response: { 200: ledgerPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => {
        const { name, rights } = whoAsks(request);
        const own = rights.includes('read') ? {} : { annotator: name };
        return labelling.ledger(request.params.project, { ...request.query, ...own });
      },
    );
    app.post(
      '/api/v1/projects/:project/labels/:entry/correct',
      {
        config,
        schema: {
          tags,
          summary: 'Another label for an item that you answered; the first one stays on record',
          params: entryParamsSchema,
          headers,
          body: correctionSchema,
          response: { 201: ledgerEntrySchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { project, entry } = request.params;
        const key = request.headers['idempotency-key'];
        const writer = { actor: annotatorOf(request), key, entry };
        return reply.code(201).send(await labelling.correct(project, writer, request.body));
      },
    );
    app.post(
      '/api/v1/projects/:project/labels/:entry/undo',
      {
        config,
        schema: {
          tags,
          summary: 'Take an answer back while its batch is not over',
          params: entryParamsSchema,
          headers,
          response: { 201: ledgerEntrySchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { project, entry } = request.params;
        const key = request.headers['idempotency-key'];
        const undone = await labelling.undo(project, { actor: annotatorOf(request), key, entry });
        return reply.code(201).send(undone);
      },
    );
  };
}
