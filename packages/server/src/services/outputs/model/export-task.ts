import type { Task } from '@alaas/contracts';
import type { Calibration, FeatureSpace, Head, Interval, Kernels, Matrix } from '@alaas/core';
import type { OnnxEncoder } from '@alaas/pipeline';

import type { Measurement } from '../report/report-input.js';

/** A classifier to be written as one deployable model. */
export interface ExportTask {
  /** Folder that gets `model.onnx` and what belongs to it; made when it is missing. */
  readonly folder: string;
  readonly task: Task;
  /** In class order. */
  readonly classes: readonly string[];
  readonly featureSpace: FeatureSpace;
  readonly head: Head;
  readonly origin: ExportOrigin;
  readonly provenance: ModelProvenance;
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
}

/** What turns items into embeddings, and some of them (one or more) to check the model with. */
export type ExportOrigin =
  | {
      readonly kind: 'encoder';
      readonly encoder: OnnxEncoder;
      /** Bytes of usable items of the pool; the first 8 are used. */
      readonly items: readonly Uint8Array[];
    }
  | { readonly kind: 'vectors'; readonly vectors: Matrix };

/** Where a model comes from. */
export interface ModelProvenance {
  readonly project: string;
  readonly runId: string;
  readonly createdAt: Date;
  readonly alaasVersion: string;
  readonly strategy: string;
  readonly seed: number;
  /** Labels that the head was trained on. */
  readonly labels: number;
  /** Accuracy with its 95 % interval; absent when nothing was measured. */
  readonly accuracy?: (Interval & { readonly value: number }) | undefined;
  readonly measurement: Measurement;
  /** How its probabilities were put right; absent where there was no holdout for it. */
  readonly calibration?: Calibration | undefined;
}

/** What was written. */
export interface ExportedModel {
  /** Path of `model.onnx`. */
  readonly model: string;
  /** Path of `model.json`. */
  readonly card: string;
  /** Folder of the runnable example. */
  readonly example: string;
  readonly sha256: string;
  /** Largest difference to the probabilities of the run, over the items it was checked with. */
  readonly largestDifference: number;
  readonly checkedItems: number;
}
