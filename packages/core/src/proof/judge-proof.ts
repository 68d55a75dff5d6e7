import { percent, points } from '../agent/in-words.js';
import type { Reason } from '../domain-fit/verdict.js';
import type { ArmComparison } from './compare-arms.js';
import type { Proof } from './prove-concept.js';

/** Whether to begin the project. */
export type ProofVerdict = 'go' | 'go-with-care' | 'no-go';

/** What comparing with random picks came to. */
export type AdvantageVerdict =
  /** Better than random picks beyond chance. */
  | 'better'
  /** As good as random picks, to within what matters, or worse. */
  | 'nothing'
  /** The labels are too few to tell. */
  | 'open';

/** What a proof of concept comes to. */
export interface ProofJudgement {
  readonly verdict: ProofVerdict;
  readonly advantage: AdvantageVerdict;
  /** Most weighty first. */
  readonly reasons: readonly Reason[];
}

/** Measures whose severe reasons forbid to begin; others forbid to rely on the forecast. */
const BASES: readonly string[] = Object.freeze(['signal', 'label-noise']);
/** A target that is missed with this probability is out of reach. */
const OUT_OF_REACH = 0.95;
/** A smaller advantage, in units of the metric, is none that matters. */
const MATTERS = 0.02;

/**
 * The verdict: no go where the data show no signal or too much noise, or where the target is out of
 * reach; care for every other reason, and for an advantage over random picks that is not shown.
 */
export function judgeProof(proof: Proof): ProofJudgement {
  const advantage = advantageOf(proof.advantage);
  const reasons = [
    ...proof.domainFit.reasons,
    ...targetReasons(proof),
    ...advantageReasons(proof, advantage),
  ].sort((a, b) => weight(b) - weight(a));
  const forbidden = reasons.some(
    ({ measure, severity }) =>
      severity === 'severe' && (BASES.includes(measure) || measure === 'target'),
  );
  const verdict = forbidden ? 'no-go' : reasons.length > 0 ? 'go-with-care' : 'go';
  return { verdict, advantage, reasons };
}

function advantageOf(comparison: ArmComparison | undefined): AdvantageVerdict {
  if (comparison === undefined) return 'open';
  const { low, high } = comparison;
  if (low > 0) return 'better';
  return high < MATTERS ? 'nothing' : 'open';
}

/** Severe before the others, and what forbids to begin before all. */
function weight({ measure, severity }: Reason): number {
  if (severity === 'care') return 0;
  return BASES.includes(measure) || measure === 'target' ? 2 : 1;
}

function targetReasons({ forecast }: Proof): Reason[] {
  const { toTarget, shape } = forecast;
  // A forecast that cannot be relied on forbids nothing.
  if (toTarget === undefined || shape.kind === 'unknown') return [];
  const { target, atMost, probabilityUnreachable } = toTarget;
  const severe = probabilityUnreachable >= OUT_OF_REACH;
  if (!severe && probabilityUnreachable < 0.5) return [];
  return [
    {
      measure: 'target',
      severity: severe ? 'severe' : 'care',
      text: `${severe ? 'The target is out of reach' : 'The target will probably be missed'}: ${atMost} labels do not reach ${percent(target)} with a probability of ${percent(probabilityUnreachable)}.`,
      advice:
        'Lower the target, plan more labels, or try another encoder; join classes that need not be told apart.',
    },
  ];
}

function advantageReasons({ advantage, champion }: Proof, verdict: AdvantageVerdict): Reason[] {
  if (verdict === 'better') return [];
  if (advantage === undefined) {
    return [
      {
        measure: 'advantage',
        severity: 'care',
        text: 'There are too few labels to race strategies against random picks.',
        advice: 'Label some more items, drawn at random, and run this again.',
      },
    ];
  }
  const { difference, low, high, fromLabels, toLabels } = advantage;
  const figures = `from ${fromLabels} to ${toLabels} labels, ${champion} was ${points(Math.abs(difference))} points ${difference < 0 ? 'worse' : 'better'} than random picks on average (95 % interval of the difference: ${points(low)} to ${points(high)})`;
  if (verdict === 'nothing') {
    return [
      {
        measure: 'advantage',
        severity: 'care',
        text: `Active learning brings nothing here: ${figures}.`,
        advice: 'Label items drawn at random: it is as good here, and simpler.',
      },
    ];
  }
  return [
    {
      measure: 'advantage',
      severity: 'care',
      text: `It is not shown that active learning brings anything here: ${figures}.`,
      advice:
        'Do not count on saved labels. More labels drawn at random would show more; choosing actively rarely does harm.',
    },
  ];
}
