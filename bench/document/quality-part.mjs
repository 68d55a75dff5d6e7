import { table } from './table.mjs';

/** By how many points no strategy may be better than Uncertainty Herding. */
const BEHIND_BEST = 0.5;
/** Points that its sampling of large pools may cost. */
const LOST_BY_SAMPLING = 0.3;

/** Mean accuracy over the learning curve of every strategy, beside the recorded curves of peers. */
export function qualityPart(quality) {
  if (!quality) return [];
  const sets = quality.results;
  const strategies = [...new Set(sets.flatMap(({ rows }) => rows.map((row) => row.strategy)))];
  return [
    '## Quality of what is chosen\n',
    'Accuracy on the test set, mean over the points of the learning curve and over the seeds, in points; in',
    'brackets the peer from the same start, batch and budget (recorded with scikit-activeml, ALiPy,',
    'small-text or plain numpy). **Bold**: below the peer by more than the larger of 1 point and two',
    'standard errors.\n',
    ...table(
      ['strategy', ...sets.map(({ set, rows }) => `${set}, ${rows[0].seeds} seeds`)],
      strategies.map((strategy) => [strategy, ...sets.map((one) => cellOf(one, strategy))]),
    ),
  ];
}

function cellOf({ rows }, strategy) {
  const row = rows.find((one) => one.strategy === strategy);
  if (!row) return '–';
  const ours = row.ours.toFixed(2);
  const words = row.peer === undefined ? ours : `${ours} (${row.peer.toFixed(2)})`;
  return row.passes === false ? `**${words}**` : words;
}

/** None below its peer, and Uncertainty Herding nowhere far behind the best. */
export function qualityGoals(quality) {
  return (quality?.results ?? []).flatMap(({ set, rows }) => {
    const compared = rows.filter(({ passes }) => passes !== undefined);
    const herding = rows.find(({ strategy }) => strategy === 'uncertainty-herding');
    const best = Math.max(...rows.map(({ ours }) => ours));
    return [
      {
        name: `Quality, ${set}: strategies below their peer, of ${compared.length}`,
        value: compared.filter(({ passes }) => !passes).length,
        atMost: 0,
      },
      ...(herding
        ? [
            {
              name: `Quality, ${set}: the best strategy − Uncertainty Herding, points`,
              value: best - herding.ours,
              atMost: BEHIND_BEST,
            },
          ]
        : []),
    ];
  });
}

/** What sampling costs Uncertainty Herding. */
export function approximationGoals(found) {
  return (found?.rows ?? []).map(({ set, id, loss }) => ({
    name: `Uncertainty Herding sampled ${id}, ${set}: points lost`,
    value: loss,
    atMost: LOST_BY_SAMPLING,
  }));
}
