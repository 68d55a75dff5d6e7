import type { Progress } from './progress.js';

/** Turns Ctrl-C and SIGTERM into a signal. */
export interface StopSignals {
  readonly signal: AbortSignal;
  /** Listens no more. */
  close(): void;
}

/** npm passes Ctrl-C on to what it runs, which then gets it twice. */
const ONE_PRESS_MS = 2_000;

/**
 * The first Ctrl-C or SIGTERM asks the work to stop cleanly. A later one kills the process at once:
 * an orderly exit during a run of ONNX Runtime would abort with a core dump, and what a killed run
 * leaves behind, the next one takes up.
 */
export function listenForStop(progress: Progress): StopSignals {
  const controller = new AbortController();
  let askedAt: number | undefined;
  const stop = () => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      progress.log('Stopping; press Ctrl-C once more to stop at once.');
      controller.abort();
    } else if (performance.now() - askedAt > ONE_PRESS_MS) {
      progress.stop();
      process.kill(process.pid, 'SIGKILL');
    }
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return {
    signal: controller.signal,
    close: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
