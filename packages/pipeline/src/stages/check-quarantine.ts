import { CodedError } from '@alaas/core';

import type { QuarantinedItem } from './embedded-pool.js';

/** Items that the error names. */
const EXAMPLES = 3;

/**
 * Refuses a pool of which too much cannot be used.
 *
 * @param options.maxShare share of items that may be unusable, in [0, 1].
 * @param options.total items of the pool, usable or not.
 * @throws CodedError `QUARANTINE_EXCEEDED` with how many have which reason.
 */
export function checkQuarantine(
  quarantined: readonly QuarantinedItem[],
  { maxShare, total }: { readonly maxShare: number; readonly total: number },
): void {
  if (quarantined.length <= maxShare * total) return;
  const counts = new Map<string, number>();
  for (const { code } of quarantined) counts.set(code, (counts.get(code) ?? 0) + 1);
  const reasons = [...counts].sort(([, a], [, b]) => b - a);
  const examples = quarantined
    .slice(0, EXAMPLES)
    .map(({ item, code, reason }) => ({ item, code, message: reason }));
  const words = reasons.map(([code, count]) => `${code} (${count})`).join(', ');
  throw new CodedError(
    'QUARANTINE_EXCEEDED',
    `${quarantined.length} of ${total} items cannot be used, more than ${100 * maxShare} %: ${words}. ` +
      `The first is "${examples[0]!.item}": ${examples[0]!.message}`,
    {
      field: 'maxQuarantinedShare',
      value: maxShare,
      quarantined: quarantined.length,
      total,
      reasons: Object.fromEntries(reasons),
      examples,
    },
  );
}
