import type { ErrorDetails } from '@alaas/core';

import type { Device } from '../devices.js';
import type { EncoderManifest } from '../encoder-manifest.js';
import type { Batch } from './batch.js';

/** An input or output as the ONNX file itself declares it. */
export interface TensorSignature {
  readonly name: string;
  readonly type: string;
  /** Fixed sizes as numbers, free ones as text. */
  readonly shape: readonly (number | string)[];
}

/** All inputs and outputs of an ONNX file. */
export interface ModelSignature {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
}

/** What a session's thread is started with. */
export interface SessionStart {
  readonly modelFile: string;
  readonly threads: number;
  /** Execution provider of ONNX Runtime. */
  readonly device: Device;
  /** Items of every run; found out when absent. */
  readonly itemsPerRun: number | undefined;
  /** Two 32-bit cells, `STOP_CELL` and `BUSY_CELL`. */
  readonly state: SharedArrayBuffer;
}

/** Number of the job that is to stop at its next safe point, or `STOP_ALL`. */
export const STOP_CELL = 0;
/** 1 while native code runs: then the thread must not be ended. */
export const BUSY_CELL = 1;
export const STOP_ALL = -1;

/** What the thread is told. */
export type ToSession =
  | {
      readonly kind: 'encode';
      readonly job: number;
      readonly batch: Batch;
      readonly manifest: EncoderManifest;
      readonly padId: number;
      /** Items of a run, when another session has found out. */
      readonly itemsPerRun: number | undefined;
    }
  | { readonly kind: 'close' };

/** What the thread answers. */
export type FromSession =
  | { readonly kind: 'opened'; readonly signature: ModelSignature }
  | {
      readonly kind: 'encoded';
      readonly job: number;
      readonly embeddings: Float32Array;
      /** Items of a run, once it is found out. */
      readonly itemsPerRun: number | undefined;
    }
  | { readonly kind: 'cancelled'; readonly job: number }
  | {
      readonly kind: 'failed';
      /** Absent when the session could not be opened. */
      readonly job?: number;
      readonly code: string;
      readonly message: string;
      readonly details: ErrorDetails;
    };
