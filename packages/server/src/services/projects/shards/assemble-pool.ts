import { checkQuarantine, openFetcher } from '@alaas/pipeline';

import type { LoadedProject } from '../../config/load-project-config.js';
import { arrangeData, type LabelledPart } from '../../run/data/arrange-data.js';
import { digestOfItems } from '../../run/data/embedded-part.js';
import { itemReader } from '../../run/data/item-reader.js';
import { openItemSource } from '../../run/data/item-source.js';
import { knownLabels } from '../../run/data/known-labels.js';
import { loadVectors } from '../../run/data/load-vectors.js';
import type { RunData } from '../../run/data/run-data.js';
import type { Sql } from '../live-project.js';
import { partsToEncode } from './pool-parts.js';
import { readShards, type ShardPart } from './shard-store.js';

/** Whose shards are put together. */
interface AssembleTask {
  /** Row of the project. */
  readonly sequence: string;
  readonly project: LoadedProject;
  readonly signal: AbortSignal;
}

/**
 * Everything that a project works on, put together from its shards, which are all
 * encoded unless too much of them cannot be used.
 *
 * @throws CodedError `QUARANTINE_EXCEEDED`, `MEMORY_TOO_SMALL`, as `arrangeData` and as the readers
 *   of labels and vectors.
 */
export async function assemblePool(db: Sql, task: AssembleTask): Promise<RunData> {
  const { project, signal } = task;
  const { config, dataRoots: roots, folder } = project;
  const pool = await shardedPart(db, task, 'pool');
  const test = await testPart(db, task, signal);
  const items = partsToEncode(project).get('pool')!;
  const fetcher = openFetcher({ roots, allowPrivateAddresses: items.data.allowPrivateSources });
  return {
    ...arrangeData({ pool, test }, config),
    stages: [],
    reader: itemReader(openItemSource(items, folder), fetcher),
    close: () => fetcher.close(),
  };
}

async function testPart(
  db: Sql,
  task: AssembleTask,
  signal: AbortSignal,
): Promise<LabelledPart | undefined> {
  const { test } = task.project.config;
  if (test === undefined) return undefined;
  const { data, labels } = test;
  const part =
    data.kind === 'embeddings'
      ? await loadVectors(data, labels, signal)
      : await shardedPart(db, task, 'test');
  return { ...part, ...(await knownLabels(labels, part.items, signal)) };
}

async function shardedPart(
  db: Sql,
  { sequence, project }: AssembleTask,
  part: ShardPart,
): Promise<LabelledPart> {
  const { items, quarantined, embeddings, total } = await readShards(db, sequence, part);
  checkQuarantine(quarantined, { maxShare: project.config.maxQuarantinedShare, total });
  return { items, quarantined, embeddings, stages: [], digest: digestOfItems(items) };
}
