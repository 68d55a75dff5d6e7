import { TWIN_SQUARED } from '../evaluation/holdout-twins.js';
import { wilsonInterval } from '../evaluation/intervals.js';
import { takeRows } from '../numeric/matrix.js';
import { sampleIndices } from '../numeric/random.js';
import type { DomainFitTask, MeasuredShare } from './domain-fit-task.js';

/** What the pool itself shows. */
export interface PoolMeasures {
  /** Items with a near twin in the pool. */
  readonly nearDuplicates: MeasuredShare;
  /** Items far from everything labelled. */
  readonly offTopic: MeasuredShare;
  /** Dimensions that the pool really fills (TwoNN: Facco et al. 2017, doi:10.1038/s41598-017-11873-y). */
  readonly intrinsicDimension: number;
}

/** Items looked at; the shares need no more. */
const SAMPLE = 4_000;
/** Share of labelled items that lie farther from the next labelled one than the bound. */
const TAIL = 0.01;

/** A pool of which nothing has to be labelled. */
export type PoolTask = Pick<DomainFitTask, 'features' | 'kernels' | 'random' | 'signal'>;

/** How items lie to each other, whatever they are labelled. */
export type PoolSpread = Omit<PoolMeasures, 'offTopic'>;

/** Cost O(S·N·d) for a sample of S ≤ 4,000 items. */
export async function measurePool(task: DomainFitTask): Promise<PoolMeasures> {
  const rows = sampledRows(task);
  return { ...(await spreadOf(task, rows)), offTopic: await offTopicShare(task, rows) };
}

/** Cost O(S·N·d) for a sample of S ≤ 4,000 items. */
export function measureSpread(task: PoolTask): Promise<PoolSpread> {
  return spreadOf(task, sampledRows(task));
}

function sampledRows({ features, random }: PoolTask): readonly number[] {
  const count = Math.min(SAMPLE, features.rows);
  return sampleIndices(random.fork('pool-measures'), features.rows, count);
}

async function spreadOf(task: PoolTask, rows: readonly number[]): Promise<PoolSpread> {
  const near = await nearestOthers(task, rows);
  const twins = near.filter(([first]) => first! < TWIN_SQUARED).length;
  const logs = near
    .filter(([first, second]) => first! > 1e-9 && second! > first!)
    .map(([first, second]) => 0.5 * Math.log(second! / first!));
  return {
    nearDuplicates: share(twins, rows.length),
    intrinsicDimension:
      logs.length === 0 ? 0 : logs.length / logs.reduce((sum, value) => sum + value, 0),
  };
}

/** Squared distances to the two nearest other items of the pool. */
async function nearestOthers(
  { features, kernels, signal }: PoolTask,
  rows: readonly number[],
): Promise<readonly (readonly number[])[]> {
  const count = Math.min(3, features.rows);
  const queries = takeRows(features, rows);
  const { index, squared } = await kernels.nearest({ queries, points: features, count, signal });
  return rows.map((row, i) => {
    const found: number[] = [];
    for (let at = i * count; at < (i + 1) * count; at++) {
      if (index[at] !== row) found.push(squared[at]!);
    }
    return [found[0] ?? Infinity, found[1] ?? Infinity];
  });
}

/**
 * Share of items farther from the nearest labelled item than 99 % of the labelled items are from
 * each other; the 1 % that is expected is taken off.
 */
async function offTopicShare(
  { features, labelled, kernels, signal }: DomainFitTask,
  rows: readonly number[],
): Promise<MeasuredShare> {
  const known = new Set(labelled);
  const open = rows.filter((row) => !known.has(row));
  const own = takeRows(features, labelled);
  if (open.length === 0 || labelled.length < 2) return share(0, Math.max(1, open.length));
  const among = await kernels.nearest({ queries: own, points: own, count: 2, signal });
  const gaps = labelled
    .map((_, i) => among.squared[2 * i + (among.index[2 * i] === i ? 1 : 0)]!)
    .sort((a, b) => a - b);
  const bound = gaps[Math.min(gaps.length - 1, Math.floor((1 - TAIL) * gaps.length))]!;
  const queries = takeRows(features, open);
  const { squared } = await kernels.nearest({ queries, points: own, count: 1, signal });
  const far = squared.filter((distance) => distance > bound).length;
  return share(Math.max(0, Math.round(far - TAIL * open.length)), open.length);
}

function share(count: number, items: number): MeasuredShare {
  return { value: count / items, items, ...wilsonInterval(count, items) };
}
