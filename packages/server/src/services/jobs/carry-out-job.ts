import type { Updateable } from 'kysely';
import { AlaasError, type ExportRequest, type Problem } from '@alaas/contracts';

import type { Tables } from '../../storage/tables.js';
import type { ProjectWork } from '../projects/project-work.js';
import type { Sql } from '../projects/live-project.js';
import { withoutServerPaths } from '../projects/without-server-paths.js';
import { JobFile } from './job-file.js';
import type { JobRequest } from './job-request.js';
import type { JobTask, JobWork, WrittenFile } from './job-task.js';
import { addItems } from './kinds/add-items.js';
import { examineData } from './kinds/examine-data.js';
import { importLabels } from './kinds/import-labels.js';
import { exportLabels } from './kinds/export-labels.js';
import { exportModel } from './kinds/export-model.js';
import { exportProject } from './kinds/export-project.js';
import { importProject } from './kinds/import-project.js';

type JobChange = Updateable<Tables['jobs']>;

/** Files can be fetched for so long. */
const KEPT_MS = 7 * 86_400_000;

/**
 * Carries a job out, from its beginning also where an earlier try was cut off; one that has ended, or
 * that somebody cancels, stays as it is.
 *
 * @throws AlaasError of the work, `CANCELLED`.
 */
export async function carryOutJob(work: ProjectWork, id: string): Promise<void> {
  const db = work.database.sql;
  const job = await db
    .updateTable('jobs')
    .set({ status: 'running' })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .returning(['sequence', 'project', 'request', 'requested_by as requestedBy'])
    .executeTakeFirst();
  if (job === undefined) return;
  const { requestedBy } = job;
  const file = await JobFile.begin(db, job.sequence);
  const jobWork: JobWork = {
    ...work,
    id,
    requestedBy,
    file,
    report: (progress) => changeRunning(db, id, { progress: JSON.stringify(progress) }),
    finish: (trx, outcome, project = job.project ?? undefined) =>
      changeRunning(trx, id, ended({ outcome: JSON.stringify(outcome), project })),
  };
  const request = JSON.parse(job.request) as JobRequest;
  if (request.kind === 'import-project') return importProject(jobWork, request);
  const keep = async (written: WrittenFile) => {
    const bytes = await file.end();
    await changeRunning(db, id, ended({ file: JSON.stringify({ ...written, bytes }) }));
  };
  if (request.kind === 'examine-data') return keep(await examineData(jobWork, request));
  const task = { ...jobWork, project: await projectId(db, job.project!) };
  if (request.kind === 'add-items') return addItems(task, request);
  if (request.kind === 'import-labels') return importLabels(task, request);
  await keep(await writeFile(task, request));
}

async function projectId(db: Sql, sequence: string): Promise<string> {
  const found = db.selectFrom('live_projects').select('id').where('sequence', '=', sequence);
  return (await found.executeTakeFirstOrThrow()).id;
}

/** Puts on record why a job failed, unless it was cancelled meanwhile. */
export async function failJob({ database, means }: ProjectWork, id: string, found: Problem) {
  const problem = withoutServerPaths(found, means);
  const now = new Date();
  await database.sql
    .updateTable('jobs')
    .set({
      status: 'failed',
      error: JSON.stringify(problem),
      finished_at: now,
      expires_at: new Date(now.getTime() + KEPT_MS),
    })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute();
}

function writeFile(task: JobTask, request: ExportRequest): Promise<WrittenFile> {
  switch (request.kind) {
    case 'labels':
      return exportLabels(task, request.format);
    case 'model':
      return exportModel(task);
    case 'project':
      return exportProject(task, request);
  }
}

function ended(came: Pick<JobChange, 'file' | 'outcome' | 'project'>): JobChange {
  const now = new Date();
  const expires = new Date(now.getTime() + KEPT_MS);
  return { ...came, status: 'finished', finished_at: now, expires_at: expires };
}

async function changeRunning(db: Sql, id: string, change: JobChange): Promise<void> {
  const running = await db
    .updateTable('jobs')
    .set(change)
    .where('id', '=', id)
    .where('status', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  if (running === undefined) throw new AlaasError('CANCELLED', `The job ${id} was cancelled.`);
}
