import { randomUUID } from 'node:crypto';
import {
  AlaasError,
  type Job,
  type Labelling,
  type Project,
  type ProjectChange,
  type ProjectCreate,
  type ProjectPage,
  type ProjectStatus,
} from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import { recordChange } from '../access/audit.js';
import type { Principal } from '../access/principal.js';
import { addMember } from '../access/project-members.js';
import { lowerOverlap } from '../assignment/lower-overlap.js';
import { onceForKey } from '../idempotency.js';
import { decodeCursor, encodeCursor } from '../page-cursor.js';
import { describeProject, describeSummary } from './describe-project.js';
import {
  AT_WORK,
  durably,
  labellingOf,
  projectRow,
  requireChangeable,
  requireStatus,
  type ProjectRow,
  type Sql,
} from './live-project.js';
import { appendEvents } from './project-events.js';
import { projectSettings, type ProjectMeans } from './project-settings.js';

/** Who writes, and under which key. */
export interface Writer {
  readonly actor: string;
  readonly key?: string | undefined;
}

/** A writer who names data: uploads are found where they are theirs. */
export interface NamingWriter extends Writer {
  readonly by: Principal;
}

/** What changes the status of a project. */
export type StatusChange = 'pause' | 'resume' | 'stop' | 'archive';

/** Carries projects on when something happened to them. */
export interface ProjectRunner {
  /** Looks after a project soon; it may be told more than once. */
  wake(id: string): void;
  /** Begins a job soon. */
  startJob(job: Pick<Job, 'id' | 'kind'>): void;
}

/** Which page of the projects of whom. */
export interface ProjectListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly visibleTo: Pick<Principal, 'role' | 'user'>;
}

/** Means of the service. */
export interface ProjectServiceMeans {
  readonly database: Database;
  readonly means: ProjectMeans;
  readonly runner: ProjectRunner;
  readonly clock: () => Date;
}

/** Statuses from which a change starts. */
const FROM: Readonly<Record<StatusChange, readonly ProjectStatus[]>> = {
  pause: AT_WORK,
  resume: ['paused', ...AT_WORK],
  stop: [...AT_WORK, 'paused'],
  archive: ['stopped'],
};

const REFUSED: Readonly<Record<StatusChange, string>> = {
  pause: 'it cannot be paused',
  resume: 'it cannot go on',
  stop: 'it cannot be stopped',
  archive: 'only a stopped project can be archived',
};

/** Creates live projects, shows them, and changes what may be changed of them. */
export class ProjectService {
  readonly #means: ProjectServiceMeans;

  constructor(means: ProjectServiceMeans) {
    this.#means = means;
  }

