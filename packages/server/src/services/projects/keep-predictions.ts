import { taskOf } from './advance-project.js';
import { readAgent } from './agent-store.js';
import { ensureHead } from './compute-observation.js';
import type { ProjectWork } from './project-work.js';

/**
 * Keeps what the champion's latest head takes the items of the pool for, where that is not known yet.
 * People look at it while they label: it is done beside a batch, and may be of the model before.
 *
 * @throws AlaasError of learner and database.
 */
export async function keepPredictions(work: ProjectWork, id: string): Promise<void> {
  const { sql } = work.database;
  const agent = await readAgent(sql, id);
  if (agent === undefined) return;
  const { champion } = agent.state;
  const project = agent.row.sequence;
  const latest = await sql
    .selectFrom('live_models')
    .select('version')
    .where('project', '=', project)
    .where('arm', '=', champion)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (latest === undefined) return;
  const { version } = latest;
  const known = await sql
    .selectFrom('live_predictions')
    .select('version')
    .where('project', '=', project)
    .executeTakeFirst();
  if (known !== undefined && known.version >= version) return;
  const task = await taskOf(work, agent);
  await ensureHead(task, champion);
  const predicted = await task.learner.thread.predict(champion);
  const values = {
    version,
    classes: Array.from(predicted.classes),
    confidences: Array.from(predicted.confidences),
  };
  await sql
    .insertInto('live_predictions')
    .values({ project, ...values })
    .onConflict((conflict) => conflict.column('project').doUpdateSet(values))
    .execute();
}
