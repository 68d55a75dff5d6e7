import type { ClassGuide } from '@alaas/contracts';

import { labellingOf, projectRow, type Sql } from '../projects/live-project.js';
import { contentUrlOf, itemKindOf } from './item-kind.js';

/**
 * What helps people to know the classes of a project: every class in order, with those of its examples
 * that are in the pool.
 *
 * @throws AlaasError `PROJECT_UNKNOWN`.
 */
export async function classGuides(db: Sql, project: string): Promise<ClassGuide[]> {
  const row = await projectRow(db, project);
  const given = new Map(labellingOf(row).classes.map((guide) => [guide.name, guide]));
  const positions = await positionsOf(db, row.sequence, [
    ...new Set([...given.values()].flatMap(({ examples }) => examples)),
  ]);
  const kind = itemKindOf(row);
  const { classes } = JSON.parse(row.config) as { readonly classes: readonly unknown[] };
  return classes.map(String).map((name): ClassGuide => {
    const { definition = '', color = null, examples = [] } = given.get(name) ?? {};
    return {
      name,
      definition,
      color,
      examples: examples.flatMap((item) => {
        const position = positions.get(item);
        if (position === undefined) return [];
        return [{ item, position, kind, contentUrl: contentUrlOf(project, { position, kind }) }];
      }),
    };
  });
}

async function positionsOf(
  db: Sql,
  project: string,
  items: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (items.length === 0) return new Map();
  const found = await db
    .selectFrom('live_items')
    .select(['item', 'position'])
    .where('project', '=', project)
    .where('item', 'in', items)
    .execute();
  return new Map(found.map(({ item, position }) => [item, position]));
}