  /** @throws AlaasError `PROJECT_SETTINGS_INVALID`, `HTTP_SOURCE_REFUSED`. */
  async create(request: ProjectCreate, { actor, key, by }: NamingWriter): Promise<Project> {
    const { database, means, runner, clock } = this.#means;
    const { labelling: written, ...keys } = request.config;
    const { config } = await projectSettings(
      { ...keys, labelling: { ...(written as object | undefined), ...request.labelling } },
      means,
      { by },
    );
    const project = await durably(database, (trx) =>
      onceForKey(trx, { actor, key, request: ['create', request], now: clock() }, async () => {
        const row = await trx
          .insertInto('live_projects')
          .values({
            id: randomUUID(),
            name: config.project,
            status: 'created',
            paused_from: null,
            config: JSON.stringify(keys),
            labelling: JSON.stringify(config.labelling),
            problem: null,
            created_at: clock(),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        if (by.user !== undefined) await addMember(trx, row.sequence, by.user);
        await appendEvents(trx, row.sequence, [{ kind: 'status', status: 'created' }]);
        await recordChange(trx, { actor, action: 'project.create', target: row.id, at: clock() });
        return describeProject(trx, row);
      }),
    );
    runner.wake(project.id);
    return project;
  }

  /** Newest first. */
  async list({ limit, cursor, visibleTo }: ProjectListQuery): Promise<ProjectPage> {
    return this.#read(async (db) => {
      let query = db
        .selectFrom('live_projects')
        .selectAll()
        .orderBy('sequence', 'desc')
        .limit(limit + 1);
      if (cursor !== undefined) query = query.where('sequence', '<', decodeCursor(cursor));
      if (visibleTo.role !== 'owner') {
        const mine = db
          .selectFrom('project_members')
          .select('project')
          .where('member', '=', visibleTo.user ?? '0');
        query = query.where('sequence', 'in', mine);
      }
      const rows = await query.execute();
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        projects: page.map(describeSummary),
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.sequence) : null,
      };
    });
  }

  /** @throws AlaasError `PROJECT_UNKNOWN`. */
  async get(id: string): Promise<Project> {
    return this.#read(async (db) => describeProject(db, await projectRow(db, id)));
  }

  /**
   * Changes how people label. A lower overlap counts at once, a higher one for items put up later.
   *
   * @param version the version that the caller has seen; `undefined` changes any.
   * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_CHANGED`, `PROJECT_STATUS_UNFIT` when archived,
   *   `PROJECT_SETTINGS_INVALID` for a class that is none of the project's.
   */
  async change(
    id: string,
    {
      actor,
      labelling,
      version,
    }: ProjectChange & Writer & { readonly version: number | undefined },
  ): Promise<Project> {
    const project = await durably(this.#means.database, async (trx) => {
      const row = await projectRow(trx, id, { lock: true });
      requireChangeable(row);
      if (version !== undefined && version !== row.version) throw changed(id, row.version);
      requireClasses(row, labelling.classes);
      const given = Object.entries(labelling).filter(([, value]) => value !== undefined);
      const next = { ...labellingOf(row), ...Object.fromEntries(given) };
      const updated = await trx
        .updateTable('live_projects')
        .set({ labelling: JSON.stringify(next), version: row.version + 1 })
        .where('sequence', '=', row.sequence)
        .returningAll()
        .executeTakeFirstOrThrow();
      const at = this.#means.clock();
      const details = { labelling };
      await recordChange(trx, { actor, action: 'project.change', target: id, details, at });
      const { overlap } = labelling;
      if (overlap !== undefined) {
        await lowerOverlap(trx, { project: row.sequence, overlap, now: at });
      }
      return describeProject(trx, updated);
    });
    // The batch may be complete by it.
    if (labelling.overlap !== undefined) this.#means.runner.wake(id);
    return project;
  }

  /**
   * Pauses, resumes (also after work came to a halt), stops or archives; done twice, it stays done.
   *
   * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_STATUS_UNFIT`.
   */
  async setStatus(id: string, change: StatusChange, actor: string): Promise<Project> {
    const project = await durably(this.#means.database, async (trx) => {
      const row = await projectRow(trx, id, { lock: true });
      const done = { pause: 'paused', stop: 'stopped', archive: 'archived', resume: '' }[change];
      if (row.status === done) return describeProject(trx, row);
      requireStatus(row, FROM[change], REFUSED[change]);
      const columns = {
        pause: { status: 'paused', paused_from: row.status as 'created' | 'poc' | 'running' },
        resume: { status: row.paused_from ?? row.status, paused_from: null, problem: null },
        stop: { status: 'stopped', paused_from: null },
        archive: { status: 'archived', paused_from: null },
      } as const;
      const updated = await trx
        .updateTable('live_projects')
        .set(columns[change])
        .where('sequence', '=', row.sequence)
        .returningAll()
        .executeTakeFirstOrThrow();
      const at = this.#means.clock();
      await appendEvents(trx, row.sequence, [{ kind: 'status', status: updated.status }]);
      await recordChange(trx, { actor, action: `project.${change}`, target: id, at });
      return describeProject(trx, updated);
    });
    if (change === 'resume') this.#means.runner.wake(id);
    return project;
  }

  async #read<Result>(work: (db: Sql) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#means.database.sql);
    } catch (error) {
      throw databaseError(error);
    }
  }
}

function requireClasses({ config }: ProjectRow, guides: Labelling['classes'] = []): void {
  const { classes } = JSON.parse(config) as { readonly classes: readonly unknown[] };
  const stranger = guides.find(({ name }) => !classes.map(String).includes(name));
  if (stranger === undefined) return;
  const message = `"${stranger.name}" is none of the classes of the project.`;
  throw new AlaasError('PROJECT_SETTINGS_INVALID', message, {
    field: 'labelling.classes',
    value: stranger.name,
  });
}

function changed(id: string, version: number): AlaasError {
  return new AlaasError('PROJECT_CHANGED', `The project ${id} has version ${version} by now.`, {
    field: 'If-Match',
    value: version,
  });
}
