import type { LoadedProject } from '../../config/load-project-config.js';
import type { ItemsOfPart } from '../../run/data/item-source.js';
import type { ShardPart } from './shard-store.js';

/** Pool and test items of a project, as far as they have to be encoded: vectors have not. */
export function partsToEncode({
  config: { data, test },
}: LoadedProject): ReadonlyMap<ShardPart, ItemsOfPart> {
  const parts = new Map<ShardPart, ItemsOfPart>();
  if (data.kind !== 'embeddings') parts.set('pool', { data, labels: undefined });
  if (test && test.data.kind !== 'embeddings') {
    parts.set('test', { data: test.data, labels: test.labels });
  }
  return parts;
}
