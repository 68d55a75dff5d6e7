import type { LoadedProject } from '../../config/load-project-config.js';
import type { CacheFigures } from '../../outputs/report/report-input.js';
import type { RunMeans } from '../run-event.js';
import { arrangeData } from './arrange-data.js';
import { loadParts } from './load-parts.js';
import type { RunData } from './run-data.js';

/**
 * Everything a run works on: pool and test items as embeddings, known labels, the set-apart part.
 * Close it when done.
 *
 * @throws AlaasError as `arrangeData`; CodedError of sources, encoders and readers; `CANCELLED`.
 */
export async function loadRunData(project: LoadedProject, means: RunMeans): Promise<RunData> {
  const parts = await loadParts(project, means);
  const { pool, test, encoder } = parts;
  try {
    return {
      ...arrangeData({ pool, test }, project.config),
      stages: [...pool.stages, ...(test?.stages ?? [])],
      cache: addCaches(pool.cache, test?.cache),
      reader: pool.reader,
      encoder,
      close: () => parts.close(),
    };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

function addCaches(
  pool: CacheFigures | undefined,
  test: CacheFigures | undefined,
): CacheFigures | undefined {
  if (!pool || !test) return pool;
  const { secondsSaved: a } = pool;
  const { secondsSaved: b } = test;
  const secondsSaved = a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
  return { hits: pool.hits + test.hits, misses: pool.misses + test.misses, secondsSaved };
}
