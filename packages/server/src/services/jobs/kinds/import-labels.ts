import { basename } from 'node:path';
import { sql } from 'kysely';
import type { LabelsImport, ProjectStatus } from '@alaas/contracts';

import { settleItem } from '../../assignment/settle-item.js';
import {
  checkLabelRecords,
  throwLabelProblems,
  type FileLabel,
  type LabelFileProblem,
} from '../../outputs/labels/read-label-file.js';
import { labelRecords } from '../../outputs/labels/label-records.js';
import { requireAgent, type LiveAgent } from '../../projects/agent-store.js';
import {
  AT_WORK,
  durably,
  projectRow,
  requireStatus,
  type Sql,
} from '../../projects/live-project.js';
import { recordIntervention } from '../../projects/record-intervention.js';
import { placeOfData } from '../../uploads/place-of-data.js';
import type { JobTask } from '../job-task.js';

/** Statuses in which a project takes labels of files. */
export const TAKES_IMPORTS: readonly ProjectStatus[] = [...AT_WORK, 'paused'];
/** Why a project outside of these takes none. */
export const TAKES_NO_IMPORTS = 'it takes no labels of files any more';
/** Who asked for these labels, as the ledger says it. */
const IMPORT = 'import';

/**
 * Takes labels in that were given elsewhere. Each is an entry of the ledger, by whoever imports them.
 * Those of items that nobody was asked for cost nothing, and all strategies learn from them; those of
 * items that people are asked for count as one more opinion. All or nothing; with `check`, nothing:
 * the outcome is what would come of it.
 *
 * @throws AlaasError as `labelRecords` and `checkLabelRecords`; `LABEL_CONFLICT` for an item that has
 *   another label here, `PROJECT_STATUS_UNFIT`.
 */
export async function importLabels(task: JobTask, { file, check }: LabelsImport): Promise<void> {
  const { database, means, project, signal, requestedBy: annotator } = task;
  const path = placeOfData(means, file);
  const name = basename(path);
  await task.report({ stage: 'read', done: 0, total: null });
  const records = await labelRecords(path, { name, signal });
  await task.report({ stage: 'labels', done: 0, total: records.length - 1 });
  await durably(database, async (trx) => {
    const row = await projectRow(trx, project, { lock: true });
    requireStatus(row, TAKES_IMPORTS, TAKES_NO_IMPORTS);
    const agent = await requireAgent(trx, project);
    const now = new Date();
    const work = { trx, agent, annotator, client: `import of ${name}`.slice(0, 200), now };
    const positions = await positionsOf(trx, row.sequence);
    const items = [...positions.keys()];
    const read = { name, items, asked: [], classes: agent.classes };
    const { labels } = checkLabelRecords(read, records);
    const placed = labels.map((label) => ({ ...label, position: positions.get(label.item)! }));
    const sorted = await sortOut(work, placed);
    throwLabelProblems(read, sorted.problems);
    const added = [...sorted.fresh, ...sorted.asked].sort((a, b) => a.line - b.line);
    if (!check) {
      await settleFresh(work, sorted.fresh);
      await addEntries(work, added);
      for (const { position } of sorted.asked) {
        await settleItem(trx, { project: row.sequence, position, now });
      }
    }
    const duplicates = labels.length - added.length;
    await task.finish(trx, { added: added.length, duplicates, quarantined: 0 });
  });
}

interface ImportWork {
  readonly trx: Sql;
  readonly agent: LiveAgent;
  readonly annotator: string;
  /** As the ledger names where the labels come from. */
  readonly client: string;
  readonly now: Date;
}

interface PlacedLabel extends FileLabel {
  readonly position: number;
}

async function positionsOf(db: Sql, project: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('live_items')
    .select(['item', 'position'])
    .where('project', '=', project)
    .execute();
  return new Map(rows.map(({ item, position }) => [item, position]));
}

