import { parentPort, workerData } from 'node:worker_threads';
import { CodedError } from '@alaas/core';
import { InferenceSession } from 'onnxruntime-node';

import { batchLength, type Batch, type Span } from './batch.js';
import { feedsOf } from './feeds.js';
import { poolOutput } from './pool-output.js';
import {
  BUSY_CELL,
  STOP_ALL,
  STOP_CELL,
  type FromSession,
  type SessionStart,
  type TensorSignature,
  type ToSession,
} from './session-protocol.js';

type EncodeJob = Extract<ToSession, { kind: 'encode' }>;

/** Longest run that is planned: a run cannot be interrupted. */
const RUN_TARGET_MS = 100;
/** Beyond so many items a run gains nothing, and what it computes no longer fits into the cache. */
const MAX_ITEMS_PER_RUN = 8;

const start = workerData as SessionStart;
const state = new Int32Array(start.state);
/** Time per item (image) or token (text) of the last run; bounds the size of the next. */
let msPerUnit: number | undefined;

void open();

async function open(): Promise<void> {
  let session: InferenceSession;
  try {
    session = await natively(() =>
      InferenceSession.create(start.modelFile, {
        intraOpNumThreads: start.threads,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
        // Threads that spin while they wait would take the cores that decoding needs.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      }),
    );
  } catch (thrown) {
    const message = `${start.modelFile} is not a model that can be opened: ${reasonOf(thrown)}`;
    const details = { field: 'model', value: start.modelFile };
    answer({ kind: 'failed', code: 'ENCODER_MODEL_INVALID', message, details });
    parentPort?.close();
    return;
  }
  // One job at a time: the owner sends the next one after the answer.
  parentPort?.on('message', (message: ToSession) => {
    if (message.kind === 'encode') void carryOut(session, message);
    else void close(session);
  });
  answer({
    kind: 'opened',
    signature: {
      inputs: session.inputMetadata.map(signatureOf),
      outputs: session.outputMetadata.map(signatureOf),
    },
  });
}

async function close(session: InferenceSession): Promise<void> {
  await natively(() => session.release());
  parentPort?.close();
}

async function carryOut(session: InferenceSession, job: EncodeJob): Promise<void> {
  try {
    const embeddings = await encode(session, job);
    if (embeddings === undefined) answer({ kind: 'cancelled', job: job.job });
    else answer({ kind: 'encoded', job: job.job, embeddings }, [embeddings.buffer as ArrayBuffer]);
  } catch (thrown) {
    const coded = thrown instanceof CodedError ? (thrown as CodedError) : undefined;
    answer({
      kind: 'failed',
      job: job.job,
      code: coded?.code ?? 'ENCODER_FAILED',
      message: coded?.message ?? `The model could not be run: ${reasonOf(thrown)}`,
      details: coded?.details ?? { field: 'model', value: start.modelFile },
    });
  }
}

async function encode(
  session: InferenceSession,
  { job, batch, manifest, padId }: EncodeJob,
): Promise<Float32Array | undefined> {
  const items = batchLength(batch);
  const { name, dimension } = manifest.output;
  const out = new Float32Array(items * dimension);
  const fixed = session.inputMetadata[0];
  const onlySingle = fixed?.isTensor === true && fixed.shape[0] === 1;
  const itemsPerRun = onlySingle ? 1 : manifest.itemsPerRun;
  for (let from = 0; from < items;) {
    const span = nextSpan(batch, from, itemsPerRun);
    const { tensors, lengths } = feedsOf(batch, span, { manifest, padId });
    if (mustStop(job)) return undefined;
    const startedMs = performance.now();
    const outputs = await natively(() => session.run(tensors, [name]));
    msPerUnit = (performance.now() - startedMs) / unitsOf(batch, span);
    out.set(poolOutput(outputs[name]!, manifest.output, lengths), from * dimension);
    from = span.to;
  }
  return mustStop(job) ? undefined : out;
}

/** As many items as should fit into one run. */
function nextSpan(batch: Batch, from: number, itemsPerRun: number | undefined): Span {
  const items = batchLength(batch);
  if (itemsPerRun !== undefined) return { from, to: Math.min(items, from + itemsPerRun) };
  let to = from + 1;
  if (msPerUnit === undefined) return { from, to };
  const end = Math.min(items, from + MAX_ITEMS_PER_RUN);
  while (to < end && unitsOf(batch, { from, to: to + 1 }) * msPerUnit <= RUN_TARGET_MS) to++;
  return { from, to };
}

/** Images, or tokens with padding. */
function unitsOf(batch: Batch, { from, to }: Span): number {
  if (batch.kind === 'image') return to - from;
  const longest = batch.lengths.subarray(from, to).reduce((most, one) => Math.max(most, one), 1);
  return (to - from) * longest;
}

/** Marks the thread as one that must not be ended while native code runs. */
async function natively<T>(work: () => Promise<T>): Promise<T> {
  Atomics.store(state, BUSY_CELL, 1);
  // Looked at after marking: who wants to end the process sets STOP_ALL first, then reads the mark.
  if (Atomics.load(state, STOP_CELL) === STOP_ALL) {
    rest();
    return new Promise(() => undefined);
  }
  try {
    return await work();
  } finally {
    rest();
  }
}

function rest(): void {
  Atomics.store(state, BUSY_CELL, 0);
  Atomics.notify(state, BUSY_CELL);
}

function mustStop(job: number): boolean {
  const stop = Atomics.load(state, STOP_CELL);
  return stop === job || stop === STOP_ALL;
}

function signatureOf(metadata: InferenceSession.ValueMetadata): TensorSignature {
  const { name } = metadata;
  return metadata.isTensor
    ? { name, type: metadata.type, shape: metadata.shape }
    : { name, type: 'other', shape: [] };
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function answer(message: FromSession, moved: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved);
}
