import { settingWords, table } from './table.mjs';

const MOST_WAIT_MS = 100;
const MOST_SECONDS = { margin: 5, 'uncertainty-herding': 30 };
const FRAME_MS = 34;
const REACTION_MS = 50;

/** How long people wait: of the service under load, and in a browser. */
export function servicePart(results) {
  const waits = waitsOf(results);
  if (waits.length === 0) return [];
  const { load } = results;
  return [
    '## People who label\n',
    'Server, worker, database and the people, or the browser, share the machine.\n',
    ...table(
      ['what', 'median', '99 of 100', 'most'],
      waits.map(({ name, median, p99, most }) => [
        name,
        ...[median, p99, most].map((value) => value?.toFixed(1) ?? '–'),
      ]),
    ),
    ...(load
      ? [
          `Of ${load.labels.toLocaleString('en')} labels that were acknowledged ${load.lost} were lost and ${load.doubled} doubled; ${load.errors.length} requests failed.\n`,
        ]
      : []),
    ...Object.values(results)
      .filter(Boolean)
      .flatMap(({ setting }) => settingWords(setting)),
  ];
}

/** The bars of these waits. */
export function serviceGoals(results) {
  return waitsOf(results).map(({ name, judged, atMost }) => ({ name, value: judged, atMost }));
}

function waitsOf({ load, batch, web }) {
  return [...loadWaits(load), ...batchWaits(batch), ...webWaits(web)];
}

function loadWaits(load) {
  if (!load) return [];
  const people = `${load.annotators} people on ${load.items.toLocaleString('en')} items`;
  return [
    { name: `${people}: next item, ms`, ...load.nextMs },
    { name: `${people}: label acknowledged, ms`, ...load.labelMs },
  ].map((wait) => ({ ...wait, judged: wait.p99, atMost: MOST_WAIT_MS }));
}

function batchWaits(batch) {
  if (!batch) return [];
  const pool = `${batch.pool.items.toLocaleString('en')} × ${batch.pool.dimension}`;
  return Object.entries(batch.strategies).flatMap(([strategy, { seconds, nextMs }]) => [
    {
      name: `Last label of a batch to the next batch, ${strategy}, ${pool}: s`,
      ...seconds,
      judged: seconds.median,
      atMost: MOST_SECONDS[strategy],
    },
    {
      name: `Next item meanwhile, ${strategy}: ms`,
      ...nextMs,
      judged: nextMs.median,
      atMost: MOST_WAIT_MS,
    },
  ]);
}

function webWaits(web) {
  if (!web) return [];
  const { grid, labelling, items } = web;
  return [
    {
      name: `Frame while a grid of ${items.toLocaleString('en')} scrolls (95 of 100), ms`,
      ...ofSpread(grid.frameMs),
      atMost: FRAME_MS,
    },
    {
      name: 'Key to the next item drawn (95 of 100), ms',
      ...ofSpread(labelling.drawnMs),
      atMost: REACTION_MS,
    },
  ];
}

function ofSpread({ p50, p95, p99, most }) {
  return { median: p50, p99, most, judged: p95 };
}
