import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import {
  AlaasError,
  type DataExaminationRequest,
  type ExportRequest,
  type ItemsAddition,
  type Job,
  type JobPage,
  type LabelsImport,
  type Problem,
  type ProjectImport,
} from '@alaas/contracts';

import { databaseError } from '../../storage/database-error.js';
import type { Tables } from '../../storage/tables.js';
import { recordChange } from '../access/audit.js';
import type { Principal } from '../access/principal.js';
import { requireMember } from '../access/project-members.js';
import { onceForKey } from '../idempotency.js';
import { decodeCursor, encodeCursor } from '../page-cursor.js';
import { additionSettings, TAKES_ITEMS, TAKES_NO_ITEMS } from '../projects/addition-settings.js';
import { durably, projectRow, requireStatus, type Sql } from '../projects/live-project.js';
import type { NamingWriter, ProjectServiceMeans, Writer } from '../projects/project-service.js';
import { projectSettings } from '../projects/project-settings.js';
import { placeOfData } from '../uploads/place-of-data.js';
import { readJobFile } from './job-file.js';
import { kindOf, type JobRequest } from './job-request.js';
import { TAKES_IMPORTS, TAKES_NO_IMPORTS } from './kinds/import-labels.js';

type JobRow = Selectable<Tables['jobs']>;

/** The file of a job, as it is sent. */
export interface JobDownload {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly content: AsyncGenerator<Uint8Array, void>;
}

/** Which page of the jobs of a project. */
export interface JobListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A job that is to be begun. */
interface NewJob {
  readonly request: JobRequest;
  /** As the audit log calls it. */
  readonly action: string;
  /** What has to hold when it is asked for first; a request that comes again gets its answer. */
  readonly check?: (trx: Sql) => Promise<void> | void;
}

/** Begins long work on projects, shows how far it is, and hands out what came of it. */
export class JobService {
  readonly #means: ProjectServiceMeans;

  constructor(means: ProjectServiceMeans) {
    this.#means = means;
  }

  /** Begins an export. @throws AlaasError `PROJECT_UNKNOWN`, `IDEMPOTENCY_KEY_REUSED`. */
  async export(project: string, writer: Writer, request: ExportRequest): Promise<Job> {
    return this.#begin(project, writer, { request, action: 'project.export' });
  }

  /**
   * Begins to add items to a project.
   *
   * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_STATUS_UNFIT`, `PROJECT_SETTINGS_INVALID`,
   *   `HTTP_SOURCE_REFUSED`, `IDEMPOTENCY_KEY_REUSED`.
   */
  async addItems(project: string, writer: NamingWriter, addition: ItemsAddition): Promise<Job> {
    const check = async (trx: Sql) => {
      const row = await projectRow(trx, project);
      requireStatus(row, TAKES_ITEMS, TAKES_NO_ITEMS);
      await additionSettings(row, { ...addition, by: writer.by }, this.#means.means);
    };
    const request = { kind: 'add-items', ...addition } as const;
    return this.#begin(project, writer, { request, action: 'project.add-items', check });
  }

  /**
   * Begins to take labels in that were given elsewhere.
   *
   * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_STATUS_UNFIT`, `HTTP_SOURCE_REFUSED`,
   *   `IDEMPOTENCY_KEY_REUSED`.
   */
  async importLabels(project: string, writer: NamingWriter, given: LabelsImport): Promise<Job> {
    const check = async (trx: Sql) => {
      requireStatus(await projectRow(trx, project), TAKES_IMPORTS, TAKES_NO_IMPORTS);
      placeOfData(this.#means.means, given.file, writer.by);
    };
    const request = { kind: 'import-labels', ...given } as const;
    return this.#begin(project, writer, { request, action: 'project.import-labels', check });
  }

  /**
   * Begins to import a project that was exported elsewhere.
   *
   * @param writer becomes a member of it.
   * @throws AlaasError `HTTP_SOURCE_REFUSED`, `IDEMPOTENCY_KEY_REUSED`.
   */
  async importProject(writer: NamingWriter, { file }: ProjectImport): Promise<Job> {
    const check = () => void placeOfData(this.#means.means, file, writer.by);
    const request = { kind: 'import-project', file, user: writer.by.user } as const;
    return this.#begin(null, writer, { request, action: 'project.import', check });
  }

  /**
   * Begins to look at data that a project could be made of.
   *
   * @throws AlaasError `PROJECT_SETTINGS_INVALID`, `HTTP_SOURCE_REFUSED`, `IDEMPOTENCY_KEY_REUSED`.
   */
  async examineData(writer: NamingWriter, { config }: DataExaminationRequest): Promise<Job> {
    const check = async () =>
      void (await projectSettings(config, this.#means.means, { labels: true, by: writer.by }));
    const request = { kind: 'examine-data', config } as const;
    return this.#begin(null, writer, { request, action: 'data.examine', check });
  }

  async #begin(
    project: string | null,
    { actor, key }: Writer,
    { request, action, check }: NewJob,
  ): Promise<Job> {
    const { database, clock, runner } = this.#means;
    const now = clock();
    const job = await durably(database, async (trx) => {
      await trx.deleteFrom('jobs').where('expires_at', '<', now).execute();
      const write = { actor, key, request: ['job', project, request], now };
      return onceForKey(trx, write, async () => {
        await check?.(trx);
        const row = await trx
          .insertInto('jobs')
          .values({
            id: randomUUID(),
            project: project && (await projectRow(trx, project)).sequence,
            kind: kindOf(request),
            status: 'queued',
            requested_by: actor,
            request: JSON.stringify(request),
            progress: null,
            file: null,
            error: null,
            created_at: now,
            finished_at: null,
            expires_at: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const details = { ...request };
        await recordChange(trx, { actor, action, target: project ?? row.id, details, at: now });
        return describeJob(row, project);
      });
    });
    runner.startJob(job);
    return job;
  }

  /** Newest first. @throws AlaasError `PROJECT_UNKNOWN`. */
  async list(project: string, { limit, cursor }: JobListQuery): Promise<JobPage> {
    return this.#read(async (db) => {
      const { sequence } = await projectRow(db, project);
      let query = db
        .selectFrom('jobs')
        .selectAll()
        .where('project', '=', sequence)
        .orderBy('sequence', 'desc')
        .limit(limit + 1);
      if (cursor !== undefined) query = query.where('sequence', '<', decodeCursor(cursor));
      const rows = await query.execute();
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        jobs: page.map((row) => describeJob(row, project)),
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.sequence) : null,
      };
    });
  }

  /** @throws AlaasError `JOB_UNKNOWN`, also for a job on a project of others. */
  async get(id: string, by: Principal): Promise<Job> {
    return this.#read(async (db) => {
      const { row, project } = await jobOf(db, id, by);
      return describeJob(row, project);
    });
  }

