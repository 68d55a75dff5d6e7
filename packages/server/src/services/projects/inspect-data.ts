import { extname } from 'node:path';
import { AlaasError, type DataFinding } from '@alaas/contracts';
import { readColumnNames } from '@alaas/pipeline';

import { proposeProject } from '../config/propose-project.js';
import type { Principal } from '../access/principal.js';
import { placeOfData } from '../uploads/place-of-data.js';

const TABLE = /^\.(csv|tsv|jsonl|ndjson|parquet)$/i;

/**
 * Looks at what a project is to be made of, before it is.
 *
 * @param means the data folder and the data roots.
 * @throws AlaasError `HTTP_SOURCE_REFUSED`, `SOURCE_…` for a table that cannot be read.
 */
export async function inspectData(
  means: { readonly home: string; readonly dataRoots: readonly string[] },
  data: string,
  by: Principal,
): Promise<DataFinding> {
  const place = placeOfData(means, data, by);
  try {
    const { task = null, items = null, classes, budget } = await proposeProject(place);
    const columns = TABLE.test(extname(place)) ? await readColumnNames(place) : [];
    return { task, items, classes: [...classes], columns: [...columns], budget };
  } catch (thrown) {
    throw AlaasError.from(thrown);
  }
}
