import { MultiBar, type SingleBar } from 'cli-progress';

/** Shows how far the stages of some work are. */
export interface Progress {
  /** Tells how much of a stage is done; the stage appears with its first call. */
  update(stage: string, state: ProgressState): void;
  /** Writes a line without tearing the bars. */
  log(text: string): void;
  /** Ends the display; what is shown stays. */
  stop(): void;
}

/** How far one stage is. */
export interface ProgressState {
  readonly done: number;
  /** Undefined while it is not known. */
  readonly total?: number | undefined;
  /** A few words behind the numbers. */
  readonly note?: string | undefined;
}

/** Where progress is written: standard error, as standard output is for answers. */
export interface ProgressPlace {
  readonly stream: NodeJS.WriteStream;
  /** Milliseconds that grow steadily. */
  readonly now: () => number;
}

const LINE_PAUSE_MS = 2_000;
const BAR_WIDTH = 24;

/** Bars where the stream is a terminal, else at most a line per stage every two seconds. */
export function openProgress(place: ProgressPlace): Progress {
  return place.stream.isTTY ? openBars(place.stream) : openLines(place);
}

function openLines({ stream, now }: ProgressPlace): Progress {
  const written = new Map<string, number>();
  const log = (text: string) => void stream.write(`${text}\n`);
  return {
    log,
    update(stage, state) {
      const last = written.get(stage);
      const finished = state.done === state.total;
      if (last === Infinity || (!finished && last !== undefined && now() - last < LINE_PAUSE_MS)) {
        return;
      }
      written.set(stage, finished ? Infinity : now());
      log(`${stage}: ${describeState(state)}`);
    },
    stop: () => written.clear(),
  };
}

function openBars(stream: NodeJS.WriteStream): Progress {
  let bars: MultiBar | undefined;
  const byStage = new Map<string, SingleBar>();
  const open = () =>
    new MultiBar({
      stream,
      hideCursor: true,
      clearOnComplete: false,
      emptyOnZero: true,
      // A line that is logged moves the bars down: those that did not change must be drawn too.
      forceRedraw: true,
      format: (_options, _params, { stage, state }: { stage: string; state: ProgressState }) =>
        `${stage.padEnd(12)} ${drawBar(state)} ${describeState(state)}`,
    });
  return {
    log(text) {
      if (bars) bars.log(`${text}\n`);
      else stream.write(`${text}\n`);
    },
    update(stage, state) {
      bars ??= open();
      const bar = byStage.get(stage);
      if (bar) bar.update(state.done, { stage, state });
      else byStage.set(stage, bars.create(state.total ?? 0, state.done, { stage, state }));
    },
    stop() {
      bars?.stop();
      bars = undefined;
      byStage.clear();
    },
  };
}

function drawBar({ done, total }: ProgressState): string {
  if (total === undefined) return '·'.repeat(BAR_WIDTH);
  const full = total === 0 ? BAR_WIDTH : Math.round(BAR_WIDTH * Math.min(1, done / total));
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

function describeState({ done, total, note }: ProgressState): string {
  const count = total === undefined ? `${done}` : `${done} of ${total}`;
  return note === undefined ? count : `${count}, ${note}`;
}
