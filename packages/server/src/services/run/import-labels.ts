import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AlaasError } from '@alaas/contracts';

import type { LabelEntry, ProjectStore } from '../../storage/project-store.js';
import type { LoadedProject } from '../config/load-project-config.js';
import { readLabelFile } from '../outputs/labels/read-label-file.js';
import { GIVEN_BEFORE, Ledger } from './rounds/ledger.js';
import type { RunMeans } from './run-event.js';
import { withProjectStore } from './with-project-store.js';

/** What an import did, in the form that `alaas label import --json` prints. */
export interface LabelImport {
  readonly runId: string;
  /** Items that have a label for the first time. */
  readonly imported: number;
  /** Items whose label is another one now. */
  readonly corrected: number;
  /** Items that had this label already. */
  readonly unchanged: number;
  /** Items of the latest batch that still have no label. */
  readonly remaining: readonly string[];
}

/**
 * Takes the labels of a filled-in batch file into the ledger of the latest run: all or, when a line
 * is wrong, none. A label that an item has already is replaced; the earlier one stays on record.
 *
 * @throws AlaasError `RUN_MISSING`, `FILE_NOT_READABLE`, `LABEL_…`, `PROJECT_LOCKED`, `DATABASE_…`.
 */
export async function importLabels(
  project: LoadedProject,
  file: string,
  means: RunMeans = {},
): Promise<LabelImport> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    const message = `${file} cannot be read: ${(cause as Error).message}.`;
    throw new AlaasError('FILE_NOT_READABLE', message, { field: 'file', value: file, cause });
  });
  try {
    return await withProjectStore(project, means, (store) =>
      takeLabels(store, { project, name: basename(file), bytes }),
    );
  } catch (error) {
    throw AlaasError.from(error);
  }
}

async function takeLabels(
  store: ProjectStore,
  { project, name, bytes }: { project: LoadedProject; name: string; bytes: Uint8Array },
): Promise<LabelImport> {
  const run = await store.latestRun();
  if (!run) throw runMissing(project);
  const ledger = await Ledger.open(store, run.runId);
  const latest = ledger.batches.at(-1);
  const read = readLabelFile({
    name,
    bytes,
    items: await store.items(run.runId),
    asked: latest?.items ?? [],
    classes: project.config.classes,
  });
  const changed = read.labels.filter(({ item, label }) => ledger.label(item)?.label !== label);
  const corrected = changed.filter(({ item }) => ledger.label(item) !== undefined).length;
  await ledger.addLabels(changed.map((one) => entryOf(one, { ledger, annotator: `file:${name}` })));
  return {
    runId: run.runId,
    imported: changed.length - corrected,
    corrected,
    unchanged: read.labels.length - changed.length,
    remaining: latest ? ledger.unlabelled(latest) : [],
  };
}

/** The error for a project that was never run. */
export function runMissing({ config }: LoadedProject): AlaasError {
  const message = `The project "${config.project}" has no run yet.`;
  return new AlaasError('RUN_MISSING', message, { field: 'project', value: config.project });
}

/** The round in which an item was asked for; what was not asked for counts with the latest batch. */
function entryOf(
  { item, label }: { item: string; label: string },
  { ledger, annotator }: { ledger: Ledger; annotator: string },
): LabelEntry {
  const asked = ledger.batches.findLast(({ items }) => items.includes(item));
  const round = asked?.round ?? ledger.batches.at(-1)?.round ?? GIVEN_BEFORE;
  return { item, label, annotator, round };
}
