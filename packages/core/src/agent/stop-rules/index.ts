import { budgetSpent } from './budget-spent.js';
import { gainExhausted } from './gain-exhausted.js';
import { poolExhausted } from './pool-exhausted.js';
import type { StopRule } from './stop-rule.js';
import { targetOutOfReach } from './target-out-of-reach.js';
import { targetReached } from './target-reached.js';

/** Every reason to stop, in the order in which they are looked at. */
export const STOP_RULES: readonly StopRule[] = Object.freeze([
  budgetSpent,
  poolExhausted,
  targetReached,
  gainExhausted,
  targetOutOfReach,
]);
