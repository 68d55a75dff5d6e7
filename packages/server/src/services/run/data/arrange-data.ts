import { createHash } from 'node:crypto';
import { AlaasError, type ProjectConfig } from '@alaas/contracts';
import { nearestName, sampleIndices, seededRandom, sliceRows, type Matrix } from '@alaas/core';
import type { QuarantinedItem } from '@alaas/pipeline';

import type { Measurement } from '../../outputs/report/report-input.js';
import { moveRowsToEnd } from './arrange-rows.js';
import { contradictionNotes } from './contradiction-notes.js';
import type { EmbeddedPart, PartItem } from './embedded-part.js';
import type { RunData } from './run-data.js';

/** A part with the label of each of its items, where one is known. */
export interface LabelledPart extends EmbeddedPart {
  /** Absent when people label. */
  readonly labels?: readonly (string | undefined)[] | undefined;
  /** Known labels of items that are not there. Default 0. */
  readonly unmatched?: number;
}

/** What is embedded, before it is sorted out. */
export interface Parts {
  readonly pool: LabelledPart;
  readonly test?: LabelledPart | undefined;
}

type Arranged = Omit<RunData, 'encoder' | 'reader' | 'cache' | 'stages' | 'close'>;

/** Share of the labelled items that is set apart where there are no test items. */
const HOLDOUT_SHARE = 0.2;
const FEWEST_ITEMS = 2;

/**
 * Sorts out what can be chosen: copies of an item and, where labels are known, items without one are
 * left out; without test items a seeded 20 % of the labelled items are set apart first, by lot. The
 * matrices are rearranged in place.
 *
 * @throws AlaasError `RUN_POOL_TOO_SMALL`, `RUN_LABELS_MISSING`, `RUN_ONE_CLASS`,
 *   `RUN_CLASS_UNKNOWN`, `RUN_TEST_UNUSABLE`, `RUN_BUDGET_EXCEEDS_POOL`.
 */
export function arrangeData({ pool, test }: Parts, config: ProjectConfig): Arranged {
  const copies = copiesOf(pool.items);
  // Before the rows are moved.
  const contradictions = contradictionNotes(pool, copies);
  const unlabelled = unlabelledRows(pool, copies);
  const usable = restOf(pool.items.length, [copies.keys(), unlabelled]);
  checkPool(pool, { usable, copies });
  const given = test && labelledTest(test, pool.embeddings.cols);
  const holdout = pool.labels && !given ? drawHoldout(usable, config.seed) : [];
  const order = [...pool.items.keys()];
  const count = moveRowsToEnd(pool.embeddings, order, [...copies.keys(), ...unlabelled]);
  const kept = sliceRows(pool.embeddings, 0, count);
  const split = moveRowsToEnd(kept, order, placesOf(holdout, order));
  const labelsOf = (from: number, to: number) =>
    order.slice(from, to).map((original) => pool.labels![original]!);
  const labels = pool.labels && labelsOf(0, split);
  const apart = holdout.length > 0 && {
    embeddings: sliceRows(kept, split, count),
    labels: labelsOf(split, count),
  };
  const measured = given ?? (apart || undefined);
  const classes = classesOf(config, labels, measured?.labels);
  if (config.budget > split) throw budgetTooLarge(config.budget, { split, count, copies });
  return {
    items: order.slice(0, split).map((original) => pool.items[original]!.id),
    pool: sliceRows(kept, 0, split),
    labels,
    test: measured,
    measurement: measurementOf(given, { holdout: holdout.length, labelled: count }),
    classes,
    digest: digestOf({ pool, test }),
    quarantined: [
      ...pool.quarantined,
      ...duplicates(pool.items, copies),
      ...(test?.quarantined ?? []),
    ],
    notes: [
      ...notesOf({ pool, test }, { config, unlabelled: unlabelled.length }),
      ...contradictions,
    ],
  };
}

