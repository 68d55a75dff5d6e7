/** What falls short beyond the bars of the plain sets: by set, and on sets that were changed. */

const LEAST_HELD = 70;
const MOST_WRONG = 8;

/** Bands that hold too seldom on changed sets, as a holdout of 200 measures them. */
export function forecastMisses({ tables }) {
  return tables
    .filter(({ holdout, variants }) => holdout === '200' && variants[0] !== 'base')
    .flatMap(({ metric, variants, rows }) =>
      rows
        .filter(({ held }) => held < LEAST_HELD)
        .map(
          ({ points, held }) =>
            `forecast at 20C, ${metric}, ${variants.join(', ')}: ${held.toFixed(0)} % held from ${points} points`,
        ),
    );
}

/** Rules that stop wrongly too often on one set, or on changed ones. */
export function stopMisses({ tables: [, ...others] }) {
  return others.flatMap(({ name, gain, target }) =>
    Object.entries({ gain, target })
      .filter(([, { wrong }]) => wrong > MOST_WRONG)
      .map(([rule, { wrong }]) => `${rule} rule wrong in ${wrong} %, ${name}`),
  );
}
