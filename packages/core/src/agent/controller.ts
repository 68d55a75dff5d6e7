import { CodedError } from '../errors.js';
import { seededRandom } from '../numeric/random.js';
import type { AgentAction, AgentObservation, Buyer, TrainedArm } from './agent-messages.js';
import { checkSettings, type AgentSettings } from './agent-settings.js';
import type { AgentState, ArmPoint, LedgerEntry } from './agent-state.js';
import { curveOf } from './arm-curve.js';
import { recordForecasts } from './record-forecasts.js';
import { makeDecision, settleDecision } from './make-decision.js';
import { MODES } from './modes/index.js';
import { bringBack, changeArm, dropArm, endExploration } from './race.js';
import { armOf, racingArms, remainingLabels, spentLabels } from './spending.js';
import { STOP_RULES } from './stop-rules/index.js';
import type { StopRule } from './stop-rules/stop-rule.js';

/**
 * Begins: the state says in `pending` what it waits for. The agent is pure; whoever carries out its
 * actions (simulation, run, service) tells it what came of them with `observe`.
 *
 * @throws CodedError `AGENT_SETTING_INVALID`.
 */
export function startAgent(settings: AgentSettings): AgentState {
  checkSettings(settings);
  const { holdout } = settings;
  const state: AgentState = {
    settings,
    arms: settings.arms.map((id) => ({
      id,
      status: 'racing',
      rows: [],
      points: [],
      droppedAt: null,
      reason: null,
    })),
    champion: settings.arms[0]!,
    ledger: [],
    holdout: { rows: [], targets: holdout.kind === 'given' ? holdout.targets : [] },
    observed: 0,
    unusable: [],
    round: 0,
    rung: 0,
    exploring: false,
    steps: [],
    pending: { kind: 'choose-holdout', count: holdout.kind === 'bought' ? holdout.items : 0 },
    decisions: [],
    muted: [],
    revivals: 0,
    forecasts: [],
  };
  return holdout.kind === 'bought' ? state : chooseColdStart(state);
}

/**
 * What comes after: the next state, which waits for the next action.
 *
 * Cost: a forecast for every racing arm after each round, O(1) else.
 *
 * @throws CodedError `AGENT_OBSERVATION_UNEXPECTED` when the observation does not answer `pending`.
 */
export function observe(before: AgentState, observation: AgentObservation): AgentState {
  const { pending } = before;
  const state = { ...before, observed: before.observed + 1 };
  switch (observation.kind) {
    case 'chosen':
      if (pending.kind === 'choose-holdout') {
        const { rows, twins } = observation;
        const noted = twins?.length ? { ...state, holdout: { ...state.holdout, twins } } : state;
        return label(noted, rows, { kind: 'holdout' });
      }
      if (pending.kind === 'choose-cold-start') {
        return label(state, observation.rows, { kind: 'cold-start' });
      }
      if (pending.kind === 'choose') {
        const { arm } = pending;
        return label(state, observation.rows, { kind: 'arm', arm, chosen: observation.rows });
      }
      break;
    case 'labelled':
      if (pending.kind === 'label') return labelled(state, pending.buyer, observation);
      break;
    case 'trained':
      if (pending.kind === 'train') return trained(state, observation.results);
      break;
    case 'failed':
      if (pending.kind === 'choose' || pending.kind === 'train') {
        return failed(state, observation);
      }
      break;
  }
  throw unexpected(pending, observation.kind);
}

function chooseColdStart(state: AgentState): AgentState {
  const count = Math.min(state.settings.coldStart, remainingLabels(state));
  return { ...state, pending: { kind: 'choose-cold-start', count } };
}

/** Asks for the labels that nobody has paid for yet. */
function label(state: AgentState, rows: readonly number[], buyer: Buyer): AgentState {
  const known = new Set(state.ledger.map(({ row }) => row));
  const unpaid = rows.filter((row) => !known.has(row));
  const waiting: AgentState = { ...state, pending: { kind: 'label', rows: unpaid, buyer } };
  if (unpaid.length > 0) return waiting;
  return labelled(waiting, buyer, { labels: [], unusable: [] });
}