/** Rows whose content came before, with the row that has it first. */
export function copiesOf(items: readonly PartItem[]): ReadonlyMap<number, number> {
  const first = new Map<string, number>();
  const copies = new Map<number, number>();
  items.forEach(({ contentDigest }, row) => {
    if (contentDigest === undefined) return;
    const before = first.get(contentDigest);
    if (before === undefined) first.set(contentDigest, row);
    else copies.set(row, before);
  });
  return copies;
}

function unlabelledRows(
  { labels }: LabelledPart,
  copies: ReadonlyMap<number, number>,
): readonly number[] {
  return (labels ?? []).flatMap((label, row) =>
    label === undefined && !copies.has(row) ? [row] : [],
  );
}

function restOf(count: number, without: readonly Iterable<number>[]): number[] {
  const left = new Set(without.flatMap((rows) => [...rows]));
  const rest: number[] = [];
  for (let row = 0; row < count; row++) if (!left.has(row)) rest.push(row);
  return rest;
}

function checkPool(
  pool: LabelledPart,
  { usable, copies }: { usable: readonly number[]; copies: ReadonlyMap<number, number> },
): void {
  if (pool.labels?.length && pool.labels.every((label) => label === undefined)) {
    throw new AlaasError(
      'RUN_LABELS_MISSING',
      `None of the ${pool.items.length} items of the pool has a label.`,
      { field: 'labels', value: 0 },
    );
  }
  if (usable.length >= FEWEST_ITEMS) return;
  const left = [
    ...(pool.quarantined.length > 0 ? [`${pool.quarantined.length} cannot be used`] : []),
    ...(copies.size > 0 ? [`${copies.size} are copies of others`] : []),
  ].join(', ');
  throw new AlaasError(
    'RUN_POOL_TOO_SMALL',
    `The pool has ${usable.length} usable ${usable.length === 1 ? 'item' : 'items'}${left && ` (${left})`}.`,
    { field: 'data', value: usable.length, quarantined: pool.quarantined.slice(0, 20) },
  );
}

function drawHoldout(rows: readonly number[], seed: number): readonly number[] {
  const count = Math.max(1, Math.round(HOLDOUT_SHARE * rows.length));
  const random = seededRandom(seed).fork('holdout');
  return sampleIndices(random, rows.length, count).map((at) => rows[at]!);
}

/** Where some of the original rows are now. */
function placesOf(rows: readonly number[], order: readonly number[]): number[] {
  const wanted = new Set(rows);
  return order.flatMap((original, place) => (wanted.has(original) ? [place] : []));
}

/**
 * Test items that have a label; others are moved out of the way.
 *
 * @throws AlaasError `RUN_TEST_UNUSABLE`.
 */
export function labelledTest(
  test: LabelledPart,
  dimension: number,
): { embeddings: Matrix; labels: readonly string[] } {
  const { embeddings, items, labels = [] } = test;
  if (items.length > 0 && embeddings.cols !== dimension) {
    throw testUnusable(
      `The vectors of the test items have ${embeddings.cols} numbers, those of the pool ${dimension}.`,
      embeddings.cols,
    );
  }
  const order = [...items.keys()];
  const without = order.filter((row) => labels[row] === undefined);
  const count = moveRowsToEnd(embeddings, order, without);
  if (count === 0) throw testUnusable('None of the test items is usable and has a label.', 0);
  return {
    embeddings: sliceRows(embeddings, 0, count),
    labels: order.slice(0, count).map((original) => labels[original]!),
  };
}

function testUnusable(message: string, value: number): AlaasError {
  return new AlaasError('RUN_TEST_UNUSABLE', message, { field: 'test', value });
}

/**
 * The classes in order: those of the configuration, else those of all known labels.
 *
 * @throws AlaasError `RUN_CLASS_UNKNOWN`, `RUN_ONE_CLASS`.
 */
