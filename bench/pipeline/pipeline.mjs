#!/usr/bin/env node
/**
 * Wall time of the pipeline against what the machine allows, against doing one thing after the
 * other, and of a second round.
 *
 *   npm run bench -- pipeline [--images <folder or zip of JPEG files>] [--items 5000]
 *     [--delay-ms 5] [--encoder mobilenetv2-taps-64] [--repetitions 5] [--out <file>]
 *
 * The items are served over local HTTP by another process, each after a delay. Forms, measured in
 * turn, each in a fresh process, without opening the encoder:
 *
 * cold        embedPool over HTTP with an empty cache
 * warm        the same again: every item is asked for with its ETag, none is sent
 * sequential  fetch all, decode all, encode all, one item after the other (one session, all threads)
 * encode, decode, fetch   that stage alone with everything in memory; fetch with hashing
 * folderCold, folderWarm   embedPool on a folder of the same files
 *
 * bound = max(encoding alone on all cores, (CPU seconds of server + fetch + decode + encode) / cores).
 * Without --images the items are JPEG files made from the bundled Fashion-MNIST. Before anything is
 * timed, the embeddings of all ways are checked to be equal, and that a second round works on nothing.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { describeSetting } from '../setting/describe-setting.mjs';
import { ratioOf, repeatInterleaved, summary } from '../setting/repeat.mjs';
import { say, sayWithBar } from '../setting/say-figures.mjs';
import { writeImages } from './images.mjs';
import { runTask } from './run-task.mjs';
import { startImageServer } from './start-image-server.mjs';

const { values: flags } = parseArgs({
  options: {
    images: { type: 'string' },
    items: { type: 'string', default: '5000' },
    'delay-ms': { type: 'string', default: '5' },
    encoder: { type: 'string', default: 'mobilenetv2-taps-64' },
    repetitions: { type: 'string', default: '5' },
    out: { type: 'string', default: 'bench/results/pipeline.json' },
  },
});
/** Largest difference of a number of an embedding that is not a difference. */
const TOLERANCE = 1e-4;

const setting = await describeSetting();
const work = await mkdtemp(join(tmpdir(), 'alaas-bench-'));
const images = join(work, 'images');
let server;
try {
  const items = await writeImages(images, { count: Number(flags.items), from: flags.images });
  server = await startImageServer(images, flags['delay-ms']);
  const urls = (await readdir(images)).sort().map((name) => `${server.origin}/${name}`);
  await check(urls);
  const runs = await repeatInterleaved(formsFor(urls), {
    repetitions: Number(flags.repetitions),
    onRun: (name, { seconds, cpuSeconds }) => say([name, seconds, cpuSeconds]),
  });
  const result = { setting, items, delayMs: Number(flags['delay-ms']), ...evaluate(runs) };
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify({ ...result, runs }, null, 2)}\n`);
  report(result);
} finally {
  server?.close();
  await rm(work, { recursive: true, force: true });
}

/** Name → measurement; `suffix` keeps the caches of repetitions apart. */
function formsFor(urls, extra = {}) {
  const http = { kind: 'urls', urls };
  const folder = { kind: 'folder', folder: images };
  const pipeline = (source) => (suffix) =>
    measure({
      form: 'pipeline',
      source,
      cacheFolder: join(work, `${source.kind}-${suffix}`),
      ...extra,
    });
  const alone = (form, source) => () => measure({ form, source, ...extra });
  return {
    cold: pipeline(http),
    warm: pipeline(http),
    sequential: alone('sequential', http),
    fetch: alone('fetch', http),
    decode: alone('decode', folder),
    encode: alone('encode', folder),
    folderCold: pipeline(folder),
    folderWarm: pipeline(folder),
  };
}

async function measure(task) {
  const serverBefore = await server.cpuSeconds();
  const figures = await runTask({ encoder: flags.encoder, ...task }, work);
  return { ...figures, serverCpuSeconds: (await server.cpuSeconds()) - serverBefore };
}

/** All ways to the embeddings give the same ones, and a second round works on nothing. */
async function check(urls) {
  const embeddingsFile = join(work, 'embeddings.f32');
  const forms = formsFor(urls, { embeddingsFile });
  let expected;
  for (const name of ['sequential', 'cold', 'warm', 'folderCold', 'folderWarm']) {
    const { stages, cache } = await forms[name]('check');
    const bytes = await readFile(embeddingsFile);
    const embeddings = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    expected ??= embeddings;
    const difference = largestDifference(embeddings, expected);
    if (!(difference <= TOLERANCE)) throw new Error(`"${name}" differs by ${difference}.`);
    if (!/warm/i.test(name)) continue;
    const worked = stages.filter((stage) => stage.name !== 'list').map((stage) => stage.items);
    if (cache.misses > 0 || worked.some((items) => items > 0)) {
      throw new Error(`The second round "${name}" worked again: ${worked}.`);
    }
  }
}

function largestDifference(a, b) {
  if (a.length !== b.length) return Infinity;
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

function evaluate(runs) {
  const cores = availableParallelism();
  const secondsOf = (name) => runs[name].map(({ seconds }) => seconds);
  const bounds = runs.cold.map((_, i) => {
    const cpu = ['fetch', 'decode', 'encode'].map((name) => runs[name][i].cpuSeconds);
    const serverCpu = runs.fetch[i].serverCpuSeconds;
    const cpuSeconds = cpu.reduce((sum, one) => sum + one, serverCpu);
    return Math.max(runs.encode[i].seconds, cpuSeconds / cores);
  });
  const ratio = (upper, lower) => ratioOf(secondsOf(upper), secondsOf(lower));
  const ratios = {
    coldOverBound: { ...ratioOf(secondsOf('cold'), bounds), atMost: 1.15 },
    sequentialOverCold: { ...ratio('sequential', 'cold'), atLeast: 3 },
    coldOverWarm: { ...ratio('cold', 'warm'), atLeast: 4 },
    folderColdOverWarm: { ...ratio('folderCold', 'folderWarm'), atLeast: 15 },
  };
  const seconds = Object.fromEntries(
    Object.keys(runs).map((name) => [name, summary(secondsOf(name))]),
  );
  return { seconds, boundSeconds: summary(bounds), ratios };
}

function report({ seconds, boundSeconds, ratios }) {
  say(['', 'median', 'low', 'high']);
  for (const [name, { median, low, high }] of Object.entries({ ...seconds, bound: boundSeconds })) {
    say([`${name} s`, median, low, high]);
  }
  for (const [name, ratio] of Object.entries(ratios)) sayWithBar({ name, ...ratio });
}