  /** Cancels a job; one that has ended stays as it is. @throws AlaasError `JOB_UNKNOWN`. */
  async cancel(id: string, by: Principal): Promise<Job> {
    const now = this.#means.clock();
    return this.#read(async (db) => {
      const { row, project } = await jobOf(db, id, by);
      if (row.requested_by !== by.name && !by.rights.includes('manage')) {
        const message = `The job was begun by ${row.requested_by}.`;
        throw new AlaasError('ACCESS_REFUSED', message, { field: 'job', value: id });
      }
      await db
        .updateTable('jobs')
        .set({ status: 'cancelled', finished_at: now, expires_at: now })
        .where('id', '=', id)
        .where('status', 'in', ['queued', 'running'])
        .execute();
      const present = await db.selectFrom('jobs').selectAll().where('id', '=', id).execute();
      return describeJob(present[0] ?? row, project);
    });
  }

  /** @throws AlaasError `JOB_UNKNOWN`, `JOB_FILE_MISSING` before the end. */
  async file(id: string, by: Principal): Promise<JobDownload> {
    return this.#read(async (db) => {
      const { row } = await jobOf(db, id, by);
      if (row.file === null) {
        const message = `The job is ${row.status}.`;
        throw new AlaasError('JOB_FILE_MISSING', message, { field: 'job', value: id });
      }
      const file = JSON.parse(row.file) as Omit<JobDownload, 'content'>;
      return { ...file, content: readJobFile(db, row.sequence) };
    });
  }

  async #read<Result>(work: (db: Sql) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#means.database.sql);
    } catch (error) {
      throw databaseError(error);
    }
  }
}

async function jobOf(
  db: Sql,
  id: string,
  by: Principal,
): Promise<{ readonly row: JobRow; readonly project: string | null }> {
  const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();
  const owner =
    row &&
    (await db
      .selectFrom('live_projects')
      .select('id')
      .where('sequence', '=', row.project)
      .executeTakeFirst());
  const isTheirs = owner
    ? await requireMember(db, by, owner.id).then(yes, no)
    : by.role === 'owner' || by.name === row?.requested_by;
  if (row && isTheirs) return { row, project: owner?.id ?? null };
  throw new AlaasError('JOB_UNKNOWN', `There is no job ${id}.`, { field: 'job', value: id });
}

const yes = (): boolean => true;

/** Whoever is no member is told what they would be told of a job that is not there. */
function no(error: unknown): boolean {
  if (AlaasError.from(error).code === 'PROJECT_UNKNOWN') return false;
  throw error;
}

function describeJob(row: JobRow, project: string | null): Job {
  const { id, kind, status, requested_by } = row;
  const file = row.file === null ? null : (JSON.parse(row.file) as Omit<JobDownload, 'content'>);
  return {
    id,
    project,
    kind,
    status,
    requestedBy: requested_by,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as Job['progress']),
    file: file && { ...file, url: `/api/v1/jobs/${id}/file` },
    outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as Job['outcome']),
    error: row.error === null ? null : (JSON.parse(row.error) as Problem),
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}
