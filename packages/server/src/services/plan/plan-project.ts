import { AlaasError, type TrackRecord } from '@alaas/contracts';
import {
  curveOf,
  labellingCost,
  remainingLabels,
  widenCurve,
  type AgentSettings,
  type AgentState,
  type CurveFit,
  type LabelRates,
  type LabelsToTarget,
} from '@alaas/core';

import type { AgentRecords } from '../../storage/agent-records.js';
import type { LoadedProject } from '../config/load-project-config.js';
import type { DataFit } from '../outputs/report/data-fit.js';
import { isAgentMode } from '../run/agent/agent-mode.js';
import { agentSettings } from '../run/agent/agent-plan.js';
import { describeRecord } from '../run/agent/describe-agent.js';
import { paidLabels } from '../run/agent/paid-labels.js';
import { runAgent } from '../run/agent/run-agent.js';
import { loadRunData } from '../run/data/load-run-data.js';
import type { RunData } from '../run/data/run-data.js';
import { judgeByTest, NOTHING_TO_JUDGE_BY, openDataJudge } from '../run/fit/data-judge.js';
import { openLearner } from '../run/learner/open-learner.js';
import { GIVEN_BEFORE, Ledger } from '../run/rounds/ledger.js';
import { runDigest } from '../run/rounds/open-ledger.js';
import { WorkMeter } from '../run/rounds/work-meter.js';
import type { RunMeans } from '../run/run-event.js';
import { withProjectStore } from '../run/with-project-store.js';
import { targetCosts } from '../target-costs.js';
import { forecastSteps, priorCurve } from './prior-forecast.js';
import type { PlannedValue, ProjectPlan } from './project-plan.js';

/** Labels whose worth is told, beyond the present ones. */
const NEXT_LABELS = 100;

/**
 * What labels will buy in a project: before the first one from experience alone, later from the
 * learning curve of its run, which is made again from the ledger; nothing is chosen.
 *
 * @throws AlaasError `PLAN_NEEDS_CLASSES`, and as `runProject`.
 */
export async function planProject(
  project: LoadedProject,
  means: RunMeans = {},
): Promise<ProjectPlan> {
  try {
    return await withProjectStore(project, means, async (store, records) => {
      const data = await loadRunData(project, means);
      try {
        const run = await store.latestRun();
        const fits = run?.configDigest === runDigest(project.config, data);
        const ledger = run && fits ? await Ledger.open(store, run.runId) : undefined;
        const settings = settingsOf(project, data, ledger);
        const looked = await look(settings, { project, data, ledger, records, means });
        return describePlan(project, settings, { ...looked, ledger });
      } finally {
        await data.encoder?.close();
      }
    });
  } catch (error) {
    throw AlaasError.from(error);
  }
}

function settingsOf(
  { config }: LoadedProject,
  data: RunData,
  ledger: Ledger | undefined,
): AgentSettings {
  const given = ledger?.labelledUpTo(GIVEN_BEFORE).length ?? 0;
  const { strategy } = config;
  // A named strategy has no agent: its labels are looked at as those of a champion.
  const decided = isAgentMode(strategy.id) ? strategy : { id: 'auto', options: {} };
  const settings = agentSettings({ ...config, strategy: decided }, data, given);
  if (settings !== undefined) return settings;
  throw new AlaasError('PLAN_NEEDS_CLASSES', 'Without the classes nothing can be forecast.', {
    field: 'classes',
  });
}

interface Replay {
  readonly project: LoadedProject;
  readonly data: RunData;
  /** Absent before the first batch. */
  readonly ledger: Ledger | undefined;
  readonly records: AgentRecords;
  readonly means: RunMeans;
}

/** Where the project stands. */
interface Looked {
  /** As the ledger gives it. */
  readonly state: AgentState | undefined;
  readonly fit: DataFit;
  /** How forecasts fared in all runs of the data folder. */
  readonly trackRecord: TrackRecord;
}

async function look(
  settings: AgentSettings,
  { project, data, ledger, records, means }: Replay,
): Promise<Looked> {
  const learner = openLearner({ pool: data.pool, test: data.test?.embeddings }, means.signal);
  const { seed, agent } = project.config;
  try {
    const judge = openDataJudge(learner, {});
    await judgeByTest(judge, data, project.config);
    const outcome =
      ledger &&
      (await runAgent(settings, {
        ...means,
        data,
        ledger,
        learner,
        judge,
        classes: data.classes!,
        choosing: false,
        interventions: await records.interventions(ledger.runId),
        annotator: async () => undefined,
        seed,
        metric: agent.metric,
        meter: new WorkMeter(() => performance.now()),
      }));
    return {
      state: outcome?.agent,
      fit: judge.fit() ?? NOTHING_TO_JUDGE_BY,
      trackRecord: await records.trackRecord(),
    };
  } finally {
    await learner.close();
  }
}

function describePlan(
  { config }: LoadedProject,
  settings: AgentSettings,
  { state, fit, ledger, trackRecord }: Looked & Pick<Replay, 'ledger'>,
): ProjectPlan {
  const champion = state?.arms.find(({ id }) => id === state.champion);
  const measured = state && champion && curveOf(state, champion);
  const prior = () => priorCurve({ ...settings, holdout: holdoutItems(settings) });
  const curve = measured ?? widenCurve(prior(), fit.bandWidening);
  const labels = champion?.rows.length ?? 0;
  const left = state ? remainingLabels(state) : budgetForTraining(settings);
  const end = Math.max(1, labels + left);
  const { agent, budget, project } = config;
  const cost = (count: number) => labellingCost(count, agent);
  const at = forecastSteps(end).filter((count) => count > labels);
  return {
    project,
    basis: measured ? 'measured' : 'experience',
    metric: settings.metric,
    labels: { used: ledger ? paidLabels(ledger, state) : 0, budget, trained: labels },
    shape: curve.shape,
    now: labels > 0 && measured ? valueOf(curve, labels) : null,
    forecasts: at.map((count) => ({ ...valueOf(curve, count), cost: cost(count - labels) })),
    next: nextGain(curve, { labels, left }),
    target:
      settings.target === null ? null : targetOf(curve, settings, { labels, end, rates: agent }),
    budgetCost: cost(budget),
    domainFit: fit,
    record: state ? describeRecord(state) : [],
    trackRecord,
  };
}

function holdoutItems({ holdout }: AgentSettings): number {
  switch (holdout.kind) {
    case 'given':
      return holdout.targets.length;
    case 'bought':
      return holdout.items;
    case 'none':
      return 0;
  }
}

function budgetForTraining({ budgetLabels, holdout }: AgentSettings): number {
  return budgetLabels - (holdout.kind === 'bought' ? holdout.items : 0);
}

function valueOf(curve: CurveFit, labels: number): PlannedValue {
  const { p10, p50, p90 } = curve.forecast(labels);
  return { labels, p10, p50, p90 };
}

function nextGain(
  curve: CurveFit,
  { labels, left }: { labels: number; left: number },
): ProjectPlan['next'] {
  const count = Math.min(NEXT_LABELS, left);
  if (labels === 0 || count === 0) return null;
  const { p10, p50, p90 } = curve.gain(labels, labels + count);
  return { labels: count, p10, p50, p90 };
}

function targetOf(
  curve: CurveFit,
  { target }: AgentSettings,
  { labels, end, rates }: { labels: number; end: number; rates: LabelRates },
): ProjectPlan['target'] {
  const { atMost, ...found }: LabelsToTarget = curve.labelsTo(target!, Math.max(end, labels, 1));
  return { ...found, withinLabels: atMost, costs: targetCosts(found, rates, labels) };
}
