import { AlaasError, type ExportRequest, type Problem } from '@alaas/contracts';

import type { ProjectWork } from '../projects/advance-project.js';
import type { Sql } from '../projects/live-project.js';
import { JobFile } from './job-file.js';
import type { JobProgress, JobTask, WrittenFile } from './job-task.js';
import { exportLabels } from './kinds/export-labels.js';
import { exportModel } from './kinds/export-model.js';

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
    .from('live_projects')
    .set({ status: 'running' })
    .whereRef('live_projects.sequence', '=', 'jobs.project')
    .where('jobs.id', '=', id)
    .where('jobs.status', 'in', ['queued', 'running'])
    .returning(['jobs.sequence', 'jobs.request', 'live_projects.id as project'])
    .executeTakeFirst();
  if (job === undefined) return;
  const file = await JobFile.begin(db, job.sequence);
  const request = JSON.parse(job.request) as ExportRequest;
  const report = (progress: JobProgress) => reportProgress(db, id, progress);
  const task = { ...work, project: job.project, request, file, report };
  const written = await workOn(task);
  const bytes = await file.end();
  const now = new Date();
  await db
    .updateTable('jobs')
    .set({
      status: 'finished',
      file: JSON.stringify({ ...written, bytes }),
      finished_at: now,
      expires_at: new Date(now.getTime() + KEPT_MS),
    })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute();
}

/** Puts on record why a job failed, unless it was cancelled meanwhile. */
export async function failJob({ database }: ProjectWork, id: string, problem: Problem) {
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

function workOn(task: JobTask): Promise<WrittenFile> {
  switch (task.request.kind) {
    case 'labels':
      return exportLabels(task, task.request.format);
    case 'model':
      return exportModel(task);
  }
}

async function reportProgress(db: Sql, id: string, progress: JobProgress): Promise<void> {
  const running = await db
    .updateTable('jobs')
    .set({ progress: JSON.stringify(progress) })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  if (running === undefined) throw new AlaasError('CANCELLED', `The job ${id} was cancelled.`);
}
