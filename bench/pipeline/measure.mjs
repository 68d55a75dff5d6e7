/**
 * One measurement in a process of its own, started by `fork` with a file that says what; answers figures.
 * Opening the encoder is not part of any of them.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

import { leastConfidence, referenceKernels, selectBatch } from '@alaas/core';
import {
  embedPool,
  openEmbeddingCache,
  openEncoder,
  openFetcher,
  openSource,
} from '@alaas/pipeline';

import { peakBytes } from '../memory/peak-bytes.mjs';

const FORMS = { pipeline, choose, sequential, fetch, decode, encode };

const task = JSON.parse(await readFile(process.argv[2], 'utf8'));
const cores = availableParallelism();
const encoder = await openEncoder(
  task.encoder,
  oneByOne(task) ? { sessions: 1, threadsPerSession: cores } : {},
);
const fetcher = openFetcher({ allowPrivateAddresses: true });
const source = openSource(task.source);
const figures = await FORMS[task.form]();
await fetcher.close();
await encoder.close();
process.send({ ...figures, peakBytes: peakBytes() });
process.disconnect();

/** As peers do: a model with all threads takes one item after the other. */
function oneByOne({ form }) {
  return form === 'sequential';
}

async function pipeline() {
  const { digest, dimension } = encoder;
  const started = begin();
  const cache = await openEmbeddingCache(task.cacheFolder, { encoderDigest: digest, dimension });
  const pool = await embedPool(source, { encoder, fetcher, cache, ...task.options });
  await cache.close();
  const figures = started();
  await keep(pool.embeddings.data);
  const { items, quarantined, stages, cache: use } = pool;
  const counts = { items: items.length, dimension, quarantined: quarantined.length };
  return { ...figures, ...counts, stages, cache: use };
}

/** The least confident items of a network whose embeddings are logits. */
async function choose() {
  const started = begin();
  const { embeddings } = await embedPool(source, { encoder, fetcher });
  const { rows, cols, data } = embeddings;
  for (let at = 0; at < data.length; at += cols) toProbabilities(data.subarray(at, at + cols));
  const selected = await selectBatch(
    leastConfidence,
    { probabilities: embeddings },
    { count: task.budget, kernels: referenceKernels },
  );
  const figures = started();
  const confidences = Array.from({ length: rows }, (_, i) =>
    data.subarray(i * cols, (i + 1) * cols).reduce((most, one) => Math.max(most, one)),
  );
  return { ...figures, selected, confidences };
}

function toProbabilities(row) {
  const most = row.reduce((one, other) => Math.max(one, other));
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i] = Math.exp(row[i] - most);
  for (let i = 0; i < row.length; i++) row[i] /= sum;
}

async function sequential() {
  const started = begin();
  const contents = [];
  for await (const { location } of source.items()) contents.push(await content(location));
  const decoded = [];
  for (const bytes of contents) decoded.push(await encoder.decode(bytes));
  const rows = [];
  for (const item of decoded) rows.push((await encoder.encode([item])).data);
  const embeddings = new Float32Array(rows.length * encoder.dimension);
  rows.forEach((row, i) => embeddings.set(row, i * encoder.dimension));
  const figures = started();
  await keep(embeddings);
  return { ...figures, items: rows.length };
}

/** Fetching and hashing alone. */
async function fetch() {
  const refs = await listed();
  const started = begin();
  await inParallel(refs, 32, async ({ location }) =>
    createHash('sha256')
      .update(await content(location))
      .digest('hex'),
  );
  return { ...started(), items: refs.length };
}

async function decode() {
  const contents = await allContents();
  const started = begin();
  await inParallel(contents, cores + 1, (bytes) => encoder.decode(bytes));
  return { ...started(), items: contents.length };
}

/** Encoding alone, on all cores. */
async function encode() {
  const decoded = await inParallel(await allContents(), cores + 1, (bytes) =>
    encoder.decode(bytes),
  );
  const batches = [];
  for (let from = 0; from < decoded.length; from += encoder.batchSize) {
    batches.push(decoded.slice(from, from + encoder.batchSize));
  }
  const started = begin();
  await inParallel(batches, encoder.concurrency, (batch) => encoder.encode(batch));
  return { ...started(), items: decoded.length };
}

async function listed() {
  const refs = [];
  for await (const ref of source.items()) refs.push(ref);
  return refs;
}

async function allContents() {
  return inParallel(await listed(), 32, ({ location }) => content(location));
}

async function content(location) {
  return (await fetcher.fetch(location)).bytes;
}

async function inParallel(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  const workOn = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: width }, workOn));
  return results;
}

/** Wall and processor seconds of this process from now on. */
function begin() {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(startCpu);
    return { seconds: (performance.now() - startMs) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

async function keep(embeddings) {
  if (task.embeddingsFile)
    await writeFile(
      task.embeddingsFile,
      new Uint8Array(embeddings.buffer, embeddings.byteOffset, embeddings.byteLength),
    );
}
