import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  dataExaminationRequestSchema,
  exportRequestSchema,
  itemContentSchema,
  itemsAdditionSchema,
  jobPageSchema,
  jobParamsSchema,
  jobSchema,
  labelsImportSchema,
  pageQuerySchema,
  projectImportSchema,
  projectParamsSchema,
  writeHeadersSchema,
  type Job,
} from '@alaas/contracts';
import type { JobDownload } from '../../../services/jobs/job-service.js';
import type { NamingWriter, Writer } from '../../../services/projects/project-service.js';
import { annotatorOf, whoAsks } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

const tags = ['jobs'];
const config = { needs: 'read' } as const;
/** What jobs write: archives, and labels in their formats. */
const FILE_CONTENT = Object.fromEntries(
  ['application/x-tar', 'text/csv', 'application/jsonl', 'application/vnd.apache.parquet'].map(
    (mediaType) => [mediaType, { schema: itemContentSchema }],
  ),
);

/** Exports, and other long work: begin, look at, cancel, fetch what came of it. */
export function jobRoutes({ jobs }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/projects/:project/exports',
      {
        config,
        schema: {
          tags,
          summary: 'Write labels or model into a file; a job says when it is there',
          params: projectParamsSchema,
          headers: writeHeadersSchema,
          body: exportRequestSchema,
          response: { 202: jobSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { project } = request.params;
        return begun(reply, await jobs.export(project, writerOf(request), request.body));
      },
    );
    app.post(
      '/api/v1/projects/:project/items',
      {
        config: { needs: 'manage' },
        schema: {
          tags,
          summary: 'Add items to the pool; a job says when they are there',
          params: projectParamsSchema,
          headers: writeHeadersSchema,
          body: itemsAdditionSchema,
          response: { 202: jobSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { project } = request.params;
        return begun(reply, await jobs.addItems(project, namingWriterOf(request), request.body));
      },
    );
    app.post(
      '/api/v1/projects/:project/labels/import',
      {
        config: { needs: 'manage' },
        schema: {
          tags,
          summary: 'Take labels of a file into the ledger; a job says when they are there',
          params: projectParamsSchema,
          headers: writeHeadersSchema,
          body: labelsImportSchema,
          response: { 202: jobSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { project } = request.params;
        return begun(
          reply,
          await jobs.importLabels(project, namingWriterOf(request), request.body),
        );
      },
    );
    app.post(
      '/api/v1/projects/import',
      {
        config: { needs: 'manage' },
        schema: {
          tags,
          summary: 'Make a project from an exported archive; a job says when it is there',
          headers: writeHeadersSchema,
          body: projectImportSchema,
          response: { 202: jobSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        return begun(reply, await jobs.importProject(namingWriterOf(request), request.body));
      },
    );
    app.post(
      '/api/v1/data/examinations',
      {
        config: { needs: 'manage' },
        schema: {
          tags,
          summary: 'Look whether data suit, before a project is made of them',
          description: 'The file of the job is a DataExamination.',
          headers: writeHeadersSchema,
          body: dataExaminationRequestSchema,
          response: { 202: jobSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) =>
        begun(reply, await jobs.examineData(namingWriterOf(request), request.body)),
    );
    app.get(
      '/api/v1/projects/:project/jobs',
      {
        config,
        schema: {
          tags,
          summary: 'Jobs of a project, newest first',
          params: projectParamsSchema,
          querystring: pageQuerySchema,
          response: { 200: jobPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => jobs.list(request.params.project, request.query),
    );
    app.get(
      '/api/v1/jobs/:job',
      {
        config,
        schema: {
          tags,
          summary: 'Status, progress and outcome',
          params: jobParamsSchema,
          response: { 200: jobSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => jobs.get(request.params.job, whoAsks(request)),
    );
    app.delete(
      '/api/v1/jobs/:job',
      {
        config,
        schema: {
          tags,
          summary: 'Cancel; what has ended stays as it is',
          params: jobParamsSchema,
          response: { 200: jobSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => jobs.cancel(request.params.job, whoAsks(request)),
    );
    app.get(
      '/api/v1/jobs/:job/file',
      {
        config,
        schema: {
          tags,
          summary: 'What the job wrote',
          params: jobParamsSchema,
          response: {
            200: {
              description: 'The file',
              content: FILE_CONTENT,
            },
            ...PROBLEM_RESPONSES,
          },
        },
      },
      async (request, reply) => {
        return sendFile(reply, await jobs.file(request.params.job, whoAsks(request)));
      },
    );
  };
}

function writerOf(request: FastifyRequest): Writer {
  const key = request.headers['idempotency-key'];
  return { actor: annotatorOf(request), key: typeof key === 'string' ? key : undefined };
}

function namingWriterOf(request: FastifyRequest): NamingWriter {
  return { ...writerOf(request), by: whoAsks(request) };
}

function begun(reply: FastifyReply, job: Job): FastifyReply {
  return reply.code(202).header('location', `/api/v1/jobs/${job.id}`).send(job);
}

function sendFile(reply: FastifyReply, file: JobDownload): FastifyReply {
  return reply
    .headers({
      'content-length': file.bytes,
      'content-disposition': `attachment; filename="${file.name}"`,
      'x-content-type-options': 'nosniff',
    })
    .type(file.mediaType)
    .send(Readable.from(file.content, { objectMode: false }));
}
