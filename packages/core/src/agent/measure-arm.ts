import { evaluate, type Evaluation } from '../evaluation/evaluate.js';
import { macroF1Error } from '../evaluation/intervals.js';
import { seededRandom } from '../numeric/random.js';
import type { TrainedArm } from './agent-messages.js';
import type { AgentState } from './agent-state.js';
import { armOf } from './spending.js';

/** Draws that the error of macro-F1 rests on. */
const RESAMPLES = 60;

/** Figures of an arm's head, and what they were made from. */
export interface MeasuredArm {
  readonly trained: TrainedArm;
  readonly evaluation: Evaluation;
}

/**
 * Figures of an arm from the class that its head gives each item of the holdout, which is not empty.
 * Where macro-F1 counts, its bootstrap error is one of them. Cost O(v + C²), and 60 times that for
 * the error.
 */
export function measureArm(state: AgentState, arm: string, predictions: Int32Array): MeasuredArm {
  const { settings, holdout } = state;
  const { classCount, metric, seed } = settings;
  const truth = Int32Array.from(holdout.targets);
  const evaluation = evaluate(predictions, truth, classCount);
  const { accuracy, macroF1, count } = evaluation;
  const correct = Array.from(predictions, (guess, i) => (guess === truth[i] ? '1' : '0')).join('');
  const trained = { arm, accuracy, macroF1, correct };
  if (metric === 'accuracy') return { trained, evaluation };
  const random = seededRandom(seed).fork(`macro-f1-${arm}-${armOf(state, arm).rows.length}`);
  const { standardError } = macroF1Error(evaluation, { random, resamples: RESAMPLES });
  // Resamples of a figure at its end do not vary, but it is not known to the last item.
  const error = Math.max(1 / (count + 2), standardError);
  return { trained: { ...trained, macroF1Error: error }, evaluation };
}
