import { sql, type Migration } from 'kysely';

/** Whether a batch is over is found, with every label, without a look at all tasks of a project. */
export const waitingTasks: Migration = {
  async up(db) {
    await sql`
      create index live_tasks_waiting on alaas.live_tasks (project)
      where state = 'open' and batch is not null`.execute(db);
  },
};
