import type { ProjectConfig } from '@alaas/contracts';
import type { Reason } from '@alaas/core';

import { sortedClasses } from '../data/arrange-data.js';
import type { RunData } from '../data/run-data.js';
import type { LearnerThread } from '../learner/open-learner.js';
import { FEWEST_RANDOM_ITEMS, type RandomItems } from '../learner/random-items.js';
import { indicesOf } from '../rounds/run-rounds.js';
import type { RunMeans } from '../run-event.js';
import { fitSummary, type DataFit } from '../../outputs/report/data-fit.js';

/** Judges the data of a run as soon as random items with labels are there. */
export interface DataJudge {
  /** What was found so far; undefined while there was nothing to judge by. */
  readonly fit: () => DataFit | undefined;
  /** Judges by some items, once; later calls change nothing. */
  readonly judge: (items: JudgedItems) => Promise<void>;
}

/** Items that were drawn at random, and where they come from. */
export interface JudgedItems extends RandomItems {
  readonly kind: Exclude<DataFit['measuredOn'], 'none'>;
  /** Names in class order. */
  readonly classes: readonly string[];
}

/** A judge that tells its verdict, before anything is asked for by it. */
export function openDataJudge(
  learner: Pick<LearnerThread, 'fit'>,
  { onProgress }: Pick<RunMeans, 'onProgress'>,
): DataJudge {
  let found: DataFit | undefined;
  return {
    fit: () => found,
    async judge(items) {
      if (found !== undefined) return;
      found = await judgeItems(learner, items);
      const note = (text: string) => onProgress?.({ kind: 'note', text });
      note(`Are the data fit for it? ${fitSummary(found)}`);
      for (const { text, advice } of found.reasons) note(`${text} ${advice}`);
      if (found.verdict === 'do-not-rely-on-the-forecast') note(NO_EARLY_STOP);
    },
  };
}

const NO_EARLY_STOP =
  'Early stops rest on forecasts, so that none is taken here unless a person agrees to it ("approval: person").';

/** Judges by the test items, where there are some: before anything is chosen. */
export async function judgeByTest(
  { judge }: DataJudge,
  { test, measurement, classes }: Pick<RunData, 'test' | 'measurement' | 'classes'>,
  { seed, agent }: Pick<ProjectConfig, 'seed' | 'agent'>,
): Promise<void> {
  if (test === undefined) return;
  const names = classes ?? sortedClasses(test.labels);
  await judge({
    kind: measurement.kind === 'simulation-holdout' ? measurement.kind : 'test-set',
    targets: indicesOf(test.labels, names),
    classCount: names.length,
    classes: names,
    metric: agent.metric,
    seed,
  });
}

async function judgeItems(
  learner: Pick<LearnerThread, 'fit'>,
  { kind, classes, ...items }: JudgedItems,
): Promise<DataFit> {
  const { targets } = items;
  if (targets.length < FEWEST_RANDOM_ITEMS) return unknownFit(tooFew(targets.length));
  if (new Set(targets).size < 2) {
    return unknownFit(ofOneClass(targets.length, classes[targets[0]!]!));
  }
  const measures = await learner.fit(items);
  const { verdict, reasons, bandWidening } = measures;
  return { verdict, reasons, measuredOn: kind, items: targets.length, bandWidening, measures };
}

/** Where nothing could be measured, care is all that can be advised. */
function unknownFit(reason: Omit<Reason, 'severity' | 'measure'>): DataFit {
  return {
    verdict: 'go-with-care',
    reasons: [{ measure: 'labels', severity: 'care', ...reason }],
    measuredOn: 'none',
    items: 0,
    bandWidening: 1,
    measures: null,
  };
}

/** What is said where there is no random item with a label, nor will be. */
export const NOTHING_TO_JUDGE_BY: DataFit = Object.freeze(
  unknownFit({
    text: 'There are no labelled items that were drawn at random, so it is not known whether the classes can be told apart.',
    advice:
      'Label 100 items drawn at random and run "alaas poc" on them, or give them as "test:"; with a budget of 400 labels or more the agent buys some itself.',
  }),
);

function tooFew(items: number): Omit<Reason, 'severity' | 'measure'> {
  return {
    text: `${items} ${items === 1 ? 'item' : 'items'} with a label, drawn at random, say nothing about the data.`,
    advice: `Give ${FEWEST_RANDOM_ITEMS} or more as "test:"; 100 are better.`,
  };
}

function ofOneClass(items: number, name: string): Omit<Reason, 'severity' | 'measure'> {
  return {
    text: `All ${items} items that were drawn at random are of the class "${name}", so nothing says whether the classes can be told apart.`,
    advice:
      'Look for items of the other classes and put them into the pool, or draw more at random.',
  };
}