export function classesOf(
  { classes }: ProjectConfig,
  pool: readonly string[] | undefined,
  test: readonly string[] | undefined,
): readonly string[] | undefined {
  const found = sortedClasses([...(pool ?? []), ...(test ?? [])]);
  const unknown = classes && found.find((name) => !classes.includes(name));
  if (unknown !== undefined) throw classUnknown(unknown, classes!);
  if (pool && new Set(pool).size < 2) {
    throw new AlaasError(
      'RUN_ONE_CLASS',
      `All labels of the pool name the class "${pool[0] ?? ''}".`,
      { field: 'labels', value: pool[0] },
    );
  }
  return classes ?? (pool && found);
}

/** Distinct names; numbers in them count as numbers, so that class 10 comes after class 9. */
export function sortedClasses(labels: readonly string[]): readonly string[] {
  return [...new Set(labels)].sort(new Intl.Collator('en', { numeric: true }).compare);
}

function classUnknown(name: string, classes: readonly string[]): AlaasError {
  const meant = nearestName(name, classes);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return new AlaasError(
    'RUN_CLASS_UNKNOWN',
    `A label names the class "${name}", which is not one of "classes".${hint}`,
    { field: 'classes', value: name },
  );
}

function budgetTooLarge(
  budget: number,
  { split, count, copies }: { split: number; count: number; copies: ReadonlyMap<number, number> },
): AlaasError {
  const parts = [
    ...(count > split ? [`${count - split} are set apart to measure accuracy`] : []),
    ...(copies.size > 0 ? [`${copies.size} are copies of others`] : []),
  ];
  const why = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  return new AlaasError(
    'RUN_BUDGET_EXCEEDS_POOL',
    `The budget of ${budget} labels is more than the ${split} items that can be labelled${why}.`,
    { field: 'budget', value: budget, poolItems: split },
  );
}

function measurementOf(
  given: { labels: readonly string[] } | undefined,
  { holdout, labelled }: { holdout: number; labelled: number },
): Measurement {
  if (given) return { kind: 'test-set', items: given.labels.length };
  if (holdout === 0) return { kind: 'none' };
  return { kind: 'simulation-holdout', items: holdout, share: holdout / labelled };
}

function duplicates(
  items: readonly PartItem[],
  copies: ReadonlyMap<number, number>,
): QuarantinedItem[] {
  return [...copies].map(([row, first]) => ({
    item: items[row]!.id,
    code: 'ITEM_DUPLICATE',
    reason: `It has the same content as ${items[first]!.id}.`,
  }));
}

function notesOf(
  { pool, test }: Parts,
  { config, unlabelled }: { config: ProjectConfig; unlabelled: number },
): string[] {
  const notes: string[] = [];
  if (unlabelled > 0) {
    notes.push(`Items of the pool without a known label, which take no part: ${unlabelled}.`);
  }
  // A file with the labels of both parts has some that are not for the pool.
  const isShared = JSON.stringify(config.labels) === JSON.stringify(config.test?.labels);
  if (pool.unmatched && !isShared) {
    notes.push(`Known labels of items that are not in the pool: ${pool.unmatched}.`);
  }
  const shared = sharedContents(pool, test);
  if (shared > 0) {
    notes.push(
      `Test items with the same content as items of the pool: ${shared}. Accuracy may look better than it is.`,
    );
  }
  return notes;
}

function sharedContents(pool: EmbeddedPart, test: EmbeddedPart | undefined): number {
  const contents = new Set(pool.items.flatMap(({ contentDigest }) => contentDigest ?? []));
  return (test?.items ?? []).filter(
    ({ contentDigest }) => contentDigest !== undefined && contents.has(contentDigest),
  ).length;
}

function digestOf({ pool, test }: Parts): string {
  const hash = createHash('sha256');
  for (const part of [pool, test]) {
    hash.update(JSON.stringify([part?.digest ?? null, part?.labels ?? null]));
  }
  return hash.digest('hex');
}
