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
  const size = start.length;
  const memory = emptyMemory(size);
  const direction = new Float64Array(size);
  let here = { x: start.slice(), gradient: new Float64Array(size) };
  let there = { x: new Float64Array(size), gradient: new Float64Array(size) };
  let value = await objective(here.x, here.gradient);
  let iterations = 0;
  for (; iterations < maxIterations && largest(here.gradient) > tolerance; iterations++) {
    throwIfCancelled(signal);
    let slope = descend(direction, here.gradient, memory);
    if (slope >= 0) {
      // Rounding spoilt the memory: fall back to steepest descent.
      memory.kept = 0;
      slope = descend(direction, here.gradient, memory);
    }
    const next = await backtrack(objective, { here, there, value, direction, slope });
    if (next === undefined) break;
    value = next;
    remember(memory, here, there);
    [here, there] = [there, here];
  }
  return { x: here.x, value, iterations };
}

interface Place {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * The latest pairs in a ring; `taken` counts all there were, `kept` those that still hold. In single
 * precision: they only shape the direction, and going through them is bound by memory.
 */
interface Memory {
  readonly steps: readonly Float32Array[];
  readonly changes: readonly Float32Array[];
  readonly curvatures: Float64Array;
  readonly alphas: Float64Array;
  taken: number;
  kept: number;
}

function emptyMemory(size: number): Memory {
  const ring = () => Array.from({ length: MEMORY }, () => new Float32Array(size));
  return {
    steps: ring(),
    changes: ring(),
    curvatures: new Float64Array(MEMORY),
    alphas: new Float64Array(MEMORY),
    taken: 0,
    kept: 0,
  };
}

/** Moves `there` along the direction until the value falls enough; undefined when it never does. */
async function backtrack(
  objective: Objective,
  line: { here: Place; there: Place; value: number; direction: Float64Array; slope: number },
): Promise<number | undefined> {
  const { here, there, direction } = line;
  for (let halving = 0, size = 1; halving < MAX_HALVINGS; halving++, size /= 2) {
    for (let i = 0; i < direction.length; i++) there.x[i] = here.x[i]! + size * direction[i]!;
    const value = await objective(there.x, there.gradient);
    if (value <= line.value + SUFFICIENT_DECREASE * size * line.slope) return value;
  }
  return undefined;
}

/**
 * Writes the next direction by the two-loop recursion and returns its slope; without memory a
 * steepest-descent step of length at most 1.
 */
function descend(direction: Float64Array, gradient: Float64Array, memory: Memory): number {
  const { steps, changes, curvatures, alphas, taken, kept } = memory;
  for (let i = 0; i < direction.length; i++) direction[i] = -gradient[i]!;
  for (let pair = taken - 1; pair >= taken - kept; pair--) {
    const at = pair % MEMORY;
    alphas[at] = dot(steps[at]!, direction) / curvatures[at]!;
    addScaled(direction, changes[at]!, -alphas[at]);
  }
  scale(direction, initialScale(gradient, memory));
  for (let pair = taken - kept; pair < taken; pair++) {
    const at = pair % MEMORY;
    const beta = dot(changes[at]!, direction) / curvatures[at]!;
    addScaled(direction, steps[at]!, alphas[at]! - beta);
  }
  return dot(direction, gradient);
}

function initialScale(gradient: Float64Array, memory: Memory): number {
  if (memory.kept === 0) return 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  const latest = (memory.taken - 1) % MEMORY;
  const change = memory.changes[latest]!;
  return memory.curvatures[latest]! / dot(change, change);
}

function remember(memory: Memory, from: Place, to: Place): void {
  const at = memory.taken % MEMORY;
  const step = memory.steps[at]!;
  const change = memory.changes[at]!;
  for (let i = 0; i < step.length; i++) {
    step[i] = to.x[i]! - from.x[i]!;
    change[i] = to.gradient[i]! - from.gradient[i]!;
  }
  const curvature = dot(step, change);
  if (curvature <= 1e-12 * dot(change, change)) {
    // Only pairs of positive curvature keep the implied Hessian positive definite; this one has
    // overwritten the oldest.
    memory.kept = Math.min(memory.kept, MEMORY - 1);
    return;
  }
  memory.curvatures[at] = curvature;
  memory.taken++;
  memory.kept = Math.min(memory.kept + 1, MEMORY);
}

/** Four sums at once: about three times the speed of one, which waits for each addition. */
function dot(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    sum0 += a[i]! * b[i]!;
    sum1 += a[i + 1]! * b[i + 1]!;
    sum2 += a[i + 2]! * b[i + 2]!;
    sum3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < a.length; i++) sum0 += a[i]! * b[i]!;
  return sum0 + sum1 + (sum2 + sum3);
}

function addScaled(target: Float64Array, source: Float32Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}

function scale(target: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! *= factor;
}

function largest(vector: Float64Array): number {
  let max = 0;
  for (let i = 0; i < vector.length; i++) max = Math.max(max, Math.abs(vector[i]!));
  return max;
}
