import { earlierGoals, GOALS_TITLE } from './earlier.mjs';
import { approximationGoals, qualityGoals } from './quality-part.mjs';
import { serviceGoals } from './service-parts.mjs';
import { table } from './table.mjs';

/** What choosing from a million embeddings on disk may take, in seconds, and its memory over theirs. */
const MILLION_SECONDS = { margin: 3, 'k-center': 60, 'uncertainty-herding': 180 };
const MILLION_MEMORY = 1.6;

const MISSED = '**missed**';

/** Every figure that was to be reached, beside what was measured, now or last; the missed ones first. */
export function goalsPart(results, earlier) {
  const goals = [
    ...programGoals(results.programs),
    ...pipelineGoals(results.pipeline),
    ...results.selections.flatMap(selectionGoals),
    ...millionGoals(results.million),
    ...headGoals(results.head),
    ...qualityGoals(results.quality),
    ...approximationGoals(results.approximation),
    ...serviceGoals(results.service),
  ];
  const rows = [...goals.map(rowOf), ...earlierGoals(goals, earlier)];
  if (rows.length === 0) return [];
  const isMissed = (row) => row.at(-1) === MISSED;
  const missed = rows.filter(isMissed);
  return [
    `## ${GOALS_TITLE}\n`,
    missed.length === 0
      ? `All ${rows.length} figures that were measured reach their bar.\n`
      : `${rows.length - missed.length} of the ${rows.length} figures that were measured reach their bar; **${missed.length} miss it**.\n`,
    ...table(
      ['figure', 'measured', 'bar', ''],
      [...missed, ...rows.filter((row) => !isMissed(row))],
    ),
  ];
}

function rowOf(goal) {
  const { name, value, atMost, atLeast } = goal;
  return [
    name,
    digits(value),
    atMost === undefined ? `≥ ${atLeast}` : `≤ ${Number(atMost.toPrecision(3))}`,
    isReached(goal) ? 'reached' : MISSED,
  ];
}

function isReached({ value, atMost = Infinity, atLeast = 0, alike = true }) {
  return alike && value <= atMost && value >= atLeast;
}

function digits(value) {
  return value === 0 || Math.abs(value) >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}

function programGoals(programs) {
  return (programs?.ratios ?? []).map(({ name, median, atMost, atLeast }) => ({
    name: `URLs to a batch: ${name}`,
    value: median,
    atMost,
    atLeast,
  }));
}

const PIPELINE_NAMES = {
  coldOverBound: 'Pipeline: cold ÷ bound',
  sequentialOverCold: 'Pipeline: one after the other ÷ cold',
  coldOverWarm: 'Pipeline: cold ÷ second round, over HTTP',
  folderColdOverWarm: 'Pipeline: cold ÷ second round, from a folder',
};

function pipelineGoals(pipeline) {
  return Object.entries(pipeline?.ratios ?? {}).map(([name, { median, atMost, atLeast }]) => ({
    name: PIPELINE_NAMES[name],
    value: median,
    atMost,
    atLeast,
  }));
}

function selectionGoals({ cases }) {
  const bounded = cases.filter(({ bar, limit }) => bar || limit);
  return bounded.map(({ strategy, items, count, peerName, ratio, bar, limit, ours, check }) => {
    const size = `${strategy}, ${items.toLocaleString('en')} / ${count.toLocaleString('en')}`;
    const alike = check?.alike;
    return bar && ratio
      ? { name: `${size}: ours ÷ ${peerName}`, value: ratio.median, atMost: bar, alike }
      : { name: `${size}: seconds`, value: ours.median, atMost: limit, alike };
  });
}

function millionGoals(million) {
  if (!million) return [];
  const embeddings = 4 * million.items * million.dimension;
  return million.cases.flatMap(({ strategy, finished, wall, peakBytes }) => [
    {
      name: `${strategy}, a million from disk: seconds`,
      value: finished ? wall.median : Infinity,
      atMost: MILLION_SECONDS[strategy],
    },
    {
      name: `${strategy}, a million from disk: peak memory ÷ embeddings`,
      value: finished ? peakBytes / embeddings : Infinity,
      atMost: MILLION_MEMORY,
    },
  ]);
}

function headGoals(head) {
  return (head?.cases ?? [])
    .filter(({ ratio }) => ratio)
    .map(({ classes, ratio, bar }) => ({
      name: `Head, ${classes} classes: ours ÷ scikit-learn`,
      value: ratio.median,
      atMost: bar,
    }));
}
