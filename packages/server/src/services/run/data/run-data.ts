import type { Matrix } from '@alaas/core';
import type { OnnxEncoder, QuarantinedItem, StageFigures } from '@alaas/pipeline';

import type { CacheFigures, Measurement } from '../../outputs/report/report-input.js';
import type { ItemReader } from './embedded-part.js';

/** All that a run works on. */
export interface RunData {
  /** Names of the items that can be chosen; item i is row i of `pool`. */
  readonly items: readonly string[];
  /** N × d. */
  readonly pool: Matrix;
  /** Known label of each item; absent when people label. */
  readonly labels?: readonly string[] | undefined;
  /** What accuracy is measured on, with a label for each row. */
  readonly test?: { readonly embeddings: Matrix; readonly labels: readonly string[] } | undefined;
  readonly measurement: Measurement;
  /** Fixed classes in order; absent while the labels of people decide. */
  readonly classes?: readonly string[] | undefined;
  /** SHA-256 over all of the above. */
  readonly digest: string;
  readonly quarantined: readonly QuarantinedItem[];
  readonly stages: readonly StageFigures[];
  readonly cache?: CacheFigures | undefined;
  readonly reader?: ItemReader | undefined;
  /** Absent for vectors. */
  readonly encoder?: OnnxEncoder | undefined;
  /** What the user should know of the data, in plain sentences. */
  readonly notes: readonly string[];
  /** Frees encoder, cache and connections. */
  close(): Promise<void>;
}