interface Sorted {
  /** Of items that nobody was asked for, or that lie ahead and that nobody has. */
  readonly fresh: readonly PlacedLabel[];
  /** Of items that people are asked for. */
  readonly asked: readonly PlacedLabel[];
  readonly problems: readonly LabelFileProblem[];
}

/** Tells new labels from those that are there; locks the items that people are asked for. */
async function sortOut(
  { trx, agent, annotator }: ImportWork,
  labels: readonly PlacedLabel[],
): Promise<Sorted> {
  const project = agent.row.sequence;
  const tasks = await trx
    .selectFrom('live_tasks')
    .select(['position', 'batch', 'state', 'taken', 'label'])
    .where('project', '=', project)
    .orderBy('position')
    .forUpdate()
    .execute();
  const taskAt = new Map(tasks.map((one) => [one.position, one]));
  const { rows: mine } = await sql<{ position: number; label: string | null }>`
    select distinct on (position) position, label from alaas.live_ledger
    where project = ${project}::bigint and annotator = ${annotator} and kind <> 'flag'
    order by position, sequence desc`.execute(trx);
  const said = new Map(mine.map(({ position, label }) => [position, label]));
  const fresh: PlacedLabel[] = [];
  const asked: PlacedLabel[] = [];
  const problems: LabelFileProblem[] = [];
  for (const label of labels) {
    const task = taskAt.get(label.position);
    const isAhead = task?.batch === null && task.state === 'open' && task.taken === 0;
    if (task === undefined || isAhead) fresh.push(label);
    else if (task.state !== 'open') {
      if (task.label !== label.label) problems.push(conflict(label, task.label));
    } else if (said.get(label.position) !== label.label) asked.push(label);
  }
  return { fresh, asked, problems };
}

function conflict({ item, label, line }: PlacedLabel, present: string | null): LabelFileProblem {
  const has = present === null ? 'was found to be unusable' : `has the label "${present}"`;
  const message = `The item "${item}" ${has} in the project, and "${label}" in the file.`;
  return { line, code: 'LABEL_CONFLICT', message, value: label };
}

async function settleFresh(
  { trx, agent, annotator, now }: ImportWork,
  fresh: readonly PlacedLabel[],
): Promise<void> {
  if (fresh.length === 0) return;
  const { row, state, classes } = agent;
  await sql`
    insert into alaas.live_tasks (project, position, batch, place, strategy, rung, state, wanted,
      opinions, taken, label, settled_at)
    select ${row.sequence}::bigint, position, null, place, ${IMPORT}, ${state.rung}::integer,
      'labelled', 1, 1, 1, label, ${now}
    from unnest(
      ${fresh.map(({ position }) => position)}::integer[], ${fresh.map(({ label }) => label)}::text[]
    ) with ordinality as given (position, label, place)
    on conflict (project, position) do update
      set strategy = excluded.strategy, state = 'labelled', wanted = 1, opinions = 1, taken = 1,
        label = excluded.label, settled_at = excluded.settled_at`.execute(trx);
  const labels = fresh.map(({ position, label }) => ({
    row: position,
    target: classes.indexOf(label),
  }));
  const intervention = { kind: 'give', labels } as const;
  await recordIntervention(trx, row, { intervention, actor: annotator, now });
}

async function addEntries(
  { trx, agent, annotator, client, now }: ImportWork,
  labels: readonly PlacedLabel[],
): Promise<void> {
  const project = agent.row.sequence;
  await sql`
    insert into alaas.live_ledger (project, position, annotator, kind, label, active_seconds, batch,
      strategy, rung, model_version, client, created_at)
    select task.project, task.position, ${annotator}, 'label', given.label, 0, task.batch, ${IMPORT},
      task.rung, (select max(version) from alaas.live_models where project = task.project),
      ${client}, ${now}
    from unnest(
      ${labels.map(({ position }) => position)}::integer[],
      ${labels.map(({ label }) => label)}::text[]
    ) with ordinality as given (position, label, place)
    join alaas.live_tasks as task
      on task.project = ${project}::bigint and task.position = given.position
    order by given.place`.execute(trx);
}
