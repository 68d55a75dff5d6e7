import type { ProjectConfig } from '@alaas/contracts';
import { classRecalls, labellingCost, type Evaluation, type LabellingCost } from '@alaas/core';

import { whole } from '../page/format.js';
import { priceWords } from '../page/price-words.js';

/** Classes with too few items among those measured on to say anything about them. */
export interface ScarceClasses {
  /** What is missing and what it would cost, in plain sentences. */
  readonly text: string;
  /** Items measured on. */
  readonly items: number;
  /** Scarcest first. */
  readonly classes: readonly {
    readonly name: string;
    readonly items: number;
    /** Further random labels that would bring enough of it, in the mean. */
    readonly labelsNeeded: number;
  }[];
  /** Further random labels that would bring enough of all of them. */
  readonly labelsNeeded: number;
  readonly cost: LabellingCost;
}

/** The scarce classes; undefined where there are none. */
export function scarceClasses(
  { confusion, count }: Evaluation,
  classes: readonly string[],
  { agent }: Pick<ProjectConfig, 'agent'>,
): ScarceClasses | undefined {
  const scarce = classRecalls(confusion).flatMap((recall, c) => {
    if (recall.kind === 'measured') return [];
    return [{ name: classes[c]!, items: recall.support, labelsNeeded: recall.labelsNeeded }];
  });
  if (scarce.length === 0) return undefined;
  // Random labels bring all classes at once: those for the scarcest one do for the others.
  const labelsNeeded = Math.max(...scarce.map((one) => one.labelsNeeded));
  const found = {
    items: count,
    classes: scarce.sort((a, b) => a.items - b.items),
    labelsNeeded,
    cost: labellingCost(labelsNeeded, agent),
  };
  return { text: textOf(found, classes.length), ...found };
}

/** Classes that are named; more are counted. */
const MOST_NAMED = 6;

function textOf(found: Omit<ScarceClasses, 'text'>, all: number): string {
  const { classes, items, labelsNeeded, cost } = found;
  const price = priceWords(cost);
  const named = classes.slice(0, MOST_NAMED).map((one) => `${one.name} (${whole(one.items)})`);
  const more = classes.length > MOST_NAMED ? ` and ${whole(classes.length - MOST_NAMED)} more` : '';
  return `Of the ${whole(items)} items measured on, fewer than ten are of ${whole(classes.length)} of ${whole(all)} classes: ${named.join(', ')}${more}. How well these are found is not known. About ${whole(labelsNeeded)} further items drawn at random would bring ten of each${price && ` (${price})`}; ten of each that are looked for, and given as "test:", cost fewer labels.`;
}
