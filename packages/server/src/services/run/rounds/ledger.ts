import type { LabelEntry, ProjectStore, SelectionEntry } from '../../../storage/project-store.js';
import type { LabelledItem } from '../../outputs/labels/write-labelled-set.js';

/** Round of labels that were there before the first batch. */
export const GIVEN_BEFORE = -1;

/** A label that counts: the latest one of its item, in the round in which it was first given. */
type CountedLabel = Pick<LabelEntry, 'label' | 'annotator' | 'round'>;

/**
 * What was chosen and labelled in one run: the store's entries, held in memory and written through.
 * All decisions of a run follow from it, so that a run that was cut off goes on as if it were not.
 */
export class Ledger {
  readonly runId: string;
  readonly #store: ProjectStore;
  readonly #batches: SelectionEntry[];
  readonly #labels = new Map<string, CountedLabel>();

  private constructor(
    { store, runId }: { store: ProjectStore; runId: string },
    entries: { batches: readonly SelectionEntry[]; labels: readonly LabelEntry[] },
  ) {
    this.runId = runId;
    this.#store = store;
    this.#batches = [...entries.batches];
    for (const entry of entries.labels) this.#count(entry);
  }

  /** Reads what the store has of a run. */
  static async open(store: ProjectStore, runId: string): Promise<Ledger> {
    const batches = await store.selections(runId);
    return new Ledger({ store, runId }, { batches, labels: await store.labels(runId) });
  }

  /** All batches in order; a batch's round is its place. */
  get batches(): readonly SelectionEntry[] {
    return this.#batches;
  }

  label(item: string): CountedLabel | undefined {
    return this.#labels.get(item);
  }

  /** Items of a batch that have no label yet, in pick order. */
  unlabelled(batch: SelectionEntry): readonly string[] {
    return batch.items.filter((item) => !this.#labels.has(item));
  }

  /**
   * What was labelled up to a round, in an order that does not depend on when labels came: by round,
   * then by place in the batch; labels that were not asked for come last.
   */
  labelledUpTo(round: number): readonly LabelledItem[] {
    const ranks = this.#ranks();
    const found = [...this.#labels]
      .filter(([, { round: given }]) => given <= round)
      .map(([item, label]) => ({ item, ...label, ...ranks.get(item) }));
    const rank = (one: LabelledItem) => one.rank ?? Infinity;
    return found.sort(
      (a, b) =>
        a.round - b.round ||
        (rank(a) === rank(b) ? compareText(a.item, b.item) : rank(a) - rank(b)),
    );
  }

  /** Stores a batch; when this resolves it is on disk. */
  async addBatch(batch: SelectionEntry): Promise<void> {
    await this.#store.appendSelection(this.runId, batch);
    this.#batches.push(batch);
  }

  /** Stores labels, all or none; when this resolves they are on disk. */
  async addLabels(labels: readonly LabelEntry[]): Promise<void> {
    await this.#store.appendLabels(this.runId, labels);
    for (const entry of labels) this.#count(entry);
  }

  #count({ item, label, annotator, round }: LabelEntry): void {
    const first = this.#labels.get(item)?.round ?? round;
    this.#labels.set(item, { label, annotator, round: first });
  }

  #ranks(): ReadonlyMap<string, { strategy: string; rank: number }> {
    return new Map(
      this.#batches.flatMap(({ strategy, items }) =>
        items.map((item, rank) => [item, { strategy, rank }] as const),
      ),
    );
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
