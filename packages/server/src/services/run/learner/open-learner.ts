import { Worker } from 'node:worker_threads';
import { AlaasError } from '@alaas/contracts';
import type {
  AccuracyEstimate,
  Calibration,
  DomainFitReport,
  Evaluation,
  Matrix,
  MeasuredPoint,
  PoolFitReport,
} from '@alaas/core';
import type {
  CalibrateTask,
  ChooseTask,
  GuessTask,
  LearnedModel,
  LearnerData,
  ModelTask,
  TightenTask,
  PoolPredictions,
  TrainTask,
  TwinsTask,
} from './learner-tasks.js';
import type { FromLearner, LearnerCall, LearnerResult, ToLearner } from './learner-worker.js';
import type { RandomItems } from './random-items.js';

/** A `Learner` in a thread of its own, so that this one stays free to answer. */
export interface LearnerThread {
  train(task: TrainTask): Promise<Evaluation | undefined>;
  choose(task: ChooseTask, onProgress?: (picked: number) => void): Promise<readonly number[]>;
  twins(task: TwinsTask): Promise<readonly number[]>;
  guess(task: GuessTask): Promise<Int32Array>;
  calibrate(task: CalibrateTask): Promise<Calibration>;
  confidence(head: string): Promise<number>;
  tighten(task: TightenTask): Promise<AccuracyEstimate>;
  predict(head: string): Promise<PoolPredictions>;
  fit(items: RandomItems): Promise<DomainFitReport>;
  poolFit(seed: number): Promise<PoolFitReport>;
  randomCurve(items: RandomItems): Promise<readonly MeasuredPoint[]>;
  model(task: ModelTask): Promise<LearnedModel | undefined>;
  /** Waits until the thread has ended by itself: killing it could abort the process. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: LearnerResult) => void;
  readonly reject: (error: AlaasError) => void;
  readonly onProgress?: ((picked: number) => void) | undefined;
}

/**
 * Starts the thread. The arrays of `data` move there and are empty afterwards. When the signal
 * fires, the call under way and all later ones end with `CANCELLED`.
 */
export function openLearner(data: LearnerData, signal?: AbortSignal): LearnerThread {
  // Flags of this process, as --input-type, may not fit a thread that starts from a file.
  const worker = new Worker(new URL('./learner-worker.js', import.meta.url), {
    execArgv: [],
    workerData: data,
    transferList: buffersOf(data),
  });
  const waiting: Waiting[] = [];
  let crash: AlaasError | undefined;
  const tell = (message: ToLearner) => worker.postMessage(message);
  const cancel = () => tell({ kind: 'cancel' });
  const ended = new Promise<void>((resolve) => worker.on('exit', () => resolve()));
  worker.on('message', (message: FromLearner) => {
    if (message.kind === 'progress') return waiting[0]?.onProgress?.(message.picked);
    const call = waiting.shift();
    if (message.kind === 'done') call?.resolve(message.result);
    else call?.reject(new AlaasError(message.code, message.message, message.details));
  });
  const end = (cause?: unknown) => {
    crash ??= new AlaasError('INTERNAL_ERROR', 'The thread that learns ended early.', { cause });
    for (const call of waiting.splice(0)) call.reject(crash);
  };
  worker.on('error', end).on('exit', () => end());
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  const ask = (call: LearnerCall, onProgress?: (picked: number) => void) =>
    new Promise<LearnerResult>((resolve, reject) => {
      if (crash) return reject(crash);
      waiting.push({ resolve, reject, onProgress });
      tell({ kind: 'call', call });
    });
  return {
    train: (task) => ask({ kind: 'train', task }) as Promise<Evaluation | undefined>,
    choose: (task, onProgress) =>
      ask({ kind: 'choose', task }, onProgress) as Promise<readonly number[]>,
    twins: (task) => ask({ kind: 'twins', task }) as Promise<readonly number[]>,
    guess: (task) => ask({ kind: 'guess', task }) as Promise<Int32Array>,
    calibrate: (task) => ask({ kind: 'calibrate', task }) as Promise<Calibration>,
    confidence: (head) => ask({ kind: 'confidence', head }) as Promise<number>,
    tighten: (task) => ask({ kind: 'tighten', task }) as Promise<AccuracyEstimate>,
    predict: (head) => ask({ kind: 'predict', head }) as Promise<PoolPredictions>,
    fit: (task) => ask({ kind: 'fit', task }) as Promise<DomainFitReport>,
    poolFit: (seed) => ask({ kind: 'pool-fit', seed }) as Promise<PoolFitReport>,
    randomCurve: (task) => ask({ kind: 'random-curve', task }) as Promise<readonly MeasuredPoint[]>,
    model: (task) => ask({ kind: 'model', task }) as Promise<LearnedModel | undefined>,
    async close() {
      signal?.removeEventListener('abort', cancel);
      tell({ kind: 'close' });
      await ended;
    },
  };
}

function buffersOf({ pool, test }: LearnerData): ArrayBuffer[] {
  const matrices: (Matrix | undefined)[] = [pool, test];
  const buffers = matrices.flatMap((one) => (one ? [one.data.buffer] : []));
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
