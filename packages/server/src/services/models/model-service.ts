import type { Selectable } from 'kysely';
import type { Impact, ProjectEvaluation, ProjectModel, RoundPage } from '@alaas/contracts';
import { macroF1Error, seededRandom, wilsonInterval, type Interval } from '@alaas/core';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import type { Tables } from '../../storage/tables.js';
import { classIntervals } from '../outputs/report/class-intervals.js';
import { readAgent, type LiveAgent } from '../projects/agent-store.js';
import { projectRow, type Sql } from '../projects/live-project.js';
import type { ConfusionCell } from '../projects/confusion-cells.js';
import { evaluationOfCells } from './evaluation-of-cells.js';
import { readImpact, type ImpactLook } from './read-impact.js';
import { readRounds, type RoundQuery } from './read-rounds.js';

type ModelRow = Selectable<Tables['live_models']>;

/** Shows the models that were trained in live projects, and how good they are. */
export class ModelService {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Latest first. @throws AlaasError `PROJECT_UNKNOWN`. */
  async list(project: string): Promise<ProjectModel[]> {
    return this.#read(async (db) => {
      const { sequence } = await projectRow(db, project);
      const rows = await modelsOf(db, sequence).execute();
      return rows.map((row) => describeModel(row, rows[0]!.version));
    });
  }

  /**
   * How good the champion's head is, as it was measured when it was trained; null before the first
   * measurement and where there is no holdout.
   *
   * @throws AlaasError `PROJECT_UNKNOWN`.
   */
  async evaluation(project: string): Promise<ProjectEvaluation | null> {
    return this.#read(async (db) => {
      const agent = await readAgent(db, project);
      if (agent === undefined) return null;
      const [live] = await modelsOf(db, agent.row.sequence).limit(1).execute();
      if (live === undefined || live.confusion === null) return null;
      return describeEvaluation(agent, live, JSON.parse(live.confusion) as ConfusionCell[]);
    });
  }

  /** What labels did to the model. @throws AlaasError `PROJECT_UNKNOWN`. */
  async impact(look: ImpactLook): Promise<Impact> {
    return this.#read((db) => readImpact(db, look));
  }

  /**
   * Batches that people were asked for, oldest first, with the model that came of each.
   *
   * @throws AlaasError `PROJECT_UNKNOWN`, `HTTP_REQUEST_INVALID` for the cursor.
   */
  async rounds(query: RoundQuery): Promise<RoundPage> {
    return this.#read((db) => readRounds(db, query));
  }

  async #read<Result>(work: (db: Sql) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#database.sql);
    } catch (error) {
      throw databaseError(error);
    }
  }
}

/** The champion's comes last in each round, so that the latest is the one that is live. */
function modelsOf(db: Sql, project: string) {
  return db
    .selectFrom('live_models')
    .selectAll()
    .where('project', '=', project)
    .orderBy('version', 'desc');
}

function describeModel(row: ModelRow, latest: number): ProjectModel {
  const { version, arm, labels, value, created_at } = row;
  return {
    version,
    strategy: arm,
    labels,
    value,
    createdAt: created_at.toISOString(),
    live: version === latest,
  };
}

function describeEvaluation(
  { classes, state }: LiveAgent,
  model: ModelRow,
  cells: readonly ConfusionCell[],
): ProjectEvaluation {
  const evaluation = evaluationOfCells(cells, classes.length);
  const { confusion, count, perClass } = evaluation;
  const right = confusion.reduce((sum, row, c) => sum + row[c]!, 0);
  const intervals = classIntervals(evaluation);
  const figure = (value: number, interval: Interval | undefined) =>
    interval ? { value, low: interval.low, high: interval.high } : null;
  return {
    model: describeModel(model, model.version),
    holdout: { items: count, kind: state.holdout.rows.length > 0 ? 'bought' : 'given' },
    accuracy: figure(evaluation.accuracy, wilsonInterval(right, count))!,
    macroF1: figure(evaluation.macroF1, macroF1Error(evaluation, { random: seededRandom(0) }))!,
    classes: classes.map((name, c) => {
      const { support, precision, recall, f1 } = perClass[c]!;
      return {
        name,
        support,
        predicted: confusion.reduce((sum, row) => sum + row[c]!, 0),
        precision: figure(precision, intervals[c]!.precision),
        recall: figure(recall, intervals[c]!.recall),
        f1: figure(f1, intervals[c]!.f1),
      };
    }),
    confusion: [...cells]
      .sort((a, b) => b[2] - a[2])
      .map(([truth, predicted, items]) => ({
        truth: classes[truth]!,
        predicted: classes[predicted]!,
        items,
      })),
  };
}
