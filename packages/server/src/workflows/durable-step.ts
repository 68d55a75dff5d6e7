import { DBOS } from '@dbos-inc/dbos-sdk';
import { AlaasError } from '@alaas/contracts';

const RETRIES = {
  retriesAllowed: true,
  maxAttempts: 6,
  intervalSeconds: 0.5,
  backoffRate: 2,
  shouldRetry: (error: unknown) => AlaasError.from(error).row.retryable,
};

/**
 * Makes steps of a workflow. A step that is cut off by the end of this process must not be on record
 * as failed: it never comes to an end here, and whoever takes the workflow over does it again.
 *
 * @param signal fires when the process ends.
 */
export function durableStep(
  signal: AbortSignal,
): <Answer>(name: string, act: () => Promise<Answer>) => Promise<Answer> {
  return (name, act) => DBOS.runStep(() => untilStopped(signal, act), { name, ...RETRIES });
}

async function untilStopped<Answer>(
  signal: AbortSignal,
  act: () => Promise<Answer>,
): Promise<Answer> {
  const never = new Promise<Answer>(() => undefined);
  try {
    const answer = await act();
    return answer;
  } catch (error) {
    if (signal.aborted) return never;
    throw error;
  }
}
