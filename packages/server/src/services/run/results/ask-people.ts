import type { ProjectConfig } from '@alaas/contracts';

import type { SelectionEntry } from '../../../storage/project-store.js';
import { writeLabelBatch, type LabelBatchFiles } from '../../outputs/labels/write-label-batch.js';
import type { RunData } from '../data/run-data.js';
import type { Ledger } from '../rounds/ledger.js';

/** A batch that people must label before a run goes on. */
export interface PendingBatch extends LabelBatchFiles {
  readonly round: number;
  /** Items without a label. */
  readonly items: number;
}

/**
 * Writes what is left of a batch as CSV, for images with a contact sheet, into a folder.
 *
 * @throws AlaasError `OUTPUT_WRITE_FAILED`, `CANCELLED`.
 */
export async function askPeople(
  batch: SelectionEntry,
  { config, data, ledger, signal }: AskTask,
): Promise<PendingBatch> {
  const { reader, classes = [] } = data;
  const open = ledger.unlabelled(batch);
  const items = await Promise.all(
    open.map(async (item) => ({ item, location: await reader?.locationOf(item) })),
  );
  const files = await writeLabelBatch(
    {
      project: config.project,
      task: config.task,
      round: batch.round,
      classes,
      items,
      readItem: reader && ((item, itemSignal) => reader.read(item, itemSignal)),
      signal,
    },
    config.output,
  );
  return { ...files, round: batch.round, items: open.length };
}

interface AskTask {
  readonly config: ProjectConfig;
  readonly data: RunData;
  readonly ledger: Ledger;
  readonly signal?: AbortSignal | undefined;
}
