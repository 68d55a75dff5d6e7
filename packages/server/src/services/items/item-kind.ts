import type { ItemKind } from '@alaas/contracts';

import type { ProjectRow } from '../projects/live-project.js';

/** What the content of the items of a project is; its task may be written in a short form. */
export function itemKindOf({ config }: Pick<ProjectRow, 'config'>): ItemKind {
  const { task } = JSON.parse(config) as { readonly task: string };
  return task.startsWith('image') ? 'image' : task.startsWith('text') ? 'text' : 'vectors';
}

/** Path under which the server gives the content of an item; null where there is none. */
export function contentUrlOf(
  project: string,
  { position, kind }: { readonly position: number; readonly kind: ItemKind },
): string | null {
  return kind === 'vectors' ? null : `/api/v1/projects/${project}/items/${position}/content`;
}
