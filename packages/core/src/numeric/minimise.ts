import { throwIfCancelled } from '../errors.js';

/** A smooth function: writes its gradient at `x` into `gradient` and returns its value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => Promise<number>;

/** How long `minimise` may work. */
export interface MinimiseOptions {
  readonly maxIterations: number;
  /** Stop when no component of the gradient exceeds this. */
  readonly tolerance: number;
  readonly signal?: AbortSignal | undefined;
}

/** Pairs of steps and gradient changes that shape the next direction. */
const MEMORY = 10;
const SUFFICIENT_DECREASE = 1e-4;
const MAX_HALVINGS = 20;

/**
 * Minimises a smooth function from `start` by limited-memory BFGS with backtracking (Nocedal and
 * Wright 2006, algorithms 7.4 and 3.1). The value never rises above that at `start`.
 *
 * Cost per iteration: one evaluation in the usual case, and O(10·n) for n parameters.
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  { maxIterations, tolerance, signal }: MinimiseOptions,
): Promise<{ x: Float64Array; value: number; iterations: number }> {
  const pairs: Pair[] = [];
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = await objective(x, gradient);
  let iterations = 0;
  for (; iterations < maxIterations && largest(gradient) > tolerance; iterations++) {
    throwIfCancelled(signal);
    let direction = descentDirection(gradient, pairs);
    let slope = dot(direction, gradient);
    if (slope >= 0) {
      // Rounding spoilt the memory: fall back to steepest descent.
      pairs.length = 0;
      direction = descentDirection(gradient, pairs);
      slope = dot(direction, gradient);
    }
    const step = await backtrack(objective, { x, value, direction, slope });
    if (!step) break;
    remember(pairs, difference(step.x, x), difference(step.gradient, gradient));
    ({ x, gradient, value } = step);
  }
  return { x, value, iterations };
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

interface LinePoint {
  readonly x: Float64Array;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly value: number;
}

async function backtrack(
  objective: Objective,
  from: { x: Float64Array; value: number; direction: Float64Array; slope: number },
): Promise<(LinePoint & { x: Float64Array<ArrayBuffer> }) | undefined> {
  const x = new Float64Array(from.x.length);
  const gradient = new Float64Array(from.x.length);
  for (let halving = 0, size = 1; halving < MAX_HALVINGS; halving++, size /= 2) {
    for (let i = 0; i < x.length; i++) x[i] = from.x[i]! + size * from.direction[i]!;
    const value = await objective(x, gradient);
    if (value <= from.value + SUFFICIENT_DECREASE * size * from.slope) {
      return { x, gradient, value };
    }
  }
  return undefined;
}

/** Two-loop recursion; without memory a steepest-descent step of length at most 1. */
function descentDirection(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, curvature } = pairs[i]!;
    const alpha = dot(step, direction) / curvature;
    alphas.push(alpha);
    addScaled(direction, change, -alpha);
  }
  const latest = pairs.at(-1);
  const scale = latest
    ? latest.curvature / dot(latest.change, latest.change)
    : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  for (const { step, change, curvature } of pairs) {
    addScaled(direction, step, alphas.pop()! - dot(change, direction) / curvature);
  }
  return direction;
}

function remember(pairs: Pair[], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, change);
  // Only pairs of positive curvature keep the implied Hessian positive definite.
  if (curvature <= 1e-12 * dot(change, change)) return;
  pairs.push({ step, change, curvature });
  if (pairs.length > MEMORY) pairs.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

function largest(vector: Float64Array): number {
  let max = 0;
  for (const value of vector) max = Math.max(max, Math.abs(value));
  return max;
}
