import { AlaasError } from '@alaas/contracts';

import type { ProjectStore } from '../../storage/project-store.js';
import type { LoadedProject } from '../config/load-project-config.js';
import { loadRunData } from './data/load-run-data.js';
import type { RunData } from './data/run-data.js';
import { runMissing } from './import-labels.js';
import { Ledger } from './rounds/ledger.js';
import { runDigest } from './rounds/open-ledger.js';
import type { RunAnswer } from './run-answer.js';
import type { RunMeans } from './run-event.js';
import { withNulls } from './run-project.js';
import { withProjectStore } from './with-project-store.js';
import { workOnRounds } from './work-on-rounds.js';

/** What an export wrote, in the form that `alaas export --json` prints. */
export interface RunExport {
  readonly runId: string;
  /** Labels that the model was trained on. */
  readonly labels: number;
  readonly outputs: RunAnswer['outputs'];
}

/**
 * Writes report, labelled set and model of the latest run into a folder, made again from the ledger;
 * nothing is chosen and the run stays as it is.
 *
 * @throws AlaasError `RUN_MISSING`, `RUN_CHANGED`, `RUN_NOTHING_LEARNED`, and as `runProject`.
 */
export async function exportRun(
  project: LoadedProject,
  folder: string,
  means: RunMeans = {},
): Promise<RunExport> {
  const beganMs = performance.now();
  try {
    return await withProjectStore(project, means, async (store, records) => {
      if (!(await store.latestRun())) throw runMissing(project);
      const data = await loadRunData(project, means);
      try {
        const ledger = await presentLedger(store, project, data);
        const { outcome, outputs } = await workOnRounds({
          ...means,
          project,
          data,
          ledger,
          records,
          choosing: false,
          annotator: async () => undefined,
          folder,
          beganMs,
        });
        const labels = outcome.last?.labels;
        if (labels === undefined) throw nothingLearned();
        return { runId: ledger.runId, labels, outputs: withNulls(outputs) };
      } finally {
        await data.close();
      }
    });
  } catch (error) {
    throw AlaasError.from(error);
  }
}

/** The ledger of the latest run, which must be one of the present settings and data. */
async function presentLedger(
  store: ProjectStore,
  project: LoadedProject,
  data: RunData,
): Promise<Ledger> {
  const run = (await store.latestRun())!;
  if (run.configDigest === runDigest(project.config, data)) return Ledger.open(store, run.runId);
  throw new AlaasError(
    'RUN_CHANGED',
    `The settings or the data of "${project.config.project}" are not those of its latest run.`,
    { field: 'project', value: project.config.project },
  );
}

function nothingLearned(): AlaasError {
  return new AlaasError('RUN_NOTHING_LEARNED', 'There are no labels of two classes yet.', {
    field: 'labels',
  });
}
