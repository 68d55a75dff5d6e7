/**
 * What is measured. `peer` is the method of bench/peers; `bar` bounds our time over the peer's,
 * `limit` our seconds; `check` says by which measure the batches must be alike, and how far apart
 * they may be (`slack`, relative; the peer may be worse by any margin). A library that takes long
 * runs once (`peerOnce`).
 */
export const CASES = [
  each('margin', 50_000, 1000, { limit: 0.02, check: 'rows' }),
  each('entropy', 50_000, 1000, { limit: 0.02, check: 'rows' }),
  each('least-confidence', 50_000, 1000, { limit: 0.02, check: 'rows' }),
  each('density-weighted', 50_000, 1000, { limit: 3, check: 'rows' }),
  each('k-center', 50_000, 1000, { bar: 0.2, check: 'cover-radius', slack: 0.001 }),
  each('badge', 50_000, 1000, { bar: 0.6, check: 'gradient-spread', slack: 0.1 }),
  each('k-means', 10_000, 500, {
    peerName: 'scikit-learn',
    bar: 0.6,
    check: 'inertia',
    slack: 0.02,
  }),
  each('typiclust', 10_000, 500, { bar: 0.25, check: 'inertia', slack: 0.05 }),
  each('dbal', 50_000, 1000, { bar: 0.4, check: 'inertia', slack: 0.02, repetitions: 3 }),
  each('probcover', 50_000, 1000, {
    bar: 0.5,
    check: 'rows',
    options: { radius: 0.7 },
    repetitions: 2,
  }),
  // The peer takes greedily only; the whole method also gives items back.
  each('bait', 10_000, 500, {
    bar: 0.5,
    check: 'rows',
    options: { oversample: 1 },
    repetitions: 2,
  }),
  each('bait', 10_000, 500, { peer: null, limit: 12, repetitions: 2 }),
  each('max-herding', 10_000, 500, { peer: null, limit: 1.5 }),
  each('uncertainty-herding', 10_000, 500, { peer: null, limit: 1.5 }),
  each('uncertainty-herding', 50_000, 1000, { peer: null, limit: 25, repetitions: 2 }),
  library('k-center', 50_000, 1000, { bar: 1 / 60, check: 'cover-radius', slack: 0.02 }),
  library('badge', 10_000, 500, { check: 'gradient-spread', slack: 0.1 }),
  library('typiclust', 10_000, 500, { check: 'inertia', slack: 0.05 }),
  library('probcover', 10_000, 500, { check: 'uncovered', slack: 0.02, options: { radius: 0.7 } }),
];

/** Strategies whose cost is followed over the sizes of the pool. */
export const CURVE_STRATEGIES = ['margin', 'k-center', 'badge', 'uncertainty-herding'];
export const CURVE_SIZES = [1000, 10_000, 50_000, 200_000];

function library(strategy, items, count, rest) {
  const peer = { peer: `scikit-activeml ${strategy}`, peerName: 'scikit-activeml' };
  return each(strategy, items, count, { ...peer, peerOnce: true, ...rest });
}

function each(strategy, items, count, rest) {
  return { strategy, items, count, peer: strategy, peerName: 'numpy', repetitions: 5, ...rest };
}
