import { settingWords, table } from './table.mjs';

const MOST_WAIT_MS = 100;
const MOST_SECONDS = { margin: 5, 'uncertainty-herding': 30 };
const LEAST_SHARE = 0.9;
const FRAME_MS = 34;
const REACTION_MS = 50;

/** How long people wait who label at once. */
export function loadPart(load) {
  if (!load) return [];
  return [
    '## People who label\n',
    'Server, worker, database and the people share the machine.\n',
    ...waitsTable(loadWaits(load)),
    `Of ${load.labels.toLocaleString('en')} labels that were acknowledged ${load.lost} were lost and ${load.doubled} doubled; ${load.errors.length} requests failed.\n`,
    ...settingWords(load.setting),
  ];
}

/** How long a batch takes when all of the last one is labelled. */
export function batchPart(batch) {
  if (!batch) return [];
  return [
    '## From one batch to the next\n',
    `Batches of ${batch.batch} with one strategy: training, measuring and choosing, from the last label on.\n`,
    ...waitsTable(batchWaits(batch)),
    ...settingWords(batch.setting),
  ];
}

/** What workers lose by sharing a pool. */
export function workersPart(encode) {
  if (!encode) return [];
  const { items, side, workers, itemsPerSecond, setting } = encode;
  return [
    '## Several workers on one pool\n',
    `${items.toLocaleString('en')} images of ${side} × ${side}, ${workers} workers beside ${workers} runs on a share each, on the same cores.\n`,
    ...table(
      ['what', 'items a second'],
      Object.entries(itemsPerSecond).map(([form, values]) => [
        WORKER_FORMS[form],
        values.map((value) => value.toFixed(0)).join(', '),
      ]),
    ),
    ...settingWords(setting),
  ];
}

const WORKER_FORMS = {
  encoded: 'workers, until all is encoded',
  'taken in': 'workers, until the project can begin',
  alone: 'separate runs, together',
};

/** How fast the web application answers a hand. */
export function webPart(web) {
  if (!web) return [];
  return [
    '## The web application\n',
    'Server, worker, database and the browser share the machine.\n',
    ...waitsTable(webWaits(web)),
    ...settingWords(web.setting),
  ];
}

function waitsTable(waits) {
  return table(
    ['what', 'median', '99 of 100', 'most'],
    waits.map(({ name, median, p99, most }) => [
      name,
      ...[median, p99, most].map((value) => value?.toFixed(1) ?? '–'),
    ]),
  );
}

/** The bars of the service. */
export function serviceGoals({ load, batch, encode, web }) {
  const waits = [
    ...(load ? loadWaits(load) : []),
    ...(batch ? batchWaits(batch) : []),
    ...(web ? webWaits(web) : []),
  ];
  return [
    ...waits.map(({ name, judged, atMost }) => ({ name, value: judged, atMost })),
    ...(encode
      ? [
          {
            name: `${encode.workers} workers on one pool ÷ as many separate runs`,
            value: encode.share.median,
            atLeast: LEAST_SHARE,
          },
        ]
      : []),
  ];
}

function loadWaits({ annotators, items, nextMs, labelMs }) {
  const people = `${annotators} people on ${items.toLocaleString('en')} items`;
  return [
    { name: `${people}: next item, ms`, ...nextMs },
    { name: `${people}: label acknowledged, ms`, ...labelMs },
  ].map((wait) => ({ ...wait, judged: wait.p99, atMost: MOST_WAIT_MS }));
}

function batchWaits({ pool, strategies }) {
  const size = `${pool.items.toLocaleString('en')} × ${pool.dimension}`;
  return Object.entries(strategies).flatMap(([strategy, { seconds, nextMs }]) => [
    {
      name: `Last label of a batch to the next batch, ${strategy}, ${size}: s`,
      ...seconds,
      judged: seconds.median,
      atMost: MOST_SECONDS[strategy],
    },
    {
      name: `Next item meanwhile, ${strategy}: ms`,
      ...nextMs,
      judged: nextMs.most,
      atMost: MOST_WAIT_MS,
    },
  ]);
}

function webWaits({ grid, labelling, items }) {
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
