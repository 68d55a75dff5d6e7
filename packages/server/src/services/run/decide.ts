import { AlaasError, type RunDecision } from '@alaas/contracts';
import type { AgentState } from '@alaas/core';

import type { StoredRun } from '../../storage/project-store.js';
import type { LoadedProject } from '../config/load-project-config.js';
import { askedDecision, describeDecisions } from './agent/describe-agent.js';
import { interveneInRun, storedAgent, type Wish } from './agent/intervene-in-run.js';
import { runMissing } from './import-labels.js';
import type { RunMeans } from './run-event.js';
import { withProjectStore } from './with-project-store.js';

/** Where the decisions of the latest run stand, in the form that `alaas decide --json` prints. */
export interface RunDecisions {
  readonly runId: string;
  readonly status: StoredRun['status'];
  /** Number of the decision that the run waits for. */
  readonly asked: number | null;
  /** Decisions that a person can still do something about. */
  readonly open: readonly RunDecision[];
  /** All of them, in the order in which they were made. */
  readonly decisions: readonly RunDecision[];
  /** Arms that are out of the race and can be brought back. */
  readonly revivable: readonly string[];
  /** What was put on record now; null where decisions were only looked at. */
  readonly wish: Wish | null;
}

/**
 * Tells which decisions of the latest run are open, and puts what a person wants on record.
 *
 * @throws AlaasError `RUN_MISSING`, `RUN_WITHOUT_AGENT`, `AGENT_DECISION_UNKNOWN`,
 *   `AGENT_DECISION_SETTLED` when it comes too late, `AGENT_ARM_UNKNOWN`, `PROJECT_LOCKED`,
 *   `DATABASE_…`.
 */
export async function decideInProject(
  project: LoadedProject,
  wish: Wish | undefined,
  means: RunMeans = {},
): Promise<RunDecisions> {
  try {
    return await withProjectStore(project, means, async (store, records) => {
      const run = await store.latestRun();
      if (!run) throw runMissing(project);
      const state =
        wish === undefined
          ? await storedAgent(records, run.runId)
          : await interveneInRun(records, run.runId, wish);
      return describe(run, state, wish);
    });
  } catch (error) {
    throw AlaasError.from(error);
  }
}

function describe(
  { runId, status }: StoredRun,
  state: AgentState,
  wish: Wish | undefined,
): RunDecisions {
  const decisions = describeDecisions(state);
  const isOver = state.pending.kind === 'deliver';
  return {
    runId,
    status,
    asked: askedDecision(state),
    open: decisions.filter(({ can }) => can.length > 0),
    decisions,
    revivable: isOver
      ? []
      : state.arms.filter((arm) => arm.status !== 'racing').map(({ id }) => id),
    wish: wish ?? null,
  };
}
