import { throwIfCancelled } from '../errors.js';
import { nearestRows, squaredNorms, type Means } from './distances.js';
import { takeRows, type Matrix } from './matrix.js';
import { topIndices } from './top-k.js';

/** What is to be represented, by what, and how far an item reaches. */
export interface HerdingTask extends Means {
  /** N × d candidates, N ≥ count. */
  readonly candidates: Matrix;
  /** P × d points to be represented. */
  readonly points: Matrix;
  /** P weights of the points, ≥ 0. */
  readonly weights: Float64Array;
  /** L × d items that represent already. */
  readonly labelled?: Matrix | undefined;
  /** Kernel radius r > 0. */
  readonly radius: number;
  readonly count: number;
  readonly onProgress?: ((picked: number) => void) | undefined;
}

/** Candidates that are looked at before the bounds of all others are compared again. */
const FRONT_ROWS = 512;
/** Stale candidates that are evaluated at once, at first and at most. */
const FIRST_EVALUATIONS = 16;
const MOST_EVALUATIONS = 128;
/** Share of the total weight below which a gain is rounding. */
const SMALLEST_GAIN = 1e-9;

/**
 * Greedy maximisation of Σ_i w_i · max over the chosen c of exp(−‖x_i − c‖² / r²) (MaxHerding; Bae
 * et al. 2024). The objective is submodular, so that a gain found earlier bounds the present one
 * and only the candidates with the highest bounds are evaluated again (lazy greedy; Minoux 1978);
 * the picks are those of the plain greedy. When nothing is left to gain, the rest are the lowest
 * rows. Cost 2·N·P·d flops once, then a small multiple of 2·P·d for each pick.
 */
export async function herd(task: HerdingTask): Promise<number[]> {
  const { candidates, points, weights, radius, kernels, signal, count, onProgress } = task;
  const cover = await startingCover(task);
  const pointNorms = squaredNorms(points);
  const gainsOf = (rows: readonly number[] | undefined) =>
    kernels.coverageGains({
      points,
      pointNorms,
      candidates: rows ? takeRows(candidates, rows) : candidates,
      radius,
      weights,
      cover,
      signal,
    });
  const bounds = await gainsOf(undefined);
  const negligible = SMALLEST_GAIN * weights.reduce((sum, weight) => sum + weight, 0);
  const picked: number[] = [];
  while (picked.length < count) {
    throwIfCancelled(signal);
    const front = openFront(bounds, FRONT_ROWS);
    if (!front || bounds[front.rows[0]!]! <= negligible) break;
    let chosen = await bestOf(front, { bounds, gainsOf, negligible });
    while (chosen !== undefined) {
      picked.push(chosen);
      bounds[chosen] = -Infinity;
      onProgress?.(picked.length);
      if (picked.length === count) return picked;
      const item = takeRows(candidates, [chosen]);
      const dots = await kernels.multiply(points, item, { transposeB: true, signal });
      raiseCover(cover, { dots: dots.data, pointNorms, norm: squaredNorms(item)[0]!, radius });
      front.fresh.clear();
      chosen = await bestOf(front, { bounds, gainsOf, negligible });
    }
  }
  return fillUp(picked, candidates.rows, count);
}

/** The candidates of the highest bounds, the bound of all others, and who is evaluated. */
interface Front {
  readonly rows: readonly number[];
  readonly outside: number;
  readonly fresh: Set<number>;
}

interface Evaluation {
  readonly bounds: Float64Array;
  readonly gainsOf: (rows: readonly number[]) => Promise<Float64Array>;
  readonly negligible: number;
}

async function startingCover({ points, labelled, radius, kernels, signal }: HerdingTask) {
  if (!labelled?.rows) return new Float64Array(points.rows);
  const { squared } = await nearestRows(points, labelled, { kernels, signal });
  return Float64Array.from(squared, (value) => Math.exp(-value / (radius * radius)));
}

function openFront(bounds: Float64Array, size: number): Front | undefined {
  const rows = topIndices(bounds, size + 1).filter((row) => bounds[row]! > -Infinity);
  if (rows.length === 0) return undefined;
  const outside = rows.length > size ? bounds[rows.pop()!]! : -Infinity;
  return { rows, outside, fresh: new Set() };
}

/**
 * The candidate of the front with the largest gain, its gain known exactly and not below the bound
 * of any other candidate; undefined when the front cannot tell.
 */
async function bestOf(
  front: Front,
  { bounds, gainsOf, negligible }: Evaluation,
): Promise<number | undefined> {
  for (let width = FIRST_EVALUATIONS; ; width = Math.min(MOST_EVALUATIONS, 2 * width)) {
    const order = front.rows.filter((row) => bounds[row]! > -Infinity);
    order.sort((a, b) => bounds[b]! - bounds[a]! || a - b);
    const first = order[0];
    if (first === undefined || bounds[first]! < front.outside) return undefined;
    if (bounds[first]! <= negligible) return undefined;
    if (front.fresh.has(first)) return first;
    const best = order.find((row) => front.fresh.has(row));
    const floor = Math.max(front.outside, best === undefined ? -Infinity : bounds[best]!);
    const stale = order.filter((row) => !front.fresh.has(row) && bounds[row]! >= floor);
    const wanted = stale.slice(0, width);
    const gains = await gainsOf(wanted);
    for (const [j, row] of wanted.entries()) {
      bounds[row] = Math.min(bounds[row]!, gains[j]!);
      front.fresh.add(row);
    }
  }
}

function raiseCover(
  cover: Float64Array,
  item: { dots: Float32Array; pointNorms: Float64Array; norm: number; radius: number },
): void {
  const scale = -1 / (item.radius * item.radius);
  for (let i = 0; i < cover.length; i++) {
    const squared = Math.max(0, item.pointNorms[i]! + item.norm - 2 * item.dots[i]!);
    const similarity = Math.exp(scale * squared);
    if (similarity > cover[i]!) cover[i] = similarity;
  }
}

function fillUp(picked: readonly number[], size: number, count: number): number[] {
  const taken = new Set(picked);
  const all = [...picked];
  for (let row = 0; all.length < count && row < size; row++) if (!taken.has(row)) all.push(row);
  return all;
}
