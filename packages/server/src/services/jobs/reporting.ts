import type { RunEvent } from '../run/run-event.js';
import type { JobWork } from './job-task.js';

/** Does work that tells how far it is, and ends it where the job was cancelled. */
export async function reporting<Answer>(
  task: Pick<JobWork, 'signal' | 'report'>,
  work: (means: {
    readonly signal: AbortSignal;
    readonly onProgress: (event: RunEvent) => void;
  }) => Promise<Answer>,
): Promise<Answer> {
  const stop = new AbortController();
  const signal = AbortSignal.any([task.signal, stop.signal]);
  await task.report({ stage: 'encode', done: 0, total: null });
  let told: Promise<void> | undefined;
  const onProgress = (event: RunEvent) => {
    // One report at a time: the work does not wait for them.
    if (event.kind !== 'stage' || event.stage !== 'encode' || told !== undefined) return;
    const { stage, done, total = null } = event;
    told = task
      .report({ stage, done, total })
      .catch((error: unknown) => stop.abort(error))
      .finally(() => (told = undefined));
  };
  try {
    return await work({ signal, onProgress });
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    await told;
  }
}
