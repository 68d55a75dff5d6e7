#!/usr/bin/env node
/**
 * From URLs to the 1,000 least confident items, against the Python programs that people write for it.
 *
 *   npm run bench -- programs --python <python> [--images <folder or zip of JPEG files>]
 *     [--items 5000] [--budget 1000] [--delay-ms 5] [--repetitions 5] [--ways overlapped,modal]
 *     [--out <file>]
 *
 * The network is torchvision's MobileNetV3-small at 224 × 224 with random weights. The Python is that
 * of `bench/peers/setup.sh <folder> programs`; `bench/peers/pipeline_peers.py` says what each way does. Every form runs in a fresh process and
 * reads its model before its time begins. bound as in pipeline.mjs, without a cache. All ways are checked
 * to give the same confidences, but for how they round pixels.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { describeSetting } from '../setting/describe-setting.mjs';
import { ratioOf, repeatInterleaved, summary } from '../setting/repeat.mjs';
import { say, sayWithBar } from '../setting/say-figures.mjs';
import { writeImages } from './images.mjs';
import { runTask } from './run-task.mjs';
import { startImageServer } from './start-image-server.mjs';

const { values: flags } = parseArgs({
  options: {
    python: { type: 'string' },
    images: { type: 'string' },
    items: { type: 'string', default: '5000' },
    budget: { type: 'string', default: '1000' },
    'delay-ms': { type: 'string', default: '5' },
    repetitions: { type: 'string', default: '5' },
    ways: { type: 'string', default: 'overlapped,dataloader,deepal,modal' },
    out: { type: 'string', default: 'bench/results/programs.json' },
  },
});
const PEERS = join(import.meta.dirname, '..', 'peers');
/** Ours has to be so many times as fast. */
const BARS = { overlapped: 1.25, dataloader: 2.5, deepal: 6, modal: 5 };
const BOUND_BAR = 1.1;
const MEMORY_BAR = 0.6e9;
/** How much the confidences have to be alike: without rounding, and as programs round pixels. */
const LEAST_CORRELATION = { exact: 0.9999, rounded: 0.95 };

const exec = promisify(execFile);
const ways = flags.ways.split(',');
const work = await mkdtemp(join(tmpdir(), 'alaas-bench-'));
let server;
try {
  const images = join(work, 'images');
  const items = await writeImages(images, { count: Number(flags.items), from: flags.images });
  const encoder = await makeNetwork(images);
  server = await startImageServer(images, flags['delay-ms']);
  const urls = (await readdir(images)).sort().map((name) => `${server.origin}/${name}`);
  await writeFile(join(work, 'urls.json'), JSON.stringify(urls));
  const forms = formsFor(urls, { encoder, images });
  const runs = await repeatInterleaved(forms, {
    repetitions: Number(flags.repetitions),
    onRun: (name, { seconds, peakBytes }) => say([name, seconds, peakBytes / 1e9]),
  });
  await check(runs, encoder);
  const setting = await describeSetting();
  const result = { setting, items, delayMs: Number(flags['delay-ms']), ...evaluate(runs) };
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify(result, null, 2)}\n`);
  report(result);
} finally {
  server?.close();
  await rm(work, { recursive: true, force: true });
}

async function makeNetwork(images) {
  const modelFile = join(work, 'model.onnx');
  await exec(flags.python, [join(PEERS, 'export_mobilenet.py'), modelFile, images]);
  const manifest = {
    id: 'mobilenet-v3-small-random',
    modality: 'image',
    model: { file: 'model.onnx' },
    inputs: [{ name: 'image', type: 'float32', shape: ['batch', 3, 224, 224] }],
    preprocessing: {
      ...{ width: 224, height: 224, fit: 'fill', kernel: 'bilinear', colour: 'rgb' },
      ...{ layout: 'nchw', scale: 1 / 255 },
      ...{ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    },
    output: { name: 'logits', dimension: 1000, pooling: 'none', normalise: false },
  };
  await writeFile(join(work, 'manifest.json'), JSON.stringify(manifest));
  return modelFile;
}

function formsFor(urls, { encoder, images }) {
  const http = { kind: 'urls', urls };
  const folder = { kind: 'folder', folder: images };
  const measure = (form, source) => async () => {
    const before = await server.cpuSeconds();
    const task = { form, source, encoder, budget: Number(flags.budget) };
    const figures = await runTask(task, work);
    return { ...figures, serverCpuSeconds: (await server.cpuSeconds()) - before };
  };
  return {
    ours: measure('choose', http),
    ...Object.fromEntries(ways.map((way) => [way, () => runPeer(way, encoder)])),
    fetch: measure('fetch', http),
    decode: measure('decode', folder),
    encode: measure('encode', folder),
  };
}

async function runPeer(way, model) {
  const script = join(PEERS, 'pipeline_peers.py');
  const { stdout } = await exec(
    flags.python,
    [script, way, join(work, 'urls.json'), model, flags.budget],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout);
}

async function check(runs, encoder) {
  const { confidences } = runs.ours[0];
  const exact = await runPeer('exact', encoder);
  compare('exact', correlationOf(exact.confidences, confidences), LEAST_CORRELATION.exact);
  for (const way of ways) {
    const correlation = correlationOf(runs[way][0].confidences, confidences);
    compare(way, correlation, LEAST_CORRELATION.rounded);
  }
}

function compare(way, correlation, least) {
  say([`${way}, correlation`, correlation]);
  if (!(correlation >= least)) throw new Error(`"${way}" gives other confidences than ours.`);
}

function correlationOf(a, b) {
  const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const product = (x, y) => mean(x.map((one, i) => one * y[i])) - mean(x) * mean(y);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

function evaluate(runs) {
  const secondsOf = (name) => runs[name].map(({ seconds }) => seconds);
  const bounds = runs.ours.map((_, i) => {
    const cpu = ['fetch', 'decode', 'encode'].map((name) => runs[name][i].cpuSeconds);
    const all = cpu.reduce((sum, one) => sum + one, runs.fetch[i].serverCpuSeconds);
    return Math.max(runs.encode[i].seconds, all / availableParallelism());
  });
  const peakOf = (name) => Math.max(...runs[name].map(({ peakBytes }) => peakBytes));
  return {
    seconds: Object.fromEntries(Object.keys(runs).map((name) => [name, summary(secondsOf(name))])),
    peakBytes: Object.fromEntries(['ours', ...ways].map((name) => [name, peakOf(name)])),
    ratios: [
      ...ways.map((way) => ({
        name: `${way} ÷ ours`,
        ...ratioOf(secondsOf(way), secondsOf('ours')),
        atLeast: BARS[way],
      })),
      { name: 'ours ÷ bound', ...ratioOf(secondsOf('ours'), bounds), atMost: BOUND_BAR },
      { name: 'ours, GB', median: peakOf('ours') / 1e9, atMost: MEMORY_BAR / 1e9 },
    ],
  };
}

function report({ seconds, ratios }) {
  say(['', 'median', 'low', 'high']);
  for (const [name, { median, low, high }] of Object.entries(seconds)) {
    say([`${name} s`, median, low, high]);
  }
  for (const ratio of ratios) sayWithBar(ratio);
}
