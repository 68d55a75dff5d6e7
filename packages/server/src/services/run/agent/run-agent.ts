import {
  carryOut,
  startAgent,
  heedFit,
  type AgentSettings,
  type AgentState,
  type Evaluation,
} from '@alaas/core';

import type { MeasuredPoint } from '../../outputs/report/report-input.js';
import {
  indicesOf,
  MAIN_HEAD,
  pointOf,
  type LearnedRound,
  type RoundsOutcome,
} from '../rounds/run-rounds.js';
import { ledgerWorld, type LedgerWorld, type LedgerWorldTask } from './ledger-world.js';

/** What came of the rounds, and where the agent stands. */
export type AgentOutcome = RoundsOutcome & { readonly agent: AgentState };

/**
 * Lets the agent choose, learn, measure and decide until it delivers or labels must be waited for;
 * then trains the head to be delivered.
 *
 * @throws AlaasError of strategies, store and learner; CodedError `AGENT_…`, `CANCELLED`.
 */
export async function runAgent(
  settings: AgentSettings,
  task: LedgerWorldTask,
): Promise<AgentOutcome> {
  const { data } = task;
  const world = judgedWorld(ledgerWorld(task), task);
  let told = 0;
  const state = await carryOut(startAgent(settings), world, async (present) => {
    for (const { text } of present.decisions.slice(told)) {
      task.onProgress?.({ kind: 'note', text });
    }
    told = present.decisions.length;
    showLabels(task, present);
    await task.recorder?.note(present);
  });
  await task.recorder?.end(state);
  const evaluations = world.evaluations.get(state.champion) ?? [];
  const last = await deliver(state, { task, seen: evaluations.at(-1) });
  return {
    agent: state,
    curve: data.test
      ? withDelivered(curveOf(state, evaluations), last, state)
      : curveOf(state, evaluations),
    last,
    waitingFor: world.waitingFor(),
  };
}

/**
 * A world in which the data are judged as soon as a holdout is bought, before anything else is; the
 * agent's forecasts are as wide as the verdict asks.
 */
function judgedWorld(
  world: LedgerWorld,
  { judge, classes, seed, metric }: LedgerWorldTask,
): LedgerWorld {
  return {
    ...world,
    async act(action, state) {
      const { rows, targets } = state.holdout;
      if (action.kind === 'choose-cold-start' && rows.length > 0) {
        await judge.judge({
          kind: 'bought-holdout',
          rows,
          targets: Int32Array.from(targets),
          classCount: classes.length,
          classes,
          metric,
          seed,
        });
      }
      return world.act(action, state);
    },
    heed(state) {
      const heeded = world.heed?.(state) ?? state;
      const fit = judge.fit();
      return fit === undefined ? heeded : heedFit(heeded, fit);
    },
  };
}

function curveOf(state: AgentState, evaluations: readonly Evaluation[]): MeasuredPoint[] {
  const champion = state.arms.find(({ id }) => id === state.champion)!;
  return champion.points.flatMap(({ labels }, i) => {
    const figures = evaluations[i];
    return figures === undefined ? [] : [pointOf(labels, figures, state.settings.metric)];
  });
}

/** The curve ends with the figures of the head that is delivered: test items can measure it. */
function withDelivered(
  curve: readonly MeasuredPoint[],
  last: LearnedRound | undefined,
  { settings }: AgentState,
): readonly MeasuredPoint[] {
  if (last?.evaluation === undefined) return curve;
  const before = curve.filter(({ labels }) => labels < last.labels);
  return [...before, pointOf(last.labels, last.evaluation, settings.metric)];
}

/** Trains the main head on all that may be trained on now; undefined while that is no two classes. */
async function deliver(
  state: AgentState,
  { task, seen }: { task: LedgerWorldTask; seen: Evaluation | undefined },
): Promise<LearnedRound | undefined> {
  const { data, ledger, learner, classes, meter } = task;
  const { pending } = state;
  const rows = pending.kind === 'deliver' ? pending.rows : state.ledger.map(({ row }) => row);
  const targets = indicesOf(
    rows.map((row) => ledger.label(data.items[row]!)!.label),
    classes,
  );
  const decides = new Set(targets).size > 1;
  if (!decides) return undefined;
  const testTargets = data.test && indicesOf(data.test.labels, classes);
  const measured = await meter.measure('train', rows.length, () =>
    learner.train({ head: MAIN_HEAD, rows, targets, classes, testTargets }),
  );
  // A holdout that was bought is in the training set now: its last figures are the honest ones.
  return { classes, labels: rows.length, decides, evaluation: measured ?? seen };
}

function showLabels({ onProgress }: LedgerWorldTask, state: AgentState): void {
  const { settings, ledger, holdout, arms, champion } = state;
  const point = arms.find(({ id }) => id === champion)!.points.at(-1);
  onProgress?.({
    kind: 'stage',
    stage: 'label',
    done: ledger.length + holdout.rows.length,
    total: settings.budgetLabels,
    note: point?.accuracy == null ? undefined : noteOf(state, point.accuracy),
  });
}

/** Where the race stands, in a few words: the champion, what is expected of it, who else runs. */
function noteOf({ arms, champion, forecasts }: AgentState, accuracy: number): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const { rows } = arms.find(({ id }) => id === champion)!;
  const end = forecasts.findLast(
    ({ arm, atLabels }) => arm === champion && atLabels === rows.length,
  );
  const expected =
    end && `; ${percent(end.p10)} to ${percent(end.p90)} expected with ${end.forLabels} labels`;
  const others = arms.filter(({ id, status }) => status === 'racing' && id !== champion);
  const race = others.length > 0 && `; against ${others.map(({ id }) => id).join(', ')}`;
  return [`${champion}: accuracy ${percent(accuracy)}`, expected, race].filter(Boolean).join('');
}
