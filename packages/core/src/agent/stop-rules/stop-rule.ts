import type { CurveFit } from '../../predictor/fit-curve.js';
import type { AgentState, Arm } from '../agent-state.js';

/** What a stop rule looks at. */
export interface StopView {
  readonly state: AgentState;
  readonly champion: Arm;
  /** The champion's curve; absent without a holdout. */
  readonly curve: CurveFit | undefined;
  /** Labels of the champion now, and when the budget is spent on it. */
  readonly labels: number;
  readonly endLabels: number;
}

/** Why a rule wants to stop. */
export interface StopVerdict {
  readonly text: string;
  readonly evidence: Readonly<Record<string, number>>;
  /** Probability that stopping now is a mistake by the rule's own measure. */
  readonly probabilityWrong: number;
}

/** One reason to stop. */
export interface StopRule {
  readonly id: string;
  /**
   * `must`: nothing is left to do. `may`: an early stop. `person`: only a person can say.
   */
  readonly force: 'must' | 'may' | 'person';
  judge(view: StopView): StopVerdict | undefined;
}
