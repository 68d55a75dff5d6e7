import type { AgentObservation, AgentState } from '@alaas/core';

import type { LiveAgent } from './agent-store.js';
import type { Sql } from './live-project.js';

/** What people came to on the items that they were asked for. */
export class SettledItems {
  readonly #labels: ReadonlyMap<number, string>;
  readonly #ahead: readonly number[];
  readonly #isFree: ReadonlySet<number>;
  /** Items that nobody could label. */
  readonly unusable: readonly number[];
  /** Every item that was put up for labelling. */
  readonly all: readonly number[];

  private constructor(rows: readonly TaskRow[]) {
    const labelled = rows.filter(({ state }) => state === 'labelled');
    this.#labels = new Map(labelled.map(({ position, label }) => [position, label!]));
    const rank = ({ state, taken }: TaskRow) => (state === 'labelled' ? 0 : taken > 0 ? 1 : 2);
    this.#ahead = rows
      .filter(({ batch, state }) => batch === null && state !== 'unusable')
      .sort((a, b) => rank(a) - rank(b))
      .map(({ position }) => position);
    this.#isFree = new Set(rows.filter((row) => rank(row) === 2).map(({ position }) => position));
    this.unusable = rows
      .filter(({ state }) => state === 'unusable')
      .map(({ position }) => position);
    this.all = rows.map(({ position }) => position);
  }

  /** Reads what there is, in the order in which items were settled. */
  static async read(db: Sql, project: string): Promise<SettledItems> {
    const rows = await db
      .selectFrom('live_tasks')
      .select(['position', 'state', 'label', 'batch', 'taken'])
      .where('project', '=', project)
      .orderBy('settled_at')
      .orderBy('position')
      .execute();
    return new SettledItems(rows);
  }

  /**
   * Items handed out ahead that the agent has not paid for yet: labelled ones, then those that
   * somebody has, then those that nobody has taken.
   */
  ahead(state: AgentState): AheadItems {
    const paid = new Set([...state.ledger.map(({ row }) => row), ...state.holdout.rows]);
    const all = this.#ahead.filter((position) => !paid.has(position));
    return { all, begun: all.filter((position) => !this.#isFree.has(position)) };
  }

  /** The label that counts now; where it was withdrawn since, the one that the agent paid for. */
  label(position: number, { state, classes }: LiveAgent): string {
    const label = this.#labels.get(position);
    if (label !== undefined) return label;
    const entry = state.ledger.find(({ row }) => row === position);
    return classes[entry!.target]!;
  }

  /** What is to be told to an agent that waits for labels; undefined while some are missing. */
  observation({ state, classes }: LiveAgent): AgentObservation | undefined {
    const { pending } = state;
    if (pending.kind !== 'label') return undefined;
    const useless = new Set(this.unusable);
    const unusable = pending.rows.filter((row) => useless.has(row));
    const labelled = pending.rows.filter((row) => this.#labels.has(row));
    if (unusable.length + labelled.length < pending.rows.length) return undefined;
    const labels = labelled.map((row) => ({
      row,
      target: classes.indexOf(this.#labels.get(row)!),
    }));
    return { kind: 'labelled', labels, unusable };
  }
}

/** Items handed out ahead of a batch. */
export interface AheadItems {
  readonly all: readonly number[];
  /** Those that are labelled or that somebody has. */
  readonly begun: readonly number[];
}

interface TaskRow {
  readonly taken: number;
  readonly position: number;
  readonly state: 'open' | 'labelled' | 'unusable';
  readonly label: string | null;
  readonly batch: number | null;
}
