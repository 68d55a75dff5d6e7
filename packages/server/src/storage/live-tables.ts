import type { ColumnType, Generated } from 'kysely';
import type { Project, ProjectStatus, LedgerEntry } from '@alaas/contracts';

/** The tables of live projects; `0005-live-projects` makes them. */
export interface LiveTables {
  readonly live_projects: LiveProjectsTable;
  readonly live_pools: LivePoolsTable;
  readonly live_items: LiveItemsTable;
  readonly live_embeddings: LiveEmbeddingsTable;
  readonly live_shards: LiveShardsTable;
  readonly live_agents: LiveAgentsTable;
  readonly live_observations: LiveObservationsTable;
  readonly live_interventions: LiveInterventionsTable;
  readonly live_events: LiveEventsTable;
  readonly live_models: LiveModelsTable;
  readonly live_predictions: LivePredictionsTable;
  readonly live_batches: LiveBatchesTable;
  readonly live_tasks: LiveTasksTable;
  readonly live_assignments: LiveAssignmentsTable;
  readonly live_ledger: LiveLedgerTable;
  readonly idempotency_keys: IdempotencyKeysTable;
}

interface LiveProjectsTable {
  sequence: Generated<string>;
  id: string;
  name: string;
  status: ProjectStatus;
  /** The status to which a paused project goes back. */
  paused_from: 'created' | 'poc' | 'running' | null;
  version: Generated<number>;
  /** JSON of the keys of `alaas.yaml` as they were given. */
  config: string;
  labelling: string;
  work: Generated<Project['work']>;
  /** JSON of the problem that work came to a halt on. */
  problem: string | null;
  created_at: Generated<Date>;
}

interface LivePoolsTable {
  project: string;
  columns: number;
  /** JSON of the names of the classes, in order. */
  classes: string;
  test_labels: string | null;
  digest: string;
  /** JSON of the items that cannot be used, with reasons. */
  quarantined: string;
  created_at: Generated<Date>;
}

interface LiveItemsTable {
  project: string;
  /** Row of the item in the pool, from 0. */
  position: number;
  item: string;
  /** JSON of a `StoredLocation`; null for vectors, and for items of the first release. */
  location: Generated<string | null>;
}

interface LiveEmbeddingsTable {
  project: string;
  part: 'pool' | 'test';
  first_row: number;
  float32: Buffer;
}

/** Pieces of a pool that is being encoded; what they hold is null until then. */
interface LiveShardsTable {
  project: string;
  part: 'pool' | 'test';
  /** Place of its first item among all that the source lists. */
  first_item: number;
  /** Of all shards of one listing of the source. */
  plan: string;
  /** Names, in the order of the source. */
  items: string[];
  /** JSON of a `ShardOutcome`. */
  outcome: Generated<string | null>;
  /** Items that cannot be used. */
  refused: Generated<number | null>;
  columns: Generated<number | null>;
  float32: Generated<Buffer | null>;
}

interface LiveAgentsTable {
  project: string;
  /** JSON of the settings that the agent began with. */
  settings: string;
  observed: number;
  state: string;
  /** JSON; null before the first measurement. */
  random_picks: string | null;
  updated_at: Generated<Date>;
}

/** Append-only: a trigger refuses updates and deletes. */
interface LiveObservationsTable {
  project: string;
  observed: number;
  observation: string;
  created_at: Generated<Date>;
}

/** Append-only: a trigger refuses updates and deletes. */
interface LiveInterventionsTable {
  project: string;
  /** From 1, without gaps. */
  number: number;
  /** Observations of the agent when it was given. */
  observed: number;
  intervention: string;
  actor: string;
  created_at: Date;
}

interface LiveEventsTable {
  project: string;
  /** From 1, without gaps. */
  number: number;
  /** JSON of a `ProjectEvent`. */
  event: string;
  created_at: Generated<Date>;
}

interface LiveModelsTable {
  project: string;
  version: number;
  arm: string;
  observed: number;
  labels: number;
  /** On the holdout; null without one. */
  value: number | null;
  /** JSON of `ConfusionCell`s; null without a holdout, and for models of the first release. */
  confusion: string | null;
  created_at: Generated<Date>;
}

/** What the present model takes the items of a pool for: in the order of their positions. */
interface LivePredictionsTable {
  project: string;
  version: number;
  /** Class indices. */
  classes: number[];
  confidences: number[];
}

interface LiveBatchesTable {
  project: string;
  number: number;
  strategy: string;
  rung: number;
  /** Observations of the agent when it asked for the labels. */
  observed: number;
  positions: number[];
  created_at: Generated<Date>;
  closed_at: Date | null;
}

interface LiveTasksTable {
  project: string;
  position: number;
  /** Null: handed out ahead of the next batch. */
  batch: number | null;
  place: number;
  strategy: string;
  rung: number;
  state: 'open' | 'labelled' | 'unusable';
  wanted: number;
  opinions: Generated<number>;
  /** Opinions that are there or that somebody is about to give. */
  taken: Generated<number>;
  label: string | null;
  settled_at: Date | null;
}

interface LiveAssignmentsTable {
  sequence: Generated<string>;
  id: string;
  project: string;
  position: number;
  annotator: string;
  state: 'open' | 'answered' | 'returned' | 'expired';
  created_at: Date;
  expires_at: Date;
  suggestion: Suggestion;
}

/** Told by `alaas.suggestion` when the item is handed out. */
type Suggestion = ColumnType<LedgerEntry['suggestion'], string | null | undefined, never>;

/** Append-only: a trigger refuses updates and deletes. */
interface LiveLedgerTable {
  sequence: Generated<string>;
  project: string;
  position: number;
  annotator: string;
  kind: LedgerEntry['kind'];
  label: string | null;
  comment: string | null;
  active_seconds: number;
  batch: number | null;
  strategy: string;
  rung: number;
  model_version: number | null;
  client: string | null;
  assignment: string | null;
  replaces: string | null;
  suggestion: Suggestion;
  created_at: Date;
}

interface IdempotencyKeysTable {
  actor: string;
  key: string;
  request_digest: string;
  response: string | null;
  created_at: Date;
}
