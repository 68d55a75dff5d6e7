import { AlaasError, type ProjectConfig } from '@alaas/contracts';
import {
  coldStartLabels,
  sampleIndices,
  seededRandom,
  sliceRows,
  type KnownItems,
  type Matrix,
} from '@alaas/core';

import { classesOf, copiesOf, labelledTest, type Parts } from '../run/data/arrange-data.js';
import { moveRowsToEnd } from '../run/data/arrange-rows.js';
import { contradictionNotes } from '../run/data/contradiction-notes.js';
import { indicesOf } from '../run/rounds/run-rounds.js';

/** What a proof of concept works on. */
export interface ProofData {
  /** Names of the pool's items, copies left out; item i is row i of `pool`. */
  readonly items: readonly string[];
  readonly pool: Matrix;
  /** Rows of the pool that the proof uses the label of. */
  readonly labelled: readonly number[];
  /** Class index of each of them. */
  readonly targets: Int32Array;
  readonly classes: readonly string[];
  readonly test?: KnownItems | undefined;
  /** Items with a known label; more than are used when there are too many. */
  readonly knownLabels: number;
  readonly copies: number;
  /** What the user should know of the data, in plain sentences. */
  readonly notes: readonly string[];
}

const FEWEST_LABELS = 100;
/** More labels are no small set: a run with them tells more, and the race would take long. */
const MOST_LABELS = 2_000;

/**
 * Sorts out what a proof of concept uses: copies of an item are left out, items without a label stay
 * for what the pool shows, and of more than 2,000 labels a seeded sample is drawn. The matrices are
 * rearranged in place.
 *
 * @throws AlaasError `POC_NEEDS_LABELS`, `POC_TOO_FEW_LABELS`, `DOMAIN_FIT_ONE_CLASS`,
 *   `RUN_CLASS_UNKNOWN`, `RUN_TEST_UNUSABLE`.
 */
export function arrangeProof({ pool, test }: Parts, config: ProjectConfig): ProofData {
  const copies = copiesOf(pool.items);
  // Before the rows are moved.
  const contradictions = contradictionNotes(pool, copies);
  const order = [...pool.items.keys()];
  const count = moveRowsToEnd(pool.embeddings, order, copies.keys());
  const labels = order.slice(0, count).map((original) => pool.labels?.[original]);
  const known = labels.flatMap((label, row) => (label === undefined ? [] : [row]));
  const given = test && labelledTest(test, pool.embeddings.cols);
  const names = known.map((row) => labels[row]!);
  checkLabels(names, pool.items.length);
  const classes = classesOf(config, names, given?.labels)!;
  const labelled = sampleOf(known, config.seed);
  return {
    items: order.slice(0, count).map((original) => pool.items[original]!.id),
    pool: sliceRows(pool.embeddings, 0, count),
    labelled,
    targets: indicesOf(
      labelled.map((row) => labels[row]!),
      classes,
    ),
    classes,
    test: given && { embeddings: given.embeddings, targets: indicesOf(given.labels, classes) },
    knownLabels: known.length,
    copies: copies.size,
    notes: [
      ...notesOf({ known: known.length, count, classes: classes.length, budget: config.budget }),
      ...contradictions,
    ],
  };
}

function checkLabels(names: readonly string[], items: number): void {
  if (names.length === 0) {
    throw new AlaasError('POC_NEEDS_LABELS', `None of the ${items} items has a known label.`, {
      field: 'labels',
      value: 0,
    });
  }
  if (names.length < FEWEST_LABELS) {
    throw new AlaasError(
      'POC_TOO_FEW_LABELS',
      `${names.length} items have a label; ${FEWEST_LABELS} are the least that a proof of concept can rest on.`,
      { field: 'labels', value: names.length },
    );
  }
  if (new Set(names).size > 1) return;
  throw new AlaasError(
    'DOMAIN_FIT_ONE_CLASS',
    `All ${names.length} labels name the class "${names[0]}".`,
    { field: 'labels', value: names[0] },
  );
}

function sampleOf(known: readonly number[], seed: number): readonly number[] {
  if (known.length <= MOST_LABELS) return known;
  const random = seededRandom(seed).fork('proof-sample');
  return sampleIndices(random, known.length, MOST_LABELS).map((at) => known[at]!);
}

function notesOf({
  known,
  count,
  classes,
  budget,
}: {
  known: number;
  count: number;
  classes: number;
  budget: number;
}): string[] {
  const notes: string[] = [];
  if (known > MOST_LABELS) {
    notes.push(
      `Of ${known} labels, ${MOST_LABELS} drawn at random are used: a proof of concept needs no more.`,
    );
  }
  if (budget > count) {
    notes.push(
      `The budget of ${budget} labels is more than the ${count} items here: the forecast takes it that more items like these will come.`,
    );
  }
  const coldStart = coldStartLabels(classes);
  if (budget < coldStart) {
    notes.push(
      `The budget of ${budget} labels is less than the ${coldStart} of a cold start: no strategy would get a choice.`,
    );
  }
  return notes;
}