function labelled(
  state: AgentState,
  buyer: Buyer,
  {
    labels,
    unusable,
  }: Pick<Extract<AgentObservation, { kind: 'labelled' }>, 'labels' | 'unusable'>,
): AgentState {
  const noted = { ...state, unusable: [...state.unusable, ...unusable] };
  if (buyer.kind === 'holdout') {
    const rows = labels.map(({ row }) => row);
    return chooseColdStart({
      ...noted,
      holdout: { ...noted.holdout, rows, targets: labels.map(({ target }) => target) },
    });
  }
  const arm = buyer.kind === 'arm' ? buyer.arm : 'cold-start';
  const entries = labels.map(({ row, target }): LedgerEntry => ({
    row,
    target,
    arm,
    round: noted.round,
  }));
  const paid = { ...noted, ledger: [...noted.ledger, ...entries] };
  if (buyer.kind === 'arm') {
    const refused = new Set(unusable);
    const gained = buyer.chosen.filter((row) => !refused.has(row));
    const { rows } = armOf(paid, buyer.arm);
    return nextOfRound(changeArm(paid, buyer.arm, { rows: [...rows, ...gained] }));
  }
  const shared = [...armOf(paid, paid.champion).rows, ...labels.map(({ row }) => row)];
  const given = { ...paid, arms: paid.arms.map((one) => ({ ...one, rows: shared })) };
  // Where nobody could label any of them, others are asked for.
  if (shared.length === 0 && remainingLabels(given) > 0) return chooseColdStart(given);
  const begun = MODES[given.settings.mode].begin(given);
  return train(begun);
}

function train(state: AgentState): AgentState {
  return { ...state, pending: { kind: 'train', arms: racingArms(state).map(({ id }) => id) } };
}

function trained(state: AgentState, results: readonly TrainedArm[]): AgentState {
  const measured = results.reduce((last, { arm, ...figures }) => {
    const { rows, points } = armOf(last, arm);
    const point: ArmPoint = {
      round: last.round,
      labels: rows.length,
      spent: spentLabels(last),
      ...figures,
    };
    return changeArm(last, arm, { points: [...points, point] });
  }, state);
  const concluded = MODES[measured.settings.mode].conclude(measured);
  return goOn(recordForecasts(concluded));
}

/** Stops, or begins the next round. */
export function goOn(state: AgentState): AgentState {
  const stopping = stop(state);
  if (stopping !== undefined) return stopping;
  const planned = MODES[state.settings.mode].plan({ ...state, round: state.round + 1 });
  return planned.steps.length === 0 ? deliver(planned) : nextOfRound(planned);
}

function nextOfRound(state: AgentState): AgentState {
  const [step, ...steps] = state.steps;
  if (step === undefined) return train(state);
  const { arm, count } = step;
  return { ...state, steps, pending: { kind: 'choose', arm, count } };
}

/** The state that stops or asks whether to stop; undefined when the work goes on. */
function stop(state: AgentState): AgentState | undefined {
  const champion = armOf(state, state.champion);
  const labels = champion.rows.length;
  const curve = curveOf(state, champion);
  const view = { state, champion, curve, labels, endLabels: labels + remainingLabels(state) };
  for (const rule of STOP_RULES) {
    const early = rule.force !== 'must';
    if (early && !(state.settings.earlyStop && isHeard(state, rule.id))) continue;
    const verdict = rule.judge(view);
    if (verdict === undefined) continue;
    const asks = isForPerson(state, rule);
    const decided = makeDecision(state, {
      kind: 'stop',
      arm: champion.id,
      reason: rule.id,
      status: asks ? 'asked' : 'taken',
      ...verdict,
    });
    const id = decided.decisions.length - 1;
    if (asks && state.settings.approval === 'person') {
      return { ...decided, pending: { kind: 'ask', decision: id } };
    }
    // Nobody is there to be asked: it is noted, once.
    if (asks) return goOn(mute(decided, rule.id, Infinity));
    if (rule.force === 'may' && isContinued(state, id)) {
      return goOn(continueOnPurpose(decided, id));
    }
    return deliver(decided);
  }
  return undefined;
}

