import type { ProofJudgement } from '@alaas/core';

import { whole } from '../outputs/page/format.js';
import type { ProofData } from './arrange-proof.js';

/** What the steps depend on. */
export interface StepsTask {
  readonly judgement: ProofJudgement;
  readonly data: ProofData;
  readonly budget: number;
}

/** What to do, in order, for someone who knows no machine learning. */
export function nextSteps({ judgement, data, budget }: StepsTask): readonly string[] {
  const { verdict, reasons, advantage } = judgement;
  const severe = reasons.filter(({ severity }) => severity === 'severe');
  if (verdict === 'no-go') {
    return [
      'Do not buy the labels yet.',
      ...new Set(severe.map(({ advice }) => advice)),
      'Then run this proof of concept again.',
    ];
  }
  const unlabelled = data.items.length - data.knownLabels;
  return [
    ...new Set(reasons.map(({ advice }) => advice)),
    unlabelled > 0
      ? `Keep the ${whole(unlabelled)} items without a label in the pool: the budget will go to the best of them.`
      : 'Add the items that have no label yet to the pool that "data:" names.',
    'In alaas.yaml, take "labels:" out, so that people are asked, and list the classes under "classes:".',
    ...(advantage === 'nothing' ? ['Set "strategy: random".'] : []),
    `Run "alaas run" and label what it asks for, up to ${whole(budget)} labels; "alaas plan" shows on the way what more labels will bring.`,
  ];
}
