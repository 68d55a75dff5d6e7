import type { ClassFigures, Evaluation } from '@alaas/core';

import { html, type Html } from '../../page/html.js';
import { percent, percentNumbers, percentRange, whole } from '../../page/format.js';
import { confusionChart } from '../charts/confusion-chart.js';
import { classIntervals, type ClassIntervals } from '../class-intervals.js';
import type { ReportInput } from '../report-input.js';
import { measuredOn } from './headline.js';

/** More classes than this are folded away, worst first. */
const FOLDED_ABOVE = 30;
/** A heat map of more classes has cells below a pixel or two on a phone. */
const DRAWN_UP_TO = 120;
const CONFUSIONS_LISTED = 8;

/** Figures of each class and which classes are taken for one another. */
export function classFigures(input: ReportInput): Html {
  const { evaluation, classes, macroF1Interval } = input;
  if (!evaluation) return html``;
  const interval = macroF1Interval && ` (95 % interval ${percentRange(macroF1Interval)})`;
  return html`<section>
      <h2>Class by class</h2>
      <p>
        Over all classes alike, however rare, the score (macro-F1) is
        <b>${percent(evaluation.macroF1)}</b>${interval}. Precision: of the items put into this
        class, how many belong there. Recall: of the items of this class, how many were found. F1
        sums up both. Small numbers are 95 % intervals; ${measuredOn(input)}.
      </p>
      ${scarceWords(input)} ${foldAbove(classes.length, figuresTable(evaluation, classes))}
      ${classOutlook(input)} ${calibrationWords(input)}
    </section>
    <section>
      <h2>What is taken for what</h2>
      ${classes.length <= DRAWN_UP_TO && heatMap(evaluation, classes)}
      ${confusionList(evaluation, classes)}
    </section>`;
}

function scarceWords({ scarce }: ReportInput): Html {
  if (scarce === undefined) return html``;
  return html`<div class="callout">
    <p><b>Too few items of some classes.</b> ${scarce.text}</p>
  </div>`;
}

/** What is expected of each class, lowest recall first. */
function classOutlook({ agent, classes }: ReportInput): Html {
  const known = agent?.classes.filter(({ forecast }) => forecast !== null) ?? [];
  if (known.length === 0) return html``;
  return html`<details>
    <summary>What further labels will bring for each class</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Found now</th>
            <th scope="col">Expected with ${whole(known[0]!.forecast!.labels)} labels</th>
          </tr>
        </thead>
        <tbody>
          ${known.map(
            ({ target, recall, interval, forecast }) =>
              html`<tr>
                <th scope="row">${classes[target]}</th>
                <td>${percent(recall)} <small>${percentNumbers(interval)}</small></td>
                <td>
                  ${percent(forecast!.p50)}
                  <small>${percentNumbers({ low: forecast!.p10, high: forecast!.p90 })}</small>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function calibrationWords({ calibration }: ReportInput): Html {
  if (calibration === undefined) return html``;
  const { temperature, items, errorBefore, errorAfter } = calibration;
  const isKept = Math.abs(temperature - 1) < 0.005;
  return html`<p>
    <b>Can its probabilities be taken at their word?</b> When the model says 90 %, it should be
    right nine times of ten. On the ${whole(items)} items measured on, its probabilities are off by
    ${percent(errorAfter)} on
    average${
      isKept
        ? '; nothing had to be changed.'
        : `, ${percent(errorBefore)} before they were put right (temperature ${temperature.toFixed(2)}, built into the model).`
    }
  </p>`;
}

function foldAbove(count: number, table: Html): Html {
  if (count <= FOLDED_ABOVE) return table;
  return html`<details>
    <summary>Figures of all ${count} classes, lowest recall first</summary>
    ${table}
  </details>`;
}

function figuresTable(evaluation: Evaluation, classes: readonly string[]): Html {
  const intervals = classIntervals(evaluation);
  const isFolded = classes.length > FOLDED_ABOVE;
  const rows = classes.map((name, c) => ({
    name: isFolded ? `${c + 1} ${name}` : name,
    figures: evaluation.perClass[c]!,
    intervals: intervals[c]!,
  }));
  if (isFolded) rows.sort((a, b) => a.figures.recall - b.figures.recall);
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Precision</th>
          <th scope="col">Recall</th>
          <th scope="col">F1</th>
          <th scope="col">Items</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(classRow)}
      </tbody>
    </table>
  </div>`;
}

function classRow(row: {
  readonly name: string;
  readonly figures: ClassFigures;
  readonly intervals: ClassIntervals;
}): Html {
  const { name, figures, intervals } = row;
  const cell = (key: 'precision' | 'recall' | 'f1') => {
    const interval = intervals[key];
    if (!interval) return html`<td>–</td>`;
    return html`<td>${percent(figures[key])} <small>${percentNumbers(interval)}</small></td>`;
  };
  return html`<tr>
    <th scope="row">${name}</th>
    ${cell('precision')} ${cell('recall')} ${cell('f1')}
    <td>${whole(figures.support)}</td>
  </tr>`;
}

function heatMap({ confusion, count }: Evaluation, classes: readonly string[]): Html {
  const chart = (widthPx: number, className: string) =>
    confusionChart({ confusion, classes, widthPx, className });
  return html`<p>
      Each row is one true class; a cell counts its items by the class that the classifier named.
      The stronger its colour, the larger its share of the row. On the diagonal it is right.
    </p>
    <div class="chart">${chart(760, 'wide')}${chart(360, 'narrow')}</div>
    <p class="axis-note">
      ${whole(count)} items.
      ${
        classes.length > FOLDED_ABOVE
          ? 'Class numbers are those of the table above; point at a cell to see its names.'
          : 'Column numbers are those of the rows.'
      }
    </p>`;
}

function confusionList({ confusion }: Evaluation, classes: readonly string[]): Html {
  const pairs = confusion
    .flatMap((row, truth) =>
      row.map((count, predicted) => ({ truth, predicted, count, of: sum(row) })),
    )
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, CONFUSIONS_LISTED);
  if (pairs.length === 0) return html`<p>No item was put into a wrong class.</p>`;
  return html`<h3>Most frequent mistakes</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">True class</th>
            <th scope="col" class="words">taken for</th>
            <th scope="col">Items</th>
          </tr>
        </thead>
        <tbody>
          ${pairs.map(
            ({ truth, predicted, count, of }) =>
              html`<tr>
                <th scope="row">${classes[truth]}</th>
                <td class="words">${classes[predicted]}</td>
                <td>${whole(count)} <small>of ${whole(of)}</small></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
