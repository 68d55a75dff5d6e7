/** What the bench of modes runs: one cell is one curve or one run of an agent on one drawn pool. */

/** Cells of a brief wave. */
export const BRIEF = ['uncertainty-herding', 'random', 'whole-pool'];
const STRATEGIES = ['uncertainty-herding', 'random', 'margin', 'badge', 'typiclust', 'entropy'];
/** Budgets at which the net saving is reported. */
const NET_BUDGETS = [500, 1000, 2000];
/** Variants whose classes are judged one by one. */
const SKEWED = ['tail', 'majority', 'merged'];

/** Labels at which strategies are measured: multiples of the class count, and whole budgets. */
export function countsOf(classCount, poolSize) {
  const multiples = [1, 2, 5, 10, 20, ...(classCount > 30 ? [] : [50])].map((k) => k * classCount);
  const counts = [...new Set([...multiples, ...NET_BUDGETS])];
  return counts.filter((n) => n <= poolSize).sort((a, b) => a - b);
}

/**
 * Waves of `{ variant, seed, brief }`, the most important first, so that a run that is cut short has
 * something to say; brief ones are the champion and random alone, to be completed by a later wave.
 */
export function wavesOf(seeds) {
  const of = (variants, from, to, brief = false) =>
    variants.flatMap((variant) =>
      Array.from({ length: Math.max(0, Math.min(to, seeds) - from) }, (_, i) => ({
        variant,
        seed: from + i,
        brief,
      })),
    );
  const hard = ['noise', 'duplicates'];
  return [
    of(['base'], 0, 1),
    of(['base'], 1, 5, true),
    of(hard, 0, 1),
    of(['base'], 1, 2),
    of(hard, 1, 2),
    of(['base'], 2, 3),
    of(SKEWED, 0, 1),
    of(hard, 2, 3),
    of(['base'], 3, 5),
    of(SKEWED, 1, 2),
    of(hard, 3, 5),
    of(['half', ...SKEWED], 2, 3),
    of(['base', ...hard], 5, seeds),
  ];
}

/** Cells of one drawn pool, the most important first; variants have fewer, as each costs a minute. */
export function cellsOf({ variant, seed, classCount, poolSize }) {
  const plain = variant === 'base';
  // Without a holdout there is nothing to explore with: two seeds show that.
  const few = plain && seed < 2;
  const most = Math.min(poolSize, (classCount > 30 ? 20 : 50) * classCount);
  const given = plain ? [5 * classCount, 20 * classCount, most] : [most];
  const bought = NET_BUDGETS.filter((n) => n <= Math.min(poolSize, plain ? Infinity : 1000));
  const end = Math.max(...given, ...bought);
  const metric = SKEWED.includes(variant) ? 'macro-f1' : 'accuracy';
  const runs = (mode, holdout, budgets, earlyStop = false) =>
    [...new Set(budgets)].map((budget) => ({
      id: `${mode}-${holdout}-${budget}${earlyStop ? '-stop' : ''}`,
      kind: 'agent',
      ...{ mode, holdout, budget, earlyStop, metric },
    }));
  const strategies = SKEWED.includes(variant) ? [...STRATEGIES, 'direct'] : STRATEGIES;
  return [
    ...strategies.map((strategy) => ({
      id: strategy,
      kind: 'strategy',
      strategy,
      budget: strategy === 'uncertainty-herding' ? end : most,
    })),
    ...runs('auto', 'given', given),
    ...runs('auto', 'bought', bought.slice(0, 2)),
    ...runs('compare', 'given', [most]),
    { id: 'whole-pool', kind: 'whole-pool' },
    ...runs('compare', 'bought', [1000]),
    ...(plain ? runs('auto', 'bought', bought, true) : []),
    ...(plain ? runs('paper', 'given', [most]) : []),
    ...(few ? runs('auto', 'none', [most]) : []),
    ...(few ? runs('compare', 'none', [most]) : []),
    ...runs('auto', 'bought', bought.slice(2)),
    ...(few ? runs('paper', 'bought', [1000]) : []),
  ];
}
