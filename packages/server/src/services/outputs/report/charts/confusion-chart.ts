import { html, type Html } from '../../page/html.js';
import { percent, shortenToWidth, whole, widthEm } from '../../page/format.js';

/** A confusion matrix to be drawn. */
export interface ConfusionChart {
  /** C × C counts: row = true class, column = predicted class. */
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
  readonly widthPx: number;
  /** Class of the drawing, for the style sheet. */
  readonly className: string;
}

const FONT_PX = 12;
/** Room above the cells for the columns' numbers. */
const TOP = 40;
/** Width of the rows' labels when they are only numbers. */
const NUMBERS_PX = 34;
const ROWS_HEADING = 'True class ↓';
const LARGEST_CELL_PX = 52;
const HIGHEST_ROW_PX = 34;
const LOWEST_NAMED_ROW_PX = 13;
const NARROWEST_NUMBERED_PX = 16;
/** Narrower cells show their count only when pointed at. */
const SMALLEST_CELL_WITH_COUNT_PX = 24;
/** Above this share of its row a cell is dark enough for the other text colour. */
const DARK = 0.55;

/**
 * Draws a confusion matrix as a heat map: a cell is as dark as its share of the true class (row).
 * Rows carry number and name of the class (every tenth number when there
 * are many), columns its number. Empty cells are not drawn.
 */
export function confusionChart({ confusion, classes, widthPx, className }: ConfusionChart): Html {
  const grid = gridOf(classes, widthPx);
  const { left, cell, height } = grid;
  const bottom = TOP + height * classes.length;
  return html`<svg class="${className}" viewBox="0 0 ${widthPx} ${Math.ceil(bottom)}" role="img">
    <title>Confusion matrix</title>
    <text x="${left}" y="12">Predicted class →</text>
    <text x="0" y="${TOP - 10}">${grid.hasNames && ROWS_HEADING}</text>
    <rect
      class="empty"
      x="${left}"
      y="${TOP}"
      width="${fixed(cell * classes.length)}"
      height="${fixed(height * classes.length)}"
    />
    ${classes.map((name, c) => classLabels(grid, name, c))}
    ${confusion.map((row, truth) => {
      const total = row.reduce((sum, value) => sum + value, 0);
      return row.map((count, predicted) => {
        if (count === 0) return undefined;
        const place = { x: left + cell * predicted, y: TOP + height * truth, width: cell, height };
        const words = `${classes[truth]} taken for ${classes[predicted]}`;
        return drawCell({ ...place, count, share: count / total, words });
      });
    })}
  </svg>`;
}

interface Grid {
  /** Width of the rows' labels. */
  readonly left: number;
  readonly cell: number;
  readonly height: number;
  /** Whether rows are high enough for the names of their classes. */
  readonly hasNames: boolean;
}

/** Rows too low for names carry every tenth number, as narrow columns do. */
function gridOf(classes: readonly string[], widthPx: number): Grid {
  const labels = [ROWS_HEADING, ...classes.map(rowName)];
  const widest = Math.max(...labels.map(widthEm)) * FONT_PX;
  const named = Math.ceil(Math.min(widest, widthPx * 0.36)) + 10;
  const cellOf = (left: number) => Math.min(LARGEST_CELL_PX, (widthPx - left) / classes.length);
  const hasNames = cellOf(named) >= LOWEST_NAMED_ROW_PX;
  const left = hasNames ? named : NUMBERS_PX;
  const cell = cellOf(left);
  return { left, cell, height: Math.min(cell, HIGHEST_ROW_PX), hasNames };
}

function classLabels({ left, cell, height, hasNames }: Grid, name: string, c: number): Html {
  const isTenth = (c + 1) % 10 === 0;
  const y = fixed(TOP + height * c + height / 2 + 4);
  const row = hasNames
    ? html`<text class="strong" x="0" y="${y}">
        ${shortenToWidth(rowName(name, c), (left - 10) / FONT_PX)}
      </text>`
    : isTenth && html`<text x="${left - 6}" y="${y}" text-anchor="end">${c + 1}</text>`;
  const x = fixed(left + cell * c + cell / 2);
  const column =
    (cell >= NARROWEST_NUMBERED_PX || isTenth) &&
    html`<text x="${x}" y="${TOP - 10}" text-anchor="middle">${c + 1}</text>`;
  return html`${row}${column}`;
}

function rowName(name: string, c: number): string {
  return `${c + 1} ${name}`;
}

function drawCell(cell: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly share: number;
  readonly words: string;
}): Html {
  const { x, y, width, height, count, share, words } = cell;
  const gap = width > 8 ? 1 : 0;
  const shown = width >= SMALLEST_CELL_WITH_COUNT_PX && height >= 14;
  return html`<g
    ><title>${words}: ${whole(count)} (${percent(share)} of the row)</title
    ><rect
      class="fill"
      fill-opacity="${fixed(0.06 + 0.94 * share)}"
      x="${fixed(x)}"
      y="${fixed(y)}"
      width="${fixed(width - gap)}"
      height="${fixed(height - gap)}"
    />${
      shown &&
      html`<text
        class="${share > DARK ? 'on' : 'strong'}"
        x="${fixed(x + width / 2)}"
        y="${fixed(y + height / 2 + 4)}"
        text-anchor="middle"
        >${count}</text
      >`
    }</g
  >`;
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
