import { AlaasError } from '@alaas/contracts';

import { projectRow, type Sql } from '../projects/live-project.js';
import type { Principal } from './principal.js';

/** @throws AlaasError `PROJECT_UNKNOWN` where the project is none of theirs. */
export async function requireMember(db: Sql, by: Principal, id: string): Promise<void> {
  const { sequence } = await projectRow(db, id);
  if (by.role === 'owner' || by.user === undefined) return;
  const member = await db
    .selectFrom('project_members')
    .select('member')
    .where('project', '=', sequence)
    .where('member', '=', by.user)
    .executeTakeFirst();
  // As for a project that is not there: nobody learns what others have.
  if (member === undefined) {
    throw new AlaasError('PROJECT_UNKNOWN', `There is no project ${id}.`, { field: 'project' });
  }
}

/** Puts a user among the members of a project. */
export async function addMember(db: Sql, project: string, member: string): Promise<void> {
  await db
    .insertInto('project_members')
    .values({ project, member })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
