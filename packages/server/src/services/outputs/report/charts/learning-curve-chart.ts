import { html, type Html } from '../../page/html.js';
import { percent, percentRange, whole } from '../../page/format.js';
import type { MeasuredPoint } from '../report-input.js';
import { niceTicks } from './ticks.js';

/** Curves of accuracy over labels. */
export interface LearningCurveChart {
  readonly curve: readonly MeasuredPoint[];
  readonly control?: readonly MeasuredPoint[] | undefined;
  /** What is expected beyond the curve, with P10 and P90 as low and high. */
  readonly forecast?: readonly MeasuredPoint[] | undefined;
  /** What the values are. Default: Accuracy. */
  readonly valueName?: string | undefined;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Class of the drawing, for the style sheet. */
  readonly className: string;
}

const MARGIN = { top: 24, right: 16, bottom: 44, left: 46 };

/**
 * Draws accuracy over labels: points where it was measured, a line between them, and the 95 %
 * intervals as a band. The labels' axis begins at 0; the accuracy's is cut to what occurs.
 */
export function learningCurveChart(chart: LearningCurveChart): Html {
  const { curve, control = [], forecast = [], valueName = 'Accuracy' } = chart;
  const { widthPx, heightPx, className } = chart;
  const plane = planeOf([...curve, ...control, ...forecast], widthPx, heightPx);
  return html`<svg class="${className}" viewBox="0 0 ${widthPx} ${heightPx}" role="img">
    <title>${valueName} over the number of labels</title>
    ${axes(plane, valueName)} ${series(plane, control, '-2')} ${series(plane, forecast, '-3')}
    ${series(plane, curve, '')}
  </svg>`;
}

interface Plane {
  readonly x: (labels: number) => number;
  readonly y: (accuracy: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly widthPx: number;
  readonly heightPx: number;
}

function planeOf(all: readonly MeasuredPoint[], widthPx: number, heightPx: number): Plane {
  const xTicks = niceTicks(
    0,
    Math.max(1, ...all.map(({ labels }) => labels)),
    widthPx / 110,
  ).filter(Number.isInteger);
  const low = Math.min(...all.map((point) => point.low));
  const high = Math.max(...all.map((point) => point.high));
  const yTicks = niceTicks(low, high, 5).filter((tick) => tick >= 0 && tick <= 1);
  const inner = {
    width: widthPx - MARGIN.left - MARGIN.right,
    height: heightPx - MARGIN.top - MARGIN.bottom,
  };
  const [bottom, top] = [yTicks[0]!, yTicks.at(-1)!];
  return {
    x: (labels) => round(MARGIN.left + (inner.width * labels) / xTicks.at(-1)!),
    y: (accuracy) => round(MARGIN.top + (inner.height * (top - accuracy)) / (top - bottom)),
    xTicks,
    yTicks,
    widthPx,
    heightPx,
  };
}

function axes(plane: Plane, valueName: string): Html {
  const { x, y, xTicks, yTicks, widthPx, heightPx } = plane;
  const floor = heightPx - MARGIN.bottom;
  const right = widthPx - MARGIN.right;
  const digits = (yTicks[1]! - yTicks[0]!) * 100 < 1 ? 1 : 0;
  return html`<text x="0" y="10">${valueName}</text>
    ${yTicks.map(
      (tick) =>
        html`<line class="grid" x1="${MARGIN.left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}" />
          <text x="${MARGIN.left - 8}" y="${y(tick) + 4}" text-anchor="end">
            ${percent(tick, digits)}
          </text>`,
    )}
    <line class="base" x1="${MARGIN.left}" x2="${right}" y1="${floor}" y2="${floor}" />
    ${xTicks.map(
      (tick) =>
        html`<line class="base" x1="${x(tick)}" x2="${x(tick)}" y1="${floor}" y2="${floor + 4}" />
          <text x="${x(tick)}" y="${floor + 18}" text-anchor="middle">${whole(tick)}</text>`,
    )}
    <text x="${(MARGIN.left + right) / 2}" y="${heightPx - 6}" text-anchor="middle">Labels</text>`;
}

/** `suffix` tells the classes of the control and of the forecast from those of the curve. */
function series({ x, y }: Plane, curve: readonly MeasuredPoint[], suffix: '' | '-2' | '-3'): Html {
  if (curve.length === 0) return html``;
  const upper = curve.map(({ labels, high }) => `${x(labels)},${y(high)}`);
  const lower = curve.map(({ labels, low }) => `${x(labels)},${y(low)}`).reverse();
  const line = curve.map(({ labels, accuracy }) => `${x(labels)},${y(accuracy)}`).join(' ');
  return html`<polygon class="band${suffix}" points="${[...upper, ...lower].join(' ')}" />
    <polyline class="line${suffix}" points="${line}" />
    ${(suffix === '-3' ? [] : curve).map(
      (point) =>
        html`<circle class="dot${suffix}" cx="${x(point.labels)}" cy="${y(point.accuracy)}" r="4">
          <title>${pointWords(point)}</title>
        </circle>`,
    )}`;
}

function pointWords(point: MeasuredPoint): string {
  return `${whole(point.labels)} labels: ${percent(point.accuracy)} (${percentRange(point)})`;
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
