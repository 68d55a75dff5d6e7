import { parentPort, workerData } from 'node:worker_threads';
import { CodedError } from '@alaas/core';
import { InferenceSession } from 'onnxruntime-node';

import { deviceFailed, type Device } from '../devices.js';
import { channelsOf, inputSizeOf, type EncoderManifest } from '../encoder-manifest.js';
import { batchLength, type Batch, type Span } from './batch.js';
import { FeedBuffer } from './feed-buffer.js';
import { feedsOf } from './feeds.js';
import { poolOutput } from './pool-output.js';
import { RunSize } from './run-size.js';
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
type Refusal = Pick<Extract<FromSession, { kind: 'failed' }>, 'code' | 'message' | 'details'>;

/** Sizes of runs that are tried end here. */
const LARGEST_RUN = { cpu: 32, other: 128 };
/** A run's pixels take at most so many bytes; what the model computes from them takes a multiple. */
const LARGEST_RUN_BYTES = 2 ** 24;

const start = workerData as SessionStart;
const state = new Int32Array(start.state);
const buffer = new FeedBuffer();
let runSize: RunSize | undefined;

void open();

async function open(): Promise<void> {
  let session: InferenceSession;
  try {
    session = await create(start.device);
  } catch (thrown) {
    answer({ kind: 'failed', ...(await whyNotOpened(thrown)) });
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

function create(device: Device): Promise<InferenceSession> {
  return natively(() =>
    InferenceSession.create(start.modelFile, {
      // What a device cannot do, ONNX Runtime does on the processor.
      executionProviders: [device],
      intraOpNumThreads: start.threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      // Threads that spin while they wait would take the cores that decoding needs.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    }),
  );
}

/** What opens on the processor fails because of the device. */
async function whyNotOpened(thrown: unknown): Promise<Refusal> {
  const onProcessor =
    start.device === 'cpu' ? undefined : await create('cpu').catch(() => undefined);
  if (onProcessor === undefined) {
    const message = `${start.modelFile} is not a model that can be opened: ${reasonOf(thrown)}`;
    const details = { field: 'model', value: start.modelFile };
    return { code: 'ENCODER_MODEL_INVALID', message, details };
  }
  await natively(() => onProcessor.release());
  const { code, message, details } = deviceFailed(start.device, reasonOf(thrown));
  return { code, message, details };
}

async function close(session: InferenceSession): Promise<void> {
  await natively(() => session.release());
  parentPort?.close();
}

async function carryOut(session: InferenceSession, job: EncodeJob): Promise<void> {
  try {
    const embeddings = await encode(session, job);
    if (embeddings === undefined) answer({ kind: 'cancelled', job: job.job });
    else {
      const itemsPerRun = runSize?.chosen;
      answer({ kind: 'encoded', job: job.job, embeddings, itemsPerRun }, [
        embeddings.buffer as ArrayBuffer,
      ]);
    }
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
  { job, batch, manifest, padId, itemsPerRun }: EncodeJob,
): Promise<Float32Array | undefined> {
  const items = batchLength(batch);
  const { name, dimension } = manifest.output;
  const out = new Float32Array(items * dimension);
  runSize ??= runSizeFor(session, manifest);
  if (itemsPerRun !== undefined) runSize.adopt(itemsPerRun);
  for (let from = 0; from < items;) {
    const unitsOf = (count: number): number => unitsIn(batch, { from, to: from + count });
    const count = runSize.next(items - from, unitsOf);
    const span = { from, to: from + count };
    const { tensors, lengths } = feedsOf(batch, span, { manifest, padId, buffer });
    if (mustStop(job)) return undefined;
    const startedMs = performance.now();
    const outputs = await natively(() => session.run(tensors, [name]));
    runSize.ran(count, unitsOf(count), performance.now() - startedMs);
    out.set(poolOutput(outputs[name]!, manifest.output, lengths), from * dimension);
    from = span.to;
  }
  return mustStop(job) ? undefined : out;
}

/** What the model or its manifest fixes goes before what was asked for. */
function runSizeFor(session: InferenceSession, manifest: EncoderManifest): RunSize {
  const input = session.inputMetadata[0];
  const onlySingle = input?.isTensor === true && input.shape[0] === 1;
  const fixed = onlySingle ? 1 : (manifest.itemsPerRun ?? start.itemsPerRun);
  const most = start.device === 'cpu' ? LARGEST_RUN.cpu : LARGEST_RUN.other;
  const largest = Math.min(most, Math.floor(LARGEST_RUN_BYTES / bytesPerItem(manifest)));
  return new RunSize({ fixed, largest });
}

function bytesPerItem(manifest: EncoderManifest): number {
  if (manifest.modality === 'text') return 0;
  const { width, height } = inputSizeOf(manifest.preprocessing);
  const channels = channelsOf(manifest.preprocessing);
  return channels * width * height * Float32Array.BYTES_PER_ELEMENT;
}

/** Images, or tokens with padding. */
function unitsIn(batch: Batch, { from, to }: Span): number {
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
