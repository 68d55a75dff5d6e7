import { sql } from 'kysely';
import type { Impact } from '@alaas/contracts';

import { readAgent } from '../projects/agent-store.js';
import type { ConfusionCell } from '../projects/confusion-cells.js';
import { projectRow, type Sql } from '../projects/live-project.js';
import { HOLDOUT } from '../projects/publish-batch.js';
import { describeStop } from '../run/agent/describe-agent.js';

/** Whose impact on which project. */
export interface ImpactLook {
  readonly project: string;
  readonly person: string;
}

const NOT_MEASURED = { kind: 'unknown', reason: 'not-measured' } as const;

/**
 * What the labels of a project did to its model, and how the person who asks fares. Of other people
 * only sums are told.
 *
 * @throws AlaasError `PROJECT_UNKNOWN`.
 */
export async function readImpact(db: Sql, { project: id, person }: ImpactLook): Promise<Impact> {
  const { sequence } = await projectRow(db, id);
  const { usualSeconds, ...team } = await teamOf(db, sequence);
  const own = await ownFigures(db, sequence, person);
  const suggestions = await agreementOf(db, sequence);
  const agent = await readAgent(db, id);
  const againstRandom = agent?.randomPicks?.found ?? NOT_MEASURED;
  if (agent === undefined) {
    return { team, rounds: [], saved: null, againstRandom, suggestions, own };
  }
  const labels = describeStop(agent.state)?.savedLabels ?? 0;
  return {
    team,
    rounds: await roundsOf(db, sequence, agent.classes),
    saved: labels === 0 ? null : { labels, seconds: labels * usualSeconds },
    againstRandom,
    suggestions,
    own,
  };
}

/**
 * First answers alone, not corrections; without items to measure on, which never come with a
 * suggestion and are drawn in another way.
 */
async function agreementOf(db: Sql, project: string): Promise<Impact['suggestions']> {
  const { rows } = await sql<{ shown: boolean; answers: number; agreed: number }>`
    select (suggestion ->> 'shown')::boolean as shown, count(*)::integer as answers,
      count(*) filter (where label = suggestion ->> 'label')::integer as agreed
    from alaas.live_ledger
    where project = ${project}::bigint and kind = 'label' and suggestion is not null
      and assignment is not null and strategy <> ${HOLDOUT}
    group by 1`.execute(db);
  if (rows.length === 0) return null;
  const of = (isShown: boolean) => {
    const { answers = 0, agreed = 0 } = rows.find(({ shown }) => shown === isShown) ?? {};
    return { answers, agreed };
  };
  return { shown: of(true), blind: of(false) };
}

async function teamOf(
  db: Sql,
  project: string,
): Promise<Impact['team'] & { readonly usualSeconds: number }> {
  const { rows } = await sql<Impact['team'] & { usualSeconds: number }>`
    select count(distinct annotator)::integer as people, count(*)::integer as answers,
      coalesce(sum(active_seconds), 0)::float8 as "activeSeconds",
      coalesce(percentile_cont(0.5) within group (order by active_seconds), 0)::float8
        as "usualSeconds"
    from alaas.live_ledger where project = ${project}::bigint and kind = 'label'`.execute(db);
  return rows[0]!;
}

/** The latest answer of a person counts; so does that of everybody else. */
async function ownFigures(db: Sql, project: string, person: string): Promise<Impact['own']> {
  const { rows } = await sql<Impact['own']>`
    with latest as (
      select distinct on (entry.position, entry.annotator)
        entry.position, entry.annotator, entry.kind, entry.label, entry.active_seconds
      from alaas.live_ledger as entry
      where entry.project = ${project}::bigint and entry.kind <> 'flag'
        and entry.position in (
          select position from alaas.live_ledger
          where project = ${project}::bigint and annotator = ${person})
      order by entry.position, entry.annotator, entry.sequence desc
    ), votes as (
      select position, label, count(*) as votes,
        sum(count(*)) over (partition by position) as people
      from latest where kind = 'label' group by position, label
    ), settled as (
      select position, label from votes where people > 1 and 2 * votes > people
    )
    select count(*)::integer as answers,
      coalesce(sum(own.active_seconds), 0)::float8 as "activeSeconds",
      count(settled.label)::integer as judged,
      count(*) filter (where own.label = settled.label)::integer as agreed
    from latest as own left join settled using (position)
    where own.annotator = ${person} and own.kind = 'label'`.execute(db);
  return rows[0]!;
}

/** The model that was live after each round: the champion's is the last one of its round. */
async function roundsOf(
  db: Sql,
  project: string,
  names: readonly string[],
): Promise<Impact['rounds']> {
  const models = await db
    .selectFrom('live_models')
    .select(['version', 'labels', 'value', 'confusion', 'created_at'])
    .distinctOn('observed')
    .where('project', '=', project)
    .orderBy('observed')
    .orderBy('version', 'desc')
    .execute();
  return models.map(({ version, labels, value, confusion, created_at }) => ({
    version,
    labels,
    value,
    at: created_at.toISOString(),
    classes: confusion === null ? [] : found(JSON.parse(confusion) as ConfusionCell[], names),
  }));
}

function found(
  cells: readonly ConfusionCell[],
  names: readonly string[],
): Impact['rounds'][number]['classes'] {
  const classes = names.map((name) => ({ name, items: 0, right: 0 }));
  for (const [truth, predicted, items] of cells) {
    const row = classes[truth]!;
    row.items += items;
    if (truth === predicted) row.right += items;
  }
  return classes;
}
