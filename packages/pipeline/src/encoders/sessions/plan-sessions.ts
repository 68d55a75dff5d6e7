/** Sessions of a model, and the threads within each. */
export interface SessionPlan {
  readonly sessions: number;
  readonly threadsPerSession: number;
}

/** What a session holds, in sizes of its model file: weights, their packed form, values on the way. */
const SIZES_PER_SESSION = 3;
/** Share of the free memory that sessions may fill. */
const MEMORY_SHARE = 0.5;

/**
 * One session per core with one thread each is fastest, because nothing waits for another thread;
 * where so many copies of the model do not fit into memory there are fewer, with more threads each.
 */
export function planSessions(machine: {
  readonly cores: number;
  readonly modelBytes: number;
  readonly freeBytes: number;
}): SessionPlan {
  const { cores, modelBytes, freeBytes } = machine;
  const fitting = Math.floor((MEMORY_SHARE * freeBytes) / (SIZES_PER_SESSION * modelBytes));
  const sessions = Math.min(cores, Math.max(1, fitting));
  return { sessions, threadsPerSession: Math.floor(cores / sessions) };
}
