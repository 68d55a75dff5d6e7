import { parentPort, workerData } from 'node:worker_threads';
import { AlaasError, type AlaasErrorDetails, type ErrorCode } from '@alaas/contracts';
import type {
  AccuracyEstimate,
  Calibration,
  DomainFitReport,
  Evaluation,
  MeasuredPoint,
  PoolFitReport,
} from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { Learner } from './learner.js';
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
import type { RandomItems } from './random-items.js';

/** What the thread is asked for. */
export type LearnerCall =
  | { readonly kind: 'train'; readonly task: TrainTask }
  | { readonly kind: 'choose'; readonly task: ChooseTask }
  | { readonly kind: 'twins'; readonly task: TwinsTask }
  | { readonly kind: 'guess'; readonly task: GuessTask }
  | { readonly kind: 'calibrate'; readonly task: CalibrateTask }
  | { readonly kind: 'confidence' | 'predict'; readonly head: string }
  | { readonly kind: 'tighten'; readonly task: TightenTask }
  | { readonly kind: 'fit'; readonly task: RandomItems }
  | { readonly kind: 'pool-fit'; readonly seed: number }
  | { readonly kind: 'random-curve'; readonly task: RandomItems }
  | { readonly kind: 'model'; readonly task: ModelTask };

/** What a call gives. */
export type LearnerResult =
  | Evaluation
  | LearnedModel
  | PoolPredictions
  | Calibration
  | AccuracyEstimate
  | DomainFitReport
  | PoolFitReport
  | readonly MeasuredPoint[]
  | readonly number[]
  | Int32Array
  | number
  | undefined;

/** What the thread is told; calls are carried out one after the other. */
export type ToLearner =
  | { readonly kind: 'call'; readonly call: LearnerCall }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'close' };

/** What the thread answers: one `done` or `failed` for each call, in their order. */
export type FromLearner =
  | { readonly kind: 'progress'; readonly picked: number }
  | { readonly kind: 'done'; readonly result: LearnerResult }
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: AlaasErrorDetails;
    };

const cancel = new AbortController();
const kernels = await openOnnxKernels();
const learner = new Learner(workerData as LearnerData, { kernels, signal: cancel.signal });
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (message: ToLearner) => {
  if (message.kind === 'cancel') cancel.abort();
  else if (message.kind === 'close') last = last.then(close);
  else last = last.then(() => answerCall(message.call));
});

async function answerCall(call: LearnerCall): Promise<void> {
  try {
    answer({ kind: 'done', result: await carryOut(call) });
  } catch (thrown) {
    const { code, message, details } = AlaasError.from(thrown);
    answer({ kind: 'failed', code, message, details });
  }
}

function carryOut(call: LearnerCall): Promise<LearnerResult> | LearnerResult {
  switch (call.kind) {
    case 'train':
      return learner.train(call.task);
    case 'choose':
      return learner.choose(call.task, (picked) => answer({ kind: 'progress', picked }));
    case 'twins':
      return learner.twins(call.task);
    case 'guess':
      return learner.guess(call.task);
    case 'calibrate':
      return learner.calibrate(call.task);
    case 'confidence':
      return learner.confidence(call.head);
    case 'tighten':
      return learner.tighten(call.task);
    case 'predict':
      return learner.predict(call.head);
    case 'fit':
      return learner.fit(call.task);
    case 'pool-fit':
      return learner.poolFit(call.seed);
    case 'random-curve':
      return learner.randomCurve(call.task);
    case 'model':
      return learner.model(call.task);
  }
}

async function close(): Promise<void> {
  await kernels.close();
  parentPort?.close();
}

function answer(message: FromLearner): void {
  parentPort?.postMessage(message);
}
