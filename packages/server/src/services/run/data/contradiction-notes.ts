import { contradictingRows } from '@alaas/core';

import type { EmbeddedPart } from './embedded-part.js';

/**
 * Says how many items are another one's copy with another label, by content, and by the numbers
 * where items are vectors.
 *
 * @param copies rows whose content came before, with the row that has it first.
 */
export function contradictionNotes(
  {
    items,
    embeddings,
    labels = [],
  }: Pick<EmbeddedPart, 'items' | 'embeddings'> & {
    readonly labels?: readonly (string | undefined)[] | undefined;
  },
  copies: ReadonlyMap<number, number>,
): string[] {
  const byContent = [...copies].filter(
    ([copy, first]) =>
      labels[copy] !== undefined && labels[first] !== undefined && labels[copy] !== labels[first],
  ).length;
  const areVectors = items.every(({ contentDigest }) => contentDigest === undefined);
  const byNumbers = areVectors ? contradictingRows(embeddings, labels).length : 0;
  return [
    ...(byContent === 0
      ? []
      : [
          `Items with the same content as another one, but another label: ${byContent}. The label that comes first counts; have a second person look at them.`,
        ]),
    ...(byNumbers === 0
      ? []
      : [
          `Items with the same vector as another one, but another label: ${byNumbers}. No model can be right about both; have a second person look at them.`,
        ]),
  ];
}
