import type { Labelling } from '@alaas/contracts';

import type { ProjectRow, Sql } from '../projects/live-project.js';

/** One annotator at work in one project, inside a transaction. */
export interface AnnotatorAtWork {
  readonly db: Sql;
  readonly row: ProjectRow;
  readonly labelling: Labelling;
  readonly annotator: string;
  readonly now: Date;
}
