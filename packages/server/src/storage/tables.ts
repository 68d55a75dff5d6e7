import type { Generated, JSONColumnType } from 'kysely';
import type { SelectionStatus } from '@alaas/contracts';
import type { AgentMode } from '@alaas/core';
import type { AccessTables } from './access-tables.js';
import type { JobTables } from './job-tables.js';
import type { LiveTables } from './live-tables.js';
import type { RunEntry } from './project-store.js';
import type { WebhookTables } from './webhook-tables.js';

/** The tables as kysely sees them; the migrations make them. */
export interface Tables extends LiveTables, AccessTables, JobTables, WebhookTables {
  readonly projects: ProjectsTable;
  readonly runs: RunsTable;
  readonly items: ItemsTable;
  readonly selections: SelectionsTable;
  readonly labels: LabelsTable;
  readonly agent_states: AgentStatesTable;
  readonly interventions: InterventionsTable;
  readonly run_events: RunEventsTable;
  readonly selection_jobs: SelectionJobsTable;
  readonly selection_events: SelectionEventsTable;
}

interface ProjectsTable {
  project_id: string;
  created_at: Generated<Date>;
}

interface RunsTable {
  /** Order of creation. */
  sequence: Generated<string>;
  project_id: string;
  run_id: string;
  status: RunEntry['status'];
  config_digest: string;
  /** Wall seconds of the processes that worked on it and ended in order. */
  work_seconds: Generated<number>;
  /** JSON; null before the end, and where nothing was measured. */
  delivered: string | null;
  created_at: Generated<Date>;
}

interface ItemsTable {
  run_sequence: string;
  /** Row of the item in its pool, from 0. */
  position: number;
  item: string;
}

interface SelectionsTable {
  run_sequence: string;
  round: number;
  strategy: string;
  /** Item ids in pick order. */
  items: JSONColumnType<readonly string[]>;
  created_at: Generated<Date>;
}

/** Append-only: a trigger refuses updates and deletes. */
interface LabelsTable {
  sequence: Generated<string>;
  run_sequence: string;
  position: number;
  label: string;
  annotator: string;
  round: number;
  created_at: Generated<Date>;
}

interface AgentStatesTable {
  run_sequence: string;
  /** Observations of the agent by then. */
  observed: number;
  mode: AgentMode;
  budget_labels: number;
  /** Number of the decision that waits for a person. */
  decision_asked: number | null;
  /** JSON of the agent's state. */
  state: string;
  /** JSON of the forecasts and regrets whose outcome is known. */
  record: string;
  updated_at: Generated<Date>;
}

/** Append-only: a trigger refuses updates and deletes. */
interface InterventionsTable {
  run_sequence: string;
  /** From 1, without gaps. */
  number: number;
  /** Observations of the agent when it was given. */
  observed: number;
  intervention: string;
  created_at: Generated<Date>;
}

interface RunEventsTable {
  run_sequence: string;
  /** From 1, without gaps. */
  number: number;
  event: string;
  created_at: Generated<Date>;
}

interface SelectionJobsTable {
  sequence: Generated<string>;
  id: string;
  /** The data folder whose server works on it. */
  owner: string;
  idempotency_key: string | null;
  status: SelectionStatus;
  strategy: string;
  budget: number;
  /** JSON; dropped at the end. */
  request: string | null;
  progress: string | null;
  result: string | null;
  error: string | null;
  /** Times that it was begun. */
  attempts: Generated<number>;
  created_at: Generated<Date>;
  started_at: Date | null;
  finished_at: Date | null;
}

interface SelectionEventsTable {
  job: string;
  /** From 1, without gaps. */
  number: number;
  event: string;
}
