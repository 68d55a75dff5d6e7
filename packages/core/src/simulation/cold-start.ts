import type { Kernels } from '../numeric/kernels.js';
import type { Matrix } from '../numeric/matrix.js';
import { sampleIndices, type Random } from '../numeric/random.js';
import { selectBatch } from '../strategies/contract/select-batch.js';
import { maxHerding } from '../strategies/max-herding.js';
import type { ColdStart } from './schedule.js';

/** What a cold start chooses from. */
export interface ColdStartTask {
  readonly way: ColdStart;
  readonly count: number;
  /** Pool, with the class of each item; only `per-class` looks at it. */
  readonly embeddings: Matrix;
  readonly targets: Int32Array;
  readonly random: Random;
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
}

/** The first rows to be labelled, distinct, in pick order. */
export async function chooseColdStart(task: ColdStartTask): Promise<number[]> {
  const { way, count, embeddings, targets, random, kernels, signal } = task;
  switch (way) {
    case 'random':
      return sampleIndices(random, targets.length, count);
    case 'per-class':
      return classesInTurn(targets, count, random);
    case 'max-herding':
      return selectBatch(maxHerding, { embeddings }, { count, random, kernels, signal });
  }
}

/** One item of each class, then a second of each, and so on; by lot within a class. */
function classesInTurn(targets: Int32Array, count: number, random: Random): number[] {
  const seen = new Map<number, number>();
  const turns = sampleIndices(random, targets.length, targets.length).map((row) => {
    const turn = seen.get(targets[row]!) ?? 0;
    seen.set(targets[row]!, turn + 1);
    return { row, turn };
  });
  // The sort is stable, so that within a turn the order stays by lot.
  turns.sort((a, b) => a.turn - b.turn);
  return turns.slice(0, count).map(({ row }) => row);
}