/** Whether it takes a person to stop: the rule or the owner wants one, or forecasts may not hold. */
function isForPerson({ settings }: AgentState, { force }: StopRule): boolean {
  const { approval, forecastsHold = true } = settings;
  return force === 'person' || (force === 'may' && (approval === 'person' || !forecastsHold));
}

/** The rule is not looked at again before the champion has so many labels. */
export function mute(state: AgentState, rule: string, untilLabels: number): AgentState {
  const others = state.muted.filter((one) => one.rule !== rule);
  // JSON has no infinity.
  const until = Math.min(untilLabels, Number.MAX_SAFE_INTEGER);
  return { ...state, muted: [...others, { rule, untilLabels: until }] };
}

function isHeard(state: AgentState, rule: string): boolean {
  const labels = armOf(state, state.champion).rows.length;
  return !state.muted.some((one) => one.rule === rule && labels < one.untilLabels);
}

/** Whether this stop is one of those that are not carried out, by lot. */
function isContinued({ settings }: AgentState, decision: number): boolean {
  const lot = seededRandom(settings.seed).fork(`continued-${decision}`).next();
  return lot < settings.continuedShare;
}

function continueOnPurpose(state: AgentState, id: number): AgentState {
  const settled = settleDecision(state, id, 'continued-on-purpose');
  return { ...settled, settings: { ...settled.settings, earlyStop: false } };
}

/** Ends with the champion, trained on the whole ledger and the holdout that was bought. */
export function deliver(state: AgentState): AgentState {
  const { champion, settings, holdout, ledger } = state;
  const own = armOf(state, champion).rows;
  const all =
    settings.mode === 'paper' || settings.mode === 'replay' ? own : ledger.map(({ row }) => row);
  const rows = [...new Set([...own, ...all, ...holdout.rows])];
  return { ...state, steps: [], pending: { kind: 'deliver', arm: champion, rows } };
}

/**
 * An arm that fails leaves the race; the others go on without it. Where none is left, the arm that
 * was dropped first comes back.
 */
function failed(state: AgentState, { arm, reason }: { arm: string; reason: string }): AgentState {
  const decided = makeDecision(state, {
    kind: 'drop',
    arm,
    reason: 'failed',
    text: `${arm} failed and was dropped: ${reason}`,
    evidence: {},
    probabilityWrong: null,
  });
  const left = withSomeArm(dropArm(decided, arm, { status: 'failed', reason }));
  const champion = state.champion === arm ? racingArms(left)[0]!.id : state.champion;
  const racing = endExploration({ ...left, champion });
  const steps = racing.steps.filter((step) => step.arm !== arm);
  return state.pending.kind === 'train' ? train(racing) : nextOfRound({ ...racing, steps });
}

function withSomeArm(state: AgentState): AgentState {
  if (racingArms(state).length > 0) return state;
  const sound = state.arms.find(({ status }) => status === 'dropped');
  if (sound !== undefined) return bringBack(state, sound.id);
  const { id, reason } = state.arms.findLast(({ status }) => status === 'failed')!;
  throw new CodedError('AGENT_NO_ARM_LEFT', `Every arm failed; ${id}: ${reason}`, {
    field: 'arms',
    value: id,
  });
}

function unexpected(pending: AgentAction, kind: string): CodedError {
  return new CodedError(
    'AGENT_OBSERVATION_UNEXPECTED',
    `The agent waits for an answer to "${pending.kind}", not for "${kind}".`,
    { field: 'observation', value: kind },
  );
}
