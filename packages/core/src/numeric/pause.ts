import { throwIfCancelled } from '../errors.js';

/**
 * Hands the event loop back once, so that news of a cancellation can arrive, and throws when it
 * did; for long work between whose steps no kernel is called.
 *
 * @throws CodedError `CANCELLED`.
 */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  if (signal) await new Promise((resolve) => setImmediate(resolve));
  throwIfCancelled(signal);
}
