#!/usr/bin/env node
/**
 * Writes docs/benchmarks.md and its charts from the result files of the last runs; of what was not
 * run, the document keeps what it says, with the date of then. A part of the selection that was run by
 * itself is read from selection-part.json.
 *
 *   node bench/write-document.mjs [--results bench/results] [--out docs]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { withEarlierSections } from './document/earlier.mjs';
import { goalsPart } from './document/goals.mjs';
import { headPart, kernelsPart } from './document/numeric-parts.mjs';
import { pipelinePart, programsPart } from './document/pipeline-parts.mjs';
import { qualityPart } from './document/quality-part.mjs';
import {
  approximationPart,
  costPart,
  millionPart,
  selectionPart,
} from './document/selection-parts.mjs';
import { batchPart, loadPart, webPart, workersPart } from './document/service-parts.mjs';

const { values: flags } = parseArgs({
  options: {
    results: { type: 'string', default: join(import.meta.dirname, 'results') },
    out: { type: 'string', default: join(import.meta.dirname, '..', 'docs') },
  },
});
const [programs, pipeline, million, head, kernels, approximation] = await Promise.all(
  ['programs', 'pipeline', 'select-million', 'head', 'kernels', 'herding-approximation'].map(read),
);
const quality = await read('quality');
const service = {
  load: await read('live-load'),
  batch: await read('live-batch'),
  encode: await read('live-encode'),
  web: await read('web'),
};
const selections = [await read('selection'), await read('selection-part')].filter(Boolean);
const document = join(flags.out, 'benchmarks.md');
const earlier = await readFile(document, 'utf8').catch(() => '');
const results = { programs, pipeline, selections, million, head, quality, approximation, service };
const sections = [
  await programsPart(programs, flags.out),
  pipelinePart(pipeline),
  selectionPart(selections),
  await costPart(selections, million, flags.out),
  millionPart(million),
  approximationPart(approximation),
  headPart(head),
  kernelsPart(kernels),
  qualityPart(quality),
  loadPart(service.load),
  batchPart(service.batch),
  workersPart(service.encode),
  webPart(service.web),
];
const parts = [
  '# Benchmarks\n',
  'Written by `node bench/write-document.mjs` from what `npm run bench` measured, one result file a run;',
  'do not edit. Seconds are medians of interleaved runs, quarter points in brackets, on a machine where',
  'nothing else worked; answers were compared before times were.\n',
  ...goalsPart(results, earlier),
  ...withEarlierSections(sections, earlier),
];
await writeFile(document, parts.join('\n'));

async function read(name) {
  const text = await readFile(join(flags.results, `${name}.json`), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
