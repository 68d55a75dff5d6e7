import type { Generated, JSONColumnType } from 'kysely';
import type { RunEntry } from './project-store.js';

/** The tables as kysely sees them; the migrations make them. */
export interface Tables {
  readonly projects: ProjectsTable;
  readonly runs: RunsTable;
  readonly items: ItemsTable;
  readonly selections: SelectionsTable;
  readonly labels: LabelsTable;
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
